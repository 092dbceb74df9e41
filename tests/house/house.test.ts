// The house rules that a machine can check: who may know whom, one way out, errors from registries, no strangers' tables.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { text } from '../../apps/web/src/messages.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Imports point to earlier entries only. docs/design of the house: who may know whom. */
const ORDER = [
  'wire',
  'store',
  'egress',
  'kql',
  'embed',
  'audit',
  'directory',
  'vault',
  'index',
  'authority',
  'connectors',
  'manifest',
  'skills',
  'catalog',
  'search',
  'orchestrator',
  'server',
]
/**
 * The client and the pages speak to the server over HTTP; of the packages they may use the wire shapes only. The client
 * may also read app packages: that needs no server, and a package is inspected before there is one to send it to.
 * docs/decisions/0004-inspect-without-a-server.md
 */
const CLIENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['cli', ['wire', 'manifest']],
  ['web', ['wire']],
])

interface Source {
  readonly path: string
  readonly owner: string
  readonly text: string
}

const sources: readonly Source[] = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group)).flatMap((owner) =>
    filesBelow(join(ROOT, group, owner))
      .filter((path) => /\.(tsx?|cjs|js)$/.test(path))
      .map((path) => ({ path: relative(ROOT, path), owner, text: readFileSync(path, 'utf8') })),
  ),
)
const product = sources.filter(({ path }) => !isTest(path))
const serverSide = product.filter(({ owner }) => !CLIENTS.has(owner))

function isTest(path: string): boolean {
  return /\.(test|suite)\.tsx?$|\/(test|testing|suite|fixtures|dev)\/|fake-/.test(path)
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    if (name === 'node_modules' || name === 'dist') return []
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesBelow(path) : [path]
  })
}

function importsOf(text: string): string[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^;'"`]*?\bfrom '([^']+)'|(?:^|\n)import '([^']+)'|\bimport\('([^']+)'\)/g
  return [...text.matchAll(pattern)].map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? '')
}

function linesMatching(files: readonly Source[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, n) =>
        pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line) ? [`${path}:${n + 1} ${line.trim()}`] : [],
      ),
  )
}

