// Real packages, spoiled at random: nothing throws, nothing hangs, and every finding is whole.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { readPackage, resolvePackage, rules } from './index.ts'
import { corpusPackages } from './testing/corpus.ts'
import { wholePackage } from './testing/samples.ts'
import { bytesOf, fakeZip } from './testing/zip.ts'
import type { PackageFiles } from './types.ts'

const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
const RUNS = Number(process.env.RUNS ?? 200)
/** Of one package, thread time; the first of a kind also compiles schemas. */
const MOST_MS = 1_500

const packages: PackageFiles[] = []
beforeAll(async () => {
  console.log(`seed ${seed} (set SEED to repeat, RUNS for more)`)
  packages.push(new Map(Object.entries(wholePackage()).map(([path, content]) => [path, bytesOf(content)])))
  for (const folder of corpusPackages()) packages.push((await readPackage(folder)).files)
})

const DOCUMENT = /\.(json|ya?ml|txt|md)$/

type Mutation = (files: Map<string, Uint8Array>, path: string, at: number) => void

/** `at` is a number between 0 and 1 that each mutation reads as it needs. */
const MUTATIONS: Readonly<Record<string, Mutation>> = {
  truncate: inBytes((bytes, at) => bytes.subarray(0, Math.floor(bytes.length * at))),
  flip: inBytes((bytes, at) => {
    const copy = Buffer.from(bytes)
    for (let n = 0; n < 5; n += 1)
      copy[Math.floor((copy.length * (at + n / 5)) % Math.max(1, copy.length))] = Math.floor(at * 251) ^ n
    return copy
  }),
  remove: (files, path) => files.delete(path),
  rename: (files, path) => {
    const bytes = files.get(path)
    files.delete(path)
    if (bytes !== undefined) files.set(path.toUpperCase(), bytes)
  },
  swap: (files, path, at) => {
    const other = [...files.keys()][Math.floor(files.size * at)]
    const bytes = other === undefined ? undefined : files.get(other)
    if (bytes !== undefined) files.set(path, bytes)
  },
  nest: inText((text, at) => spliced(text, at, '{"a":['.repeat(Math.floor(at * 400)))),
  'long text': inText((text, at) => spliced(text, at, 'ä'.repeat(Math.floor(at * 900_000)))),
  'keys twice': inText((text) => text.replace(/^(\s*"[^"]+"\s*:\s*"[^"]*",)/gm, '$1$1')),
  'hostile keys': inText((text, at) => replacedNth(text, /"[A-Za-z_]+"(?=\s*:)/g, at, '"__proto__"')),
  'hostile values': inText((text, at) =>
    replacedNth(text, /: *("[^"]*"|\d+|true|false)/g, at, `: ${VALUES[Math.floor(at * VALUES.length)]}`),
  ),
  mark: inBytes((bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])),
  'UTF-16': inText16(),
  'UTF-16 without a mark': inBytes((bytes) => Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le')),
  'line ends': inText((text) => text.replace(/\r?\n/g, '\r\n')),
  comments: inText((text) => text.replace(/\n/g, '\n// a comment\n/* another */')),
  'trailing commas': inText((text) => text.replace(/([}\]"])(\s*[}\]])/g, '$1,$2')),
  'lost commas': inText((text, at) => replacedNth(text, /,/g, at, '')),
  placeholders: inText((text, at) =>
    replacedNth(text, /"[^"]*"/g, at, at < 0.5 ? `"\${{A}}$[file('manifest.json')]"` : `\${{A}}`),
  ),
  references: inText((text, at) =>
    replacedNth(text, /#\/components\/schemas\/\w+/g, at, REFERENCES[Math.floor(at * REFERENCES.length)] ?? '#'),
  ),
  files: inText((text, at) =>
    replacedNth(
      text,
      /"(file|url)"\s*:\s*"[^"]*"/g,
      at,
      `"file":"manifest.json","url":"${at < 0.5 ? '.' : 'manifest.json'}"`,
    ),
  ),
}

const VALUES = [
  'null',
  '[]',
  '{}',
  '[[]]',
  '-1',
  '1e999',
  '""',
  '"[[x]]"',
  '"\\u0000"',
  'true',
  '{"$ref":"#"}',
  '"*"',
  '"../.."',
]
const REFERENCES = [
  '#',
  '#/',
  '#/paths',
  'other.json#/a',
  'http://169.254.169.254/',
  '#/components/schemas/%',
  '#/__proto__',
]

function inBytes(change: (bytes: Uint8Array, at: number) => Uint8Array): Mutation {
  return (files, path, at) => {
    const bytes = files.get(path)
    if (bytes !== undefined) files.set(path, change(bytes, at))
  }
}

function inText(change: (text: string, at: number) => string): Mutation {
  return inBytes((bytes, at) => Buffer.from(change(Buffer.from(bytes).toString('utf8'), at)))
}

function inText16(): Mutation {
  return inBytes((bytes) =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(Buffer.from(bytes).toString('utf8'), 'utf16le')]),
  )
}

function spliced(text: string, at: number, more: string): string {
  const middle = Math.floor(text.length * at)
  return text.slice(0, middle) + more + text.slice(middle)
}

function replacedNth(text: string, pattern: RegExp, at: number, by: string): string {
  const all = [...text.matchAll(pattern)]
  const chosen = all[Math.floor(all.length * at)]
  return chosen === undefined ? text : text.slice(0, chosen.index) + by + text.slice(chosen.index + chosen[0].length)
}

const step = fc.record({
  kind: fc.constantFrom(...Object.keys(MUTATIONS)),
  file: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
})

describe('packages 1.11: a package that was spoiled', () => {
  it('never throws, never hangs, and has whole findings', () => {
    fc.assert(
      fc.property(fc.nat(), fc.array(step, { minLength: 1, maxLength: 4 }), (which, steps) => {
        const files = new Map(packages[which % packages.length])
        for (const { kind, file, at } of steps) {
          const documents = [...files.keys()].filter((path) => DOCUMENT.test(path))
          const path = documents[Math.floor(documents.length * file)]
          if (path !== undefined) MUTATIONS[kind]?.(files, path, at)
        }
        const cpu = process.threadCpuUsage()
        const resolved = resolvePackage({ files, findings: [] }, { env: { A: '1' }, locale: 'fr' })
        const { user } = process.threadCpuUsage(cpu)
        expect(user / 1_000, 'time').toBeLessThan(MOST_MS)
        expect(() => JSON.stringify({ ...resolved, files: [] })).not.toThrow()
        for (const { rule, message, fix, pointer, level, severity } of resolved.findings) {
          expect(Object.hasOwn(rules, rule)).toBe(true)
          expect(message.length + fix.length).toBeLessThan(1_200)
          expect(pointer === '' || pointer.startsWith('/')).toBe(true)
          expect(rules[rule as keyof typeof rules]).toMatchObject({ level, severity })
        }
        expect(Object.getPrototypeOf({})).toBe(Object.prototype)
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { seed, numRuns: RUNS },
    )
  }, 300_000)

  it('never throws as an archive either', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), fc.integer({ min: 0, max: 255 })),
          { maxLength: 6 },
        ),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (which, flips, kept) => {
          const files = [...(packages[which % packages.length] ?? [])].map(([name, content]) => ({
            name,
            content: Buffer.from(content),
          }))
          const whole = fakeZip(files)
          for (const [at, byte] of flips) whole[Math.floor(whole.length * at)] = byte
          const source = await readPackage(kept > 0.5 ? whole : whole.subarray(0, Math.floor(whole.length * kept * 2)))
          expect(() => resolvePackage(source)).not.toThrow()
        },
      ),
      { seed, numRuns: Math.ceil(RUNS / 3) },
    )
  }, 300_000)
})
