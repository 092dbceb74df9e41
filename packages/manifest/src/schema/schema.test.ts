import { describe, expect, it } from 'vitest'
import { found, resolved, rulesOf } from '../testing/resolved.ts'
import { AGENT, MANIFEST, PLUGIN } from '../testing/samples.ts'
import { officialSchema, type SchemaKind, versionsOf } from './official.ts'

const withManifest = (changes: object) => resolved({ 'manifest.json': { ...MANIFEST, ...changes } })

describe('packages 1.11, step 5: the published schemas', () => {
  const kinds: readonly SchemaKind[] = ['app', 'language', 'responseTemplate', 'declarativeAgent', 'plugin']

  it('are all at hand', () => {
    expect(versionsOf('app')).toEqual(
      expect.arrayContaining(['v1.0', 'v1.11', 'v1.17', 'v1.19', 'v1.30', 'vDevPreview']),
    )
    expect(versionsOf('declarativeAgent')).toEqual(['v1.0', 'v1.2', 'v1.3', 'v1.4', 'v1.5', 'v1.6', 'v1.7', 'v1.8'])
    expect(versionsOf('plugin')).toEqual(['v2.1', 'v2.2', 'v2.3', 'v2.4'])
  })

  it('compile, and refuse what is no such document', () => {
    const some = (kind: SchemaKind) =>
      kind === 'app' || kind === 'language' ? ['v1.11', 'v1.19', 'v1.30', 'vDevPreview'] : versionsOf(kind)
    const accepted = kinds.flatMap((kind) =>
      some(kind)
        .filter((version) => officialSchema(kind, version).validate([], false) === null)
        .map((version) => `${kind} ${version}`),
    )
    expect(accepted).toEqual([])
  })

  it.each([
    ['1.24', 'v1.24', true],
    ['1.18', 'v1.17', false],
    ['1.99', 'v1.30', false],
    ['2.0', 'v1.30', false],
    ['0.4', 'v1.0', false],
    ['devpreview', 'vDevPreview', true],
    ['m365DevPreview', 'v1.30', false],
  ])('for %s are those of %s', (wanted, version, isExact) => {
    expect(officialSchema('app', wanted)).toMatchObject({ version, isExact })
  })
})

describe('packages 1.10: what a schema refuses, in words', () => {
  it('accepts the sample package', () => {
    expect(rulesOf(resolved(), 'load', 'strict')).toEqual([])
  })

  it.each([
    ['schema.required', { developer: { name: 'L' } }, '/developer', "'websiteUrl' is missing."],
    ['schema.unknown-member', { nmae: 1 }, '/nmae', "'nmae' is not known in v1.24."],
    ['schema.type', { isFullScreen: 'yes' }, '/isFullScreen', 'This must be boolean, not string.'],
    ['schema.value', { permissions: ['fly'] }, '/permissions/0', "'fly' is not allowed here."],
    ['schema.form', { id: 'berths' }, '/id', "'berths' is not a GUID."],
    ['manifest.version', { version: '1.0' }, '/version', "'1.0' is not of the form MAJOR.MINOR.PATCH."],
    [
      'schema.too-long',
      { name: { short: 'x'.repeat(31), full: 'x' } },
      '/name/short',
      'The text has 31 characters; 30 are the most.',
    ],
    [
      'schema.too-many',
      { devicePermissions: ['geolocation', 'media', 'notifications', 'midi', 'openExternal', 'x'] },
      '/devicePermissions',
      'There are 6 entries; 5 are the most.',
    ],
  ] as const)('%s', (rule, changes, pointer, message) => {
    expect(found(withManifest(changes), rule)).toContainEqual({ file: 'manifest.json', pointer, message })
  })

  it('tells of alternatives only the one that fits best', () => {
    const runtimes = [
      {
        type: 'RemoteMCPServer',
        auth: { type: 'None' },
        spec: { url: 'https://tides.example/mcp', enable_dynamic_discovery: false },
      },
    ]
    const pkg = resolved({ 'actions/berths.json': { ...PLUGIN, runtimes } })
    expect(found(pkg, 'schema.unknown-member')).toMatchObject([
      { pointer: '/runtimes/0/spec/enable_dynamic_discovery' },
    ])
    expect(rulesOf(pkg, 'strict')).toEqual(['schema.unknown-member'])
  })

  it('does not blame a package for alternatives that overlap', () => {
    const mcp = (spec: object) => [
      { type: 'RemoteMCPServer', auth: { type: 'None' }, spec: { url: 'https://tides.example/mcp', ...spec } },
    ]
    for (const spec of [
      {},
      { mcp_tool_description: { file: 'tools.json' } },
      { mcp_tool_description: { tools: [] } },
    ]) {
      const pkg = resolved({
        'actions/berths.json': { ...PLUGIN, runtimes: mcp(spec) },
        'actions/tools.json': { tools: [] },
      })
      expect(rulesOf(pkg, 'strict'), JSON.stringify(spec)).toEqual([])
    }
  })

  it('leaves alone what waits for its environment', () => {
    expect(rulesOf(withManifest({ id: `$${'{{ID}}'}`, accentColor: `$${'{{COLOUR}}'}` }), 'strict')).toEqual([])
  })

  it('checks agents by their own version', () => {
    const starters = Array.from({ length: 7 }, (_, n) => ({ text: `Question ${n}` }))
    const rules = (version: string) =>
      rulesOf(resolved({ 'agent.json': { ...AGENT, version, conversation_starters: starters } }), 'strict')
    expect([rules('v1.5'), rules('v1.6')]).toEqual([['schema.too-many'], []])
  })
})
