// Packages made to hurt: each must be refused, or its bad part left out, with a finding of severity `error`.
// security: 2.17, 2.20, 2.21, 2.22.
import { deflateRawSync } from 'node:zlib'
import type { JsonObject } from '@jumpseat/wire'
import { AGENT, MANIFEST, OPENAPI, PLUGIN, wholePackage } from './samples.ts'
import { type FakeEntry, fakeZip, zipOf } from './zip.ts'

export interface Hostile {
  readonly name: string
  readonly bytes: () => Buffer
}

const MB = 1_000_000
const manifest: FakeEntry = { name: 'manifest.json', content: JSON.stringify(MANIFEST) }
const zeros = (size: number) => deflateRawSync(Buffer.alloc(size))
const zip = (name: string, entries: () => readonly FakeEntry[], end = {}): Hostile => ({
  name,
  bytes: () => fakeZip([manifest, ...entries()], end),
})
const spoiled = (name: string, changes: () => Readonly<Record<string, unknown>>): Hostile => ({
  name,
  bytes: () => zipOf(wholePackage(changes())),
})
const bytes = (name: string, make: () => Buffer): Hostile => ({ name, bytes: make })

const whole = () => zipOf(wholePackage())
const part = (share: number) => () => whole().subarray(0, Math.floor(whole().length * share))

