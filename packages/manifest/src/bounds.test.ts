// security 2.17: documents that are large, cut, circular or full of operations take bounded time, and say what they are.
import { describe, expect, it } from 'vitest'
import { type AppPackage, dereference, resolvePackage } from './index.ts'
import { OPENAPI, PLUGIN, wholePackage } from './testing/samples.ts'
import { bytesOf } from './testing/zip.ts'

/** Thread time, milliseconds. */
const MOST_MS = 2_000

function resolved(changes: Readonly<Record<string, unknown>>): AppPackage {
  const files = new Map(Object.entries(wholePackage(changes)).map(([path, content]) => [path, bytesOf(content)]))
  const cpu = process.threadCpuUsage()
  const pkg = resolvePackage({ files, findings: [] })
  expect(process.threadCpuUsage(cpu).user / 1_000).toBeLessThan(MOST_MS)
  return pkg
}

const api = (count: number, extra = {}) => ({
  openapi: '3.0.3',
  info: { title: 'Berths', version: '1' },
  servers: [{ url: 'https://berths.example' }],
  paths: Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `/berths/${n}`,
      {
        get: {
          operationId: `berth${n}`,
          description: 'A berth. '.repeat(20),
          responses: { 200: { description: 'A berth' } },
        },
      },
    ]),
  ),
  ...extra,
})
const everything = {
  ...PLUGIN,
  functions: undefined,
  runtimes: [{ type: 'OpenApi', auth: { type: 'None' }, spec: { url: 'openapi.yml' } }],
}

describe('documents of many operations', () => {
  it.each([200, 219, 1_500])('reads %i operations, each a function', (count) => {
    const pkg = resolved({ 'actions/berths.json': everything, 'actions/openapi.yml': api(count) })
    const functions = pkg.plugins[0]?.functions ?? []
    expect(functions).toHaveLength(count)
    expect(functions.every(({ binding }) => binding.kind === 'operation')).toBe(true)
  })
})

describe('documents of a megabyte', () => {
  it('are read as JSON', () => {
    const text = JSON.stringify(api(1_900, { 'x-padding': 'x'.repeat(450_000) }))
    expect(text.length).toBeGreaterThan(900_000)
    expect(
      resolved({ 'actions/berths.json': everything, 'actions/openapi.yml': text }).plugins[0]?.functions,
    ).toHaveLength(1_900)
  })

  it('are read as YAML', () => {
    const line = (n: number) =>
      `  /berths/${n}:\n    get:\n      operationId: berth${n}\n      description: ${'A berth by the quay. '.repeat(30)}\n      responses: { "200": { description: A berth } }\n`
    const text = `openapi: 3.0.3\nservers: [{ url: https://berths.example }]\npaths:\n${Array.from({ length: 1_300 }, (_, n) => line(n)).join('')}`
    expect(text.length).toBeGreaterThan(900_000)
    expect(
      resolved({ 'actions/berths.json': everything, 'actions/openapi.yml': text }).plugins[0]?.functions,
    ).toHaveLength(1_300)
  })

  it('are read as instructions, and reported as too long', () => {
    const pkg = resolved({ 'instructions.txt': 'You help with berths. '.repeat(40_000) })
    expect(pkg.declarativeAgents[0]?.instructions).toHaveLength(880_000)
    expect(pkg.findings.map(({ rule }) => rule)).toContain('agent.instructions-long')
  })
})

describe('circular references', () => {
  const circular = OPENAPI.replace(
    'nights: { type: integer }',
    'nights: { type: integer }, next: { $ref: "#/components/schemas/Booking" }, other: { $ref: "#/components/schemas/Stay" }',
  ).concat('    Stay: { allOf: [{ $ref: "#/components/schemas/Booking" }] }\n')

  it('are kept as references, and one is named', () => {
    const pkg = resolved({ 'actions/openapi.yml': circular })
    expect(pkg.plugins[0]?.functions.map(({ binding }) => binding.kind)).toEqual(['operation', 'operation'])
    expect(pkg.findings.filter(({ rule }) => rule === 'openapi.circular')).toMatchObject([
      { file: 'actions/openapi.yml', pointer: expect.stringMatching(/^\/components\/schemas\//) },
    ])
  })

  it('that never reach a value resolve to nothing', () => {
    const root = { a: { $ref: '#/b' }, b: { $ref: '#/a' }, c: { $ref: '#/d/e~1f' }, d: { 'e/f': 1 } }
    expect(dereference(root, { $ref: '#/a' })).toBeUndefined()
    expect(dereference(root, { $ref: '#/c' })).toEqual({ value: 1, pointer: '/d/e~1f' })
    expect(dereference(root, { $ref: 'other.json#/a' })).toBeUndefined()
    expect(dereference(root, { $ref: '#/__proto__' })).toBeUndefined()
  })
})

describe('documents that were cut', () => {
  it('are a finding with a place at any length', () => {
    for (let share = 1; share < 20; share += 1) {
      const text = JSON.stringify(api(20))
      const pkg = resolved({
        'actions/berths.json': everything,
        'actions/openapi.yml': text.slice(0, (text.length * share) / 20),
      })
      expect(pkg.plugins[0]?.functions).toEqual([])
      expect(pkg.findings.find(({ rule }) => rule === 'document.broken')?.message).toMatch(/at line 1, column \d+/)
    }
  })
})