describe('who may know whom', () => {
  it('sees every package in the order', () => {
    const owners = readdirSync(join(ROOT, 'packages'))
    expect(owners.length).toBeGreaterThan(0)
    expect(owners.filter((owner) => !ORDER.includes(owner))).toEqual([])
  })

  it('imports point one way', () => {
    const wrong = product.flatMap(({ path, owner, text }) =>
      importsOf(text).flatMap((name) => {
        const target = /^@jumpseat\/([\w-]+)/.exec(name)?.[1]
        if (target === undefined || target === owner) return []
        const allowed = CLIENTS.get(owner)?.includes(target) ?? ORDER.indexOf(target) < ORDER.indexOf(owner)
        return allowed ? [] : [`${path} imports ${name}`]
      }),
    )
    expect(wrong).toEqual([])
  })

  it('nobody reaches into the inside of another package', () => {
    const wrong = sources.flatMap(({ path, owner, text }) =>
      importsOf(text)
        .filter((name) => /^@jumpseat\/[\w-]+\/./.test(name) || (name.startsWith('.') && leaves(path, name, owner)))
        .map((name) => `${path} imports ${name}`),
    )
    expect(wrong.filter((line) => !isTest(line.split(' ')[0] ?? ''))).toEqual([])
  })

  it('each package names what it imports in its package.json', () => {
    const wrong = product.flatMap(({ path, owner, text }) => {
      const group = path.split('/')[0] ?? ''
      const manifest = JSON.parse(readFileSync(join(ROOT, group, owner, 'package.json'), 'utf8'))
      const named = new Set(Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
      return importsOf(text)
        .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
        .map((name) =>
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        )
        .filter((name) => !named.has(name) && name !== manifest.name && !path.endsWith('vite.config.ts'))
        .map((name) => `${path} imports ${name}`)
    })
    expect(wrong).toEqual([])
  })

  it('no package reads the tables of another', () => {
    const ownerOf = new Map<string, string>()
    for (const { owner, text } of product) {
      for (const [, table] of text.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/g))
        if (table) ownerOf.set(table, owner)
    }
    expect(ownerOf.size).toBeGreaterThan(5)
    const used = /(?:FROM|INTO|UPDATE|JOIN|selectFrom\(|insertInto\(|updateTable\(|deleteFrom\()\s*['"`]?(\w+)/g
    const wrong = product.flatMap(({ path, owner, text }) =>
      [...text.matchAll(used)].flatMap(([, table]) => {
        const other = ownerOf.get(table ?? '')
        return other !== undefined && other !== owner ? [`${path} uses ${table} of ${other}`] : []
      }),
    )
    expect(wrong).toEqual([])
  })
})

function leaves(path: string, name: string, owner: string): boolean {
  const target = join(path, '..', name)
  return !target.split('/').includes(owner)
}

describe('one way out', () => {
  const outside = serverSide.filter(({ owner }) => owner !== 'egress')

  it('only egress opens outbound connections', () => {
    const pattern =
      /(?<![\w.])fetch\(|\bglobalThis(\.fetch\b|\[)|https?\.(request|get)\(|new (Agent|WebSocket|EventSource|XMLHttpRequest|Socket)\(|\b(net|tls|http2|dgram)\.(connect|createConnection|createSocket)\(/
    expect(linesMatching(outside, pattern)).toEqual([])
  })

  it('only egress imports what could', () => {
    const clients = /^(undici|axios|got|node-fetch|ky|superagent|ws|(node:)?dgram)$/
    const wrong = outside.flatMap(({ path, text }) =>
      importsOf(text)
        .filter((name) => clients.test(name))
        .map((name) => `${path} imports ${name}`),
    )
    expect(wrong).toEqual([])
  })

  it('the parts of Node that can both serve and call are used to serve', () => {
    const wrong = linesMatching(
      outside,
      /import .*\b(request|get|connect|createConnection)\b.* from '(node:)?(https?|http2|net|tls)'/,
    )
    expect(wrong).toEqual([])
  })

  it('libraries that call out are given egress’s fetch', () => {
    const transports = /new (StreamableHTTPClientTransport|SSEClientTransport|StdioClientTransport)\(/
    const wrong = outside.filter(({ text }) => transports.test(text) && !/\bplatformFetch\b/.test(text))
    expect(wrong.map(({ path }) => path)).toEqual([])
    expect(linesMatching(outside, /StdioClientTransport|client\/stdio/)).toEqual([])
  })
})

describe('errors', () => {
  it('come from the registries', () => {
    expect(linesMatching(serverSide, /throw new (Error|TypeError|RangeError)\(/)).toEqual([])
  })
})

describe('types', () => {
  it('are never escaped', () => {
    expect(linesMatching(product, /: any\b|as any\b|<any>|@ts-ignore|@ts-nocheck/)).toEqual([])
  })
})

describe('what administrators change', () => {
  it('has a name on the audit page', () => {
    const recorded = serverSide.flatMap(({ text: source }) =>
      source
        .split('\n')
        .filter((line) => /\baction(?::| =)|\brecordOf\(/.test(line))
        .flatMap((line) => [...line.matchAll(/'([a-z][A-Za-z]*(?:\.[A-Za-z]+)+)'/g)].map(([, action = '']) => action)),
    )
    expect(recorded.length).toBeGreaterThan(30)
    expect(recorded.filter((action) => !Object.hasOwn(text.audit.actions, action))).toEqual([])
  })
})

describe('every package', () => {
  it('has a README', () => {
    const missing = readdirSync(join(ROOT, 'packages')).filter((name) => {
      try {
        return readFileSync(join(ROOT, 'packages', name, 'README.md'), 'utf8').length < 80
      } catch {
        return true
      }
    })
    expect(missing).toEqual([])
  })
})