const broken: readonly Hostile[] = [
  bytes('no bytes', () => Buffer.alloc(0)),
  bytes('two letters', () => Buffer.from('PK')),
  bytes('a signature alone', () => Buffer.from('PK\x03\x04')),
  bytes('zeros', () => Buffer.alloc(65_536)),
  bytes('an end without a directory', () => fakeZip([])),
  bytes('a tar', () => Buffer.from('manifest.json'.padEnd(257, '\0') + 'ustar'.padEnd(255, '\0'))),
  ...[0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map((share) => bytes(`cut after ${share * 100} %`, part(share))),
  bytes('cut by one byte', () => whole().subarray(0, -1)),
  bytes('begun one byte late', () => whole().subarray(1)),
  bytes('a megabyte in front', () => Buffer.concat([Buffer.alloc(MB), whole()])),
  zip('more entries announced', () => [], { entries: 9 }),
  zip('65,535 entries announced', () => [], { entries: 65_535 }),
  zip('a directory beyond the end', () => [], { directoryOffset: 0x7fffffff }),
  zip('a directory inside the first entry', () => [], { directoryOffset: 7 }),
  zip('a comment that is not there', () => [], { commentLength: 900 }),
  zip('a wrong checksum', () => [{ name: 'a.txt', content: 'berth', crc: 1 }]),
  zip('a size too small', () => [{ name: 'a.txt', content: 'a berth by the quay', size: 3 }]),
  zip('a size too large', () => [{ name: 'a.txt', content: 'berth', size: 3_000 }]),
  zip('bytes that are no deflate', () => [{ name: 'a.txt', content: 'berth', packed: Buffer.alloc(40, 0xff) }]),
  zip('a stored entry of another size', () => [{ name: 'a.txt', content: 'berth', method: 0, size: 4 }]),
  zip('two names for one entry', () => [{ name: 'a.txt', localName: 'b.txt', content: 'berth' }]),
  zip('no header in front', () => [{ name: 'a.txt', content: 'berth', localSignature: 0 }]),
  zip('an entry beyond the end', () => [{ name: 'a.txt', content: 'berth', offset: 0x7ffffff0 }]),
  zip('an entry longer than the archive', () => [{ name: 'a.txt', content: 'berth', packedSize: 0x7fffffff }]),
]

const named: readonly Hostile[] = [
  ['up', '../evil.txt'],
  ['up from within', 'a/../../evil.txt'],
  ['up and back', 'a/../b.txt'],
  ['up with backslashes', '..\\evil.txt'],
  ['an absolute path', '/etc/passwd'],
  ['a drive', 'C:/evil.txt'],
  ['a drive with backslashes', 'C:\\evil.txt'],
  ['another machine', '\\\\host\\share\\evil.txt'],
  ['up alone', '..'],
  ['a zero byte', 'a\0.txt'],
  ['a line break', 'a\n.txt'],
  ['an escape sequence', '\u001b[31ma.txt'],
  ['text that runs backwards', 'a\u202etxt.exe'],
  ['another stream', 'manifest.json:evil'],
  ['a dot at the end', 'manifest.json.'],
  ['a space at the end', 'manifest.json '],
  ['600 characters', `${'a'.repeat(600)}.txt`],
  ['60,000 characters', `${'a'.repeat(60_000)}.txt`],
  ['40 folders', `${'a/'.repeat(40)}b.txt`],
].map(([what, name]) => zip(`a name: ${what}`, () => [{ name: name ?? '', content: 'x' }]))

const collisions: readonly Hostile[] = [
  zip('the manifest twice', () => [manifest]),
  zip('the manifest in capitals', () => [{ ...manifest, name: 'MANIFEST.json' }]),
  zip('two spellings of é', () => [
    { name: '\u00e9.txt', content: '1' },
    { name: 'e\u0301.txt', content: '2' },
  ]),
  zip('a file that is a folder', () => [
    { name: 'a', content: '1' },
    { name: 'a/b', content: '2' },
  ]),
  zip('a folder that is a file', () => [
    { name: 'a/b', content: '2' },
    { name: 'A', content: '1' },
  ]),
  zip('slash and backslash', () => [
    { name: 'a/b', content: '1' },
    { name: 'a\\b', content: '2' },
  ]),
]

const kinds: readonly Hostile[] = [
  zip('a link to a file', () => [{ name: 'agent.json', content: '/etc/passwd', mode: 0o120777 }]),
  zip('a link to a folder', () => [{ name: 'actions', content: '/', mode: 0o120777 }]),
  zip('a pipe', () => [{ name: 'a', mode: 0o010644 }]),
  zip('a device', () => [{ name: 'a', mode: 0o020644 }]),
  zip('a disk', () => [{ name: 'a', mode: 0o060644 }]),
  zip('a socket', () => [{ name: 'a', mode: 0o140644 }]),
  zip('an encrypted entry', () => [{ name: 'a', content: 'x', flags: 0x801 }]),
  zip('a strongly encrypted entry', () => [{ name: 'a', content: 'x', flags: 0x841 }]),
  ...[1, 6, 9, 12, 14, 93, 95, 98, 99].map((method) =>
    zip(`method ${method}`, () => [{ name: 'a', content: 'x', packed: Buffer.from('x'), method }]),
  ),
]

const bombs: readonly Hostile[] = [
  zip('100 MB of zeros', () => [{ name: 'a', packed: zeros(100 * MB), size: 100 * MB }]),
  zip('20 MB of zeros', () => [{ name: 'a', packed: zeros(20 * MB), size: 20 * MB }]),
  zip('20 MB that claim to be 100 bytes', () => [{ name: 'a', packed: zeros(20 * MB), size: 100 }]),
  zip('4 GB announced', () => [{ name: 'a', content: 'x', size: 0xfffffffe }]),
  zip('100 times 2 MB', () =>
    Array.from({ length: 100 }, (_, n) => ({ name: `a${n}`, packed: zeros(2 * MB), size: 2 * MB })),
  ),
  zip('one run of bytes, 300 entries', () =>
    Array.from({ length: 300 }, (_, n) => ({ name: `a${n}`, localName: 'a', content: 'x'.repeat(9_000), offset: 0 })),
  ),
  bytes('entries inside entries', () => {
    const first = fakeZip([{ name: 'a', content: 'x'.repeat(500), method: 0 }])
    return fakeZip([
      manifest,
      { name: 'a', method: 0, content: first },
      { name: 'b', method: 0, content: 'x', offset: 400 },
    ])
  }),
  zip('501 entries', () => Array.from({ length: 500 }, (_, n) => ({ name: `a${n}`, content: 'x' }))),
  zip('20,000 entries', () => Array.from({ length: 20_000 }, (_, n) => ({ name: `a${n}`, content: '' }))),
  bytes('an archive in an archive', () => fakeZip([{ name: 'app.zip', content: whole() }])),
]

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth)
const text = (content: string | Buffer) => () => ({ 'manifest.json': content })

const documents: readonly Hostile[] = [
  spoiled('a manifest: nothing', text('')),
  spoiled('a manifest: null', text('null')),
  spoiled('a manifest: a list', text('[]')),
  spoiled('a manifest: a text', text('"manifest"')),
  spoiled('a manifest: half', text(JSON.stringify(MANIFEST).slice(0, 300))),
  spoiled('a manifest: 100,000 lists', text(deep('[', ']', 100_000))),
  spoiled('a manifest: 100,000 objects', text(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)),
  spoiled('a manifest: a million opening brackets', text('['.repeat(MB))),
  spoiled('a manifest: a million commas', text(`[${','.repeat(MB)}]`)),
  spoiled('a manifest: a text that does not end', text(`{"id":"${'a'.repeat(MB)}`)),
  spoiled('a manifest: a comment that does not end', text(`/*${'*'.repeat(MB)}`)),
  spoiled('a manifest: 200,000 comments', text(`{${'//\n'.repeat(200_000)}`)),
  spoiled('a manifest: 100,000 lost commas', text(`[${'"\t" '.repeat(100_000)}`)),
  spoiled('a manifest: 50,000 keys, each twice', text(`{${'"a":1,"a":2,'.repeat(50_000)}`)),
  spoiled('a manifest: 50,000 placeholders', text(`[${`\${{A}},`.repeat(50_000)}`)),
  spoiled('a manifest: 5 MB', text(`{"id":"${'a'.repeat(5 * MB)}"}`)),
  spoiled('a manifest: random bytes', text(Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 251)))),
  spoiled('a manifest: zero bytes', text(Buffer.alloc(10_000))),
  spoiled('a manifest: YAML that multiplies', text(laughs('manifestVersion: "1.24"'))),
  spoiled('a manifest: lists of 100,000', () => ({
    'manifest.json': { ...withAgent('nowhere.json'), ...lists(100_000) },
  })),
  spoiled('a manifest: lists of 1,900', () => ({ 'manifest.json': { ...withAgent('nowhere.json'), ...lists(1_900) } })),
  spoiled('a manifest: texts that patterns dislike', () => ({
    'manifest.json': { ...withAgent('nowhere.json'), version: '1'.repeat(500_000), id: '-'.repeat(500_000) },
  })),
  spoiled('an agent outside the package', () => ({ 'manifest.json': withAgent('../../../etc/passwd') })),
  spoiled('an agent that is an address', () => ({ 'manifest.json': withAgent('https://evil.example/agent.json') })),
  spoiled('an agent that is the manifest', () => ({ 'manifest.json': withAgent('manifest.json') })),
  spoiled('an agent that is missing', () => ({ 'manifest.json': withAgent('nowhere.json') })),
  spoiled('an agent that is an image', () => ({ 'manifest.json': withAgent('color.png') })),
  spoiled('instructions outside the package', () => ({
    'agent.json': { ...AGENT, instructions: "$[file('../../etc/passwd')]" },
  })),
  spoiled('one text, 100,000 times', () => ({
    'agent.json': { ...AGENT, instructions: "$[file('instructions.txt')]".repeat(30_000) },
    'instructions.txt': 'a'.repeat(100_000),
  })),
  spoiled('an action that is the agent', () => ({
    'agent.json': { ...AGENT, actions: [{ id: 'a', file: 'agent.json' }] },
  })),
  spoiled('a plugin: a list', () => ({ 'actions/berths.json': [1, 2, 3] })),
  spoiled('a plugin: YAML that multiplies', () => ({ 'actions/berths.json': laughs('schema_version: v2.4') })),
  spoiled('a plugin whose document is itself', () => ({ 'actions/berths.json': withSpec({ url: 'berths.json' }) })),
  spoiled('a document outside the package', () => ({
    'actions/berths.json': withSpec({ url: '../../../etc/passwd' }),
  })),
  spoiled('a document on this machine', () => ({ 'actions/berths.json': withSpec({ url: 'file:///etc/passwd' }) })),
  spoiled('a document in the cloud of the server', () => ({
    'actions/berths.json': withSpec({ url: 'http://169.254.169.254/latest' }),
  })),
  spoiled('a runtime that starts a program', () => ({
    'actions/berths.json': { ...PLUGIN, runtimes: [{ type: 'stdio', spec: { command: 'rm', args: ['-rf', '/'] } }] },
  })),
  spoiled('100,000 functions without a name', () => ({
    'actions/berths.json': { ...PLUGIN, functions: Array.from({ length: 100_000 }, () => ({})) },
  })),
  spoiled('3,000 functions that nothing serves', () => ({
    'actions/berths.json': { ...PLUGIN, functions: Array.from({ length: 3_000 }, (_, n) => ({ name: `f${n}` })) },
  })),
  spoiled('an agent whose texts repeat a word', () => ({
    'agent.json': {
      ...AGENT,
      description: 'web'.repeat(300_000),
      instructions: 'web'.repeat(300_000),
      capabilities: [{ name: 'WebSearch' }],
      actions: [{ id: 'a' }],
    },
  })),
  spoiled('400 plugins with one document of 1,900 operations', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 1_900 }, (_, n) => [`/a${n}`, { get: { operationId: `a${n}` } }]),
    )
    const plugin = { ...PLUGIN, functions: undefined, runtimes: [{ type: 'OpenApi', spec: { url: 'all.json' } }] }
    const names = Array.from({ length: 400 }, (_, n) => `p${n}.json`)
    return {
      ...Object.fromEntries(names.map((name) => [name, plugin])),
      'all.json': { openapi: '3.0.0', servers: [{ url: 'https://a.example' }], paths },
      'agent.json': { ...AGENT, actions: names.map((file) => ({ id: file, file })) },
    }
  }),
  spoiled('1,000 agents, plugins and runtimes in the same files', () => ({
    'manifest.json': {
      ...MANIFEST,
      copilotAgents: {
        declarativeAgents: Array.from({ length: 1_000 }, (_, n) => ({ id: `${n}`, file: 'agent.json' })),
      },
    },
    'agent.json': {
      ...AGENT,
      actions: Array.from({ length: 1_000 }, (_, n) => ({
        id: `${n}`,
        file: n % 2 === 0 ? 'bad.json' : 'actions/berths.json',
      })),
    },
    'bad.json': { padding: Array.from({ length: 50_000 }, (_, n) => n) },
    'actions/berths.json': {
      ...PLUGIN,
      runtimes: Array.from({ length: 1_000 }, () => ({
        type: 'RemoteMCPServer',
        spec: { url: 'https://a.example', mcp_tool_description: { file: 'tools.json' } },
      })),
    },
    'actions/tools.json': { tools: Array.from({ length: 1_000 }, (_, n) => ({ name: `t${n}` })) },
  })),
  spoiled('patterns that never match', () => ({
    'actions/berths.json': {
      ...PLUGIN,
      functions: Array.from({ length: 500 }, (_, n) => ({ name: `${'a'.repeat(500)}${n}` })),
      runtimes: [
        {
          type: 'OpenApi',
          spec: { url: 'openapi.yml' },
          run_for_functions: Array.from({ length: 100 }, () => `${'*a'.repeat(200)}b`),
        },
      ],
    },
  })),
]

/** The lists of a manifest whose entries must differ. */
function lists(length: number): JsonObject {
  const entries = Array.from({ length }, (_, n) => ({ id: `${n}` }))
  return {
    permissions: entries,
    devicePermissions: entries,
    validDomains: entries,
    supportedChannelTypes: entries,
    configurableProperties: entries,
  }
}

function withAgent(file: string): JsonObject {
  return { ...MANIFEST, copilotAgents: { declarativeAgents: [{ id: 'a', file }] } }
}

function withSpec(spec: JsonObject): JsonObject {
  return { ...PLUGIN, runtimes: [{ type: 'OpenApi', auth: { type: 'None' }, spec }] }
}

/** Nine levels of ten aliases each. */
function laughs(first: string): string {
  const levels = Array.from(
    { length: 9 },
    (_, n) => `a${n + 1}: &a${n + 1} [${Array.from({ length: 10 }, () => `*a${n}`).join(', ')}]`,
  )
  return `${first}\na0: &a0 berth\n${levels.join('\n')}\n`
}

const openapi = (name: string, document: () => string | JsonObject) =>
  spoiled(`OpenAPI: ${name}`, () => ({ 'actions/openapi.yml': document() }))

const descriptions: readonly Hostile[] = [
  openapi('cut', () => OPENAPI.slice(0, 420)),
  openapi('without paths', () => ({ openapi: '3.0.0' })),
  openapi('paths that are a list', () => ({ openapi: '3.0.0', paths: [1] })),
  openapi('aliases that multiply', () => laughs('openapi: 3.0.0')),
  openapi('an alias of itself', () => 'openapi: 3.0.0\npaths: &p\n  /a: *p\n'),
  openapi('50,000 levels', () => `openapi: 3.0.0\npaths: ${deep('[', ']', 50_000)}`),
  openapi('1,400 indents', () => Array.from({ length: 1_400 }, (_, n) => `${' '.repeat(n)}a:`).join('\n')),
  openapi('100,000 aliases', () => '*a '.repeat(100_000)),
  openapi('100,000 tags', () => '!!x '.repeat(100_000)),
  openapi('a million quotes', () => '"'.repeat(MB + 1)),
  openapi('a path that is a circle', () => ({
    openapi: '3.0.0',
    paths: { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' } },
  })),
  openapi(
    'references outside',
    () => `${OPENAPI}    Far: { $ref: "file:///etc/passwd" }\n    Near: { $ref: "http://169.254.169.254/" }\n`,
  ),
  openapi('2,000 operations that refer to another machine', () => ({
    openapi: '3.0.0',
    paths: Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [
        `/a${n}`,
        {
          parameters: Array.from({ length: 20 }, () => ({ $ref: 'http://169.254.169.254/#/p' })),
          ...Object.fromEntries(
            ['get', 'put', 'post', 'delete', 'patch'].map((method) => [method, { operationId: `${method}${n}` }]),
          ),
        },
      ]),
    ),
  })),
  openapi('a chain of 5,000 references', () => ({
    openapi: '3.0.0',
    paths: { '/a': { get: { operationId: 'findBerths', parameters: [{ $ref: '#/components/parameters/p0' }] } } },
    components: {
      parameters: Object.fromEntries(
        Array.from({ length: 5_000 }, (_, n) => [`p${n}`, { $ref: `#/components/parameters/p${n + 1}` }]),
      ),
    },
  })),
  openapi('20,000 references to files that are not there, and out of the package', () => ({
    openapi: '3.0.0',
    paths: { '/a': { get: { operationId: 'findBerths' } } },
    components: {
      schemas: Object.fromEntries(
        Array.from({ length: 20_000 }, (_, n) => [`s${n}`, { $ref: `${n % 2 === 0 ? '' : '../../../'}f${n}.yml#/x` }]),
      ),
    },
  })),
  openapi('a server that is a program', () => OPENAPI.replace('https://berths.example/api', 'javascript:alert(1)')),
]

export const HOSTILE: readonly Hostile[] = [
  ...broken,
  ...named,
  ...collisions,
  ...kinds,
  ...bombs,
  ...documents,
  ...descriptions,
]
