import { describe, expect, it } from 'vitest'
import { found, resolved, resolvedFrom, rulesOf } from '../testing/resolved.ts'
import { OPENAPI, PLUGIN } from '../testing/samples.ts'
import type { AppPackage } from '../types.ts'

const pluginOf = (pkg: AppPackage) => pkg.plugins[0]
const withPlugin = (changes: object, files = {}) =>
  resolved({ 'actions/berths.json': { ...PLUGIN, ...changes }, ...files })
const functionsOf = (pkg: AppPackage) => pluginOf(pkg)?.functions.map(({ name, binding }) => [name, binding.kind])
const runtime = (changes: object) => ({
  type: 'OpenApi',
  auth: { type: 'None' },
  spec: { url: 'openapi.yml' },
  ...changes,
})

describe('packages 2.2: plugins', () => {
  it('are resolved with functions bound to operations', () => {
    const pkg = resolved()
    expect(rulesOf(pkg, 'load', 'strict')).toEqual([])
    expect(pluginOf(pkg)).toMatchObject({
      key: 'actions/berths.json',
      form: 'plugin',
      schemaVersion: 'v2.4',
      namespace: 'berthdesk',
    })
    expect(pluginOf(pkg)?.functions.map(({ name, binding }) => [name, binding])).toMatchObject([
      [
        'findBerths',
        {
          kind: 'operation',
          runtime: 0,
          operation: { method: 'get', path: '/berths', pointer: '/paths/~1berths/get' },
        },
      ],
      ['bookBerth', { kind: 'operation', operation: { method: 'post', path: '/berths/{id}/booking' } }],
    ])
  })

  it('without functions offer every operation, or those that a runtime names', () => {
    expect(functionsOf(withPlugin({ functions: undefined, runtimes: [runtime({})] }))).toEqual([
      ['findBerths', 'operation'],
      ['bookBerth', 'operation'],
    ])
    expect(functionsOf(withPlugin({ functions: [], runtimes: [runtime({ run_for_functions: ['book*'] })] }))).toEqual([
      ['bookBerth', 'operation'],
    ])
  })

  it('add a function that a runtime serves by name and that is not listed', () => {
    const pkg = withPlugin({ functions: [{ name: 'findBerths' }] })
    expect(functionsOf(pkg)).toEqual([
      ['findBerths', 'operation'],
      ['bookBerth', 'operation'],
    ])
    expect(rulesOf(pkg, 'load')).toEqual(['function.not-listed'])
  })

  it('derive a namespace, and report one that is not plain', () => {
    expect(pluginOf(withPlugin({ namespace: undefined }))?.namespace).toBe('BerthDesk')
    expect(rulesOf(withPlugin({ namespace: 'berth desk!' }), 'load')).toEqual(['plugin.namespace'])
    expect(rulesOf(withPlugin({ namespace: 'berth_desk' }), 'load', 'strict')).toEqual(['schema.form'])
  })

  it('of an unnumbered v2 or without a version are read as v2.1', () => {
    expect(pluginOf(withPlugin({ schema_version: 'v2' }))?.schemaVersion).toBe('v2.1')
    expect(rulesOf(withPlugin({ schema_version: undefined }), 'load')).toContain('plugin.no-version')
  })
})

describe('packages 2.3: functions', () => {
  it('keep their own parameters, without a default of null', () => {
    const parameters = {
      type: 'object',
      properties: {
        length: { type: 'number', default: null },
        harbour: { type: 'string', default: 'east' },
        ['__proto__']: { type: 'boolean' },
      },
      required: ['length', 'nothing'],
    }
    const pkg = withPlugin({ functions: [{ name: 'findBerths', parameters }] })
    expect(pluginOf(pkg)?.functions[0]?.parameters).toEqual({
      type: 'object',
      properties: {
        length: { type: 'number' },
        harbour: { type: 'string', default: 'east' },
        ['__proto__']: { type: 'boolean' },
      },
      required: ['length'],
    })
  })

  it('take their description from the operation where they have none', () => {
    const pkg = withPlugin({ functions: [{ name: 'findBerths' }, { name: 'bookBerth', description: 'Books.' }] })
    expect(pluginOf(pkg)?.functions.map(({ description }) => description)).toEqual(['Free berths', 'Books.'])
  })

  it('keep states, of which a text replaces and a list adds', () => {
    const states = {
      reasoning: { description: 'Think', instructions: 'Only east.', examples: 'One' },
      responding: { instructions: ['Be brief.', 'Be kind.'] },
    }
    expect(pluginOf(withPlugin({ functions: [{ name: 'findBerths', states }] }))?.functions[0]?.states).toEqual({
      reasoning: { description: 'Think', instructions: 'Only east.', examples: ['One'] },
      responding: { description: undefined, instructions: ['Be brief.', 'Be kind.'], examples: [] },
    })
  })

  it('are drafts, with a finding, when nothing serves them or nothing fits', () => {
    const pkg = withPlugin({
      functions: [{ name: 'findBerths' }, { name: 'tides' }, { name: 'moor' }],
      runtimes: [runtime({ run_for_functions: ['findBerths', 'moor'] })],
    })
    expect(functionsOf(pkg)).toEqual([
      ['findBerths', 'operation'],
      ['tides', 'draft'],
      ['moor', 'draft'],
    ])
    expect(found(pkg, 'function.unbound')).toMatchObject([{ pointer: '/functions/1' }])
    expect(found(pkg, 'function.no-operation')).toMatchObject([{ pointer: '/functions/2' }])
  })

  it('find an operation that is spelled otherwise', () => {
    const spec = OPENAPI.replace('operationId: findBerths', 'operationId: find.berths')
    expect(
      functionsOf(
        withPlugin({ functions: [{ name: 'find_berths' }], runtimes: [runtime({})] }, { 'actions/openapi.yml': spec }),
      ),
    ).toEqual([['find_berths', 'operation']])
    const near = withPlugin(
      { functions: [{ name: 'FindBerths' }], runtimes: [runtime({})] },
      { 'actions/openapi.yml': spec },
    )
    expect([functionsOf(near), rulesOf(near, 'load')]).toEqual([
      [['FindBerths', 'operation']],
      ['function.operation-spelling'],
    ])
  })

  it('are bound to the first of two runtimes that can', () => {
    const pkg = withPlugin({
      runtimes: [
        runtime({ spec: { url: 'nowhere.yml' } }),
        runtime({ auth: { type: 'OAuthPluginVault', reference_id: 'cfg' } }),
      ],
    })
    expect(pluginOf(pkg)?.functions.map(({ binding }) => binding)).toMatchObject([
      { kind: 'operation', runtime: 1 },
      { kind: 'operation', runtime: 1 },
    ])
    expect(rulesOf(pkg, 'load', 'strict')).toEqual(['function.two-runtimes', 'reference.missing'])
  })
})

describe('packages 2.4 and 2.5: confirmation and response semantics', () => {
  const withCapabilities = (capabilities: object, files = {}) =>
    withPlugin({ functions: [{ name: 'findBerths', capabilities }, { name: 'bookBerth' }] }, files)
  const first = (pkg: AppPackage) => pluginOf(pkg)?.functions[0]

  it('read another type of confirmation as a card', () => {
    const pkg = withCapabilities({
      confirmation: {
        type: 'modal',
        body: 'Length {{ function.parameters.length }}, {{function.parameters.draught}}',
        isNonConsequential: true,
      },
    })
    expect(first(pkg)?.confirmation).toEqual({
      type: 'AdaptiveCard',
      title: undefined,
      body: expect.stringContaining('Length'),
      isNonConsequential: true,
    })
    expect(found(pkg, 'function.confirmation-parameter')).toMatchObject([
      { pointer: '/functions/0/capabilities/confirmation', message: expect.stringContaining("'draught'") },
    ])
  })

  it('bring in the card of a file, relative to the plugin', () => {
    const card = { type: 'AdaptiveCard', version: '1.6', body: [], actions: [{ type: 'Action.Submit' }] }
    const semantics = {
      data_path: '$.berths',
      properties: { title: '$.label', thumbnail_url: '$.image' },
      static_template: { file: 'cards/berth.json' },
    }
    const pkg = withCapabilities(
      { response_semantics: semantics, security_info: { data_handling: ['getprivatedata', 'Nothing'] } },
      { 'actions/cards/berth.json': card },
    )
    expect(first(pkg)).toMatchObject({
      responseSemantics: {
        dataPath: '$.berths',
        properties: { title: '$.label', thumbnailUrl: '$.image', url: undefined },
        staticTemplate: card,
      },
      dataHandling: ['GetPrivateData'],
    })
    expect(rulesOf(pkg, 'load', 'strict')).toEqual([
      'card.action',
      'card.version',
      'function.data-handling',
      'schema.value',
    ])
  })

  it('use the whole answer without a data_path', () => {
    const pkg = withCapabilities({ response_semantics: { static_template: {} } })
    expect(first(pkg)?.responseSemantics).toMatchObject({ dataPath: '$', staticTemplate: undefined })
    expect(rulesOf(pkg, 'load')).toEqual(['function.no-data-path'])
  })
})

describe('packages 2.6: runtimes', () => {
  it('read auth leniently', () => {
    const auths = [
      undefined,
      { Type: 'none' },
      { type: 'oauthpluginvault', reference_id: 'cfg', 'x-scope': 'a' },
      { type: 'ApiKeyPluginVault' },
      { type: 'magic' },
    ]
    const pkg = withPlugin({ runtimes: auths.map((auth) => runtime({ auth, run_for_functions: [] })) })
    expect(pluginOf(pkg)?.runtimes.map(({ auth }) => auth)).toEqual([
      { type: 'None', referenceId: undefined, hints: {} },
      { type: 'None', referenceId: undefined, hints: {} },
      { type: 'OAuthPluginVault', referenceId: 'cfg', hints: { 'x-scope': 'a' } },
      { type: 'ApiKeyPluginVault', referenceId: undefined, hints: {} },
      { type: 'None', referenceId: undefined, hints: {} },
    ])
    expect(rulesOf(pkg, 'load')).toEqual(expect.arrayContaining(['auth.no-reference', 'auth.unknown']))
  })

  it('read an API description inside of the plugin, and prefer it', () => {
    const pkg = withPlugin({ runtimes: [runtime({ spec: { url: 'nowhere.yml', api_description: OPENAPI } })] })
    expect(functionsOf(pkg)).toEqual([
      ['findBerths', 'operation'],
      ['bookBerth', 'operation'],
    ])
    expect(pluginOf(pkg)?.runtimes[0]).toMatchObject({
      document: { file: 'actions/berths.json#/runtimes/0/spec/api_description' },
    })
  })

  it('never fetch a document', () => {
    const pkg = withPlugin({ runtimes: [runtime({ spec: { url: 'https://berths.example/openapi.json' } })] })
    expect(pluginOf(pkg)?.runtimes[0]).toMatchObject({
      url: 'https://berths.example/openapi.json',
      document: undefined,
    })
    expect(rulesOf(pkg, 'load')).toEqual(['openapi.outside'])
    expect(pkg.outsideDocuments).toEqual(['https://berths.example/openapi.json'])
  })

  it('take a document that someone else fetched', () => {
    const address = 'https://berths.example/openapi.json'
    const plugin = { ...PLUGIN, runtimes: [runtime({ spec: { url: address } })] }
    const pkg = resolved({ 'actions/berths.json': plugin }, { fetched: new Map([[address, Buffer.from(OPENAPI)]]) })
    expect(functionsOf(pkg)).toEqual([
      ['findBerths', 'operation'],
      ['bookBerth', 'operation'],
    ])
    expect(pluginOf(pkg)?.runtimes[0]).toMatchObject({ url: address, document: { file: address } })
    expect(rulesOf(pkg, 'load')).toEqual([])
  })

  it('bind functions to tools, pinned and live', () => {
    const mcp = (spec: object, more = {}) =>
      withPlugin({
        functions: [{ name: 'tide_table' }],
        runtimes: [{ type: 'RemoteMCPServer', spec: { url: 'https://tides.example/mcp', ...spec }, ...more }],
      })
    const tools = [
      { name: 'tide_table', description: 'Tides of a day', inputSchema: { type: 'object', properties: {} } },
      { name: 'moon' },
    ]
    const pinned = mcp({ mcp_tool_description: { tools } }, { run_for_functions: ['tide_table', 'moon'] })
    expect(pluginOf(pinned)?.functions).toMatchObject([
      { name: 'tide_table', description: 'Tides of a day', binding: { kind: 'tool', tool: { name: 'tide_table' } } },
      { name: 'moon', binding: { kind: 'tool' } },
    ])
    expect(pluginOf(mcp({ enable_dynamic_discovery: false }))?.functions).toMatchObject([
      { name: 'tide_table', binding: { kind: 'tool', tool: undefined } },
    ])
    const live = withPlugin({
      functions: [],
      runtimes: [
        {
          type: 'RemoteMCPServer',
          auth: { type: 'None' },
          spec: { url: 'https://tides.example/mcp' },
          run_for_functions: ['*'],
        },
      ],
    })
    expect(pluginOf(live)?.runtimes[0]).toMatchObject({ type: 'RemoteMCPServer', isLive: true })
    expect(rulesOf(live, 'load', 'strict')).toEqual([])
  })

  it('leave an unknown runtime out, and list a local one as not runnable here', () => {
    const pkg = withPlugin({
      functions: [{ name: 'fill' }],
      runtimes: [
        { type: 'stdio', spec: { command: 'sh' } },
        { type: 'LocalPlugin', spec: { local_endpoint: 'Microsoft.Office.Addin', allowed_host: ['workbook'] } },
      ],
    })
    expect(pluginOf(pkg)?.runtimes).toMatchObject([
      { type: 'LocalPlugin', endpoint: 'Microsoft.Office.Addin', allowedHosts: ['workbook'] },
    ])
    expect(functionsOf(pkg)).toEqual([['fill', 'local']])
    expect(rulesOf(pkg, 'load')).toEqual(['runtime.local', 'runtime.unknown'])
  })
})

describe('packages 8.1: simple functions', () => {
  it('become drafts with a schema', () => {
    const [plugin] = resolvedFrom({
      'berths.json': [
        {
          name: 'find',
          description: 'Find',
          parameters: {
            length: { type: 'float', description: 'Metres', required: true },
            day: { type: 'date' },
            tags: { type: 'list', items: { type: 'str' } },
          },
        },
        {
          type: 'function',
          function: {
            name: 'book',
            parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
          },
        },
      ],
    }).plugins
    expect(plugin).toMatchObject({ form: 'functions', namespace: 'berths', runtimes: [] })
    expect(plugin?.functions.map(({ name, parameters, binding }) => ({ name, parameters, binding }))).toEqual([
      {
        name: 'find',
        parameters: {
          type: 'object',
          properties: {
            length: { type: 'number', description: 'Metres' },
            day: { type: 'string' },
            tags: { type: 'array', items: { type: 'string' } },
          },
          required: ['length'],
        },
        binding: { kind: 'draft' },
      },
      {
        name: 'book',
        parameters: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
        binding: { kind: 'draft' },
      },
    ])
  })
})

describe('packages 8.2: ai-plugin.json v1', () => {
  const legacy = (auth: object, url = 'https://berths.example/openapi.yml') =>
    resolvedFrom({
      'ai-plugin.json': {
        schema_version: 'v1',
        name_for_human: 'Berths',
        name_for_model: 'berth.desk',
        description_for_model: 'For berths',
        auth,
        api: { type: 'openapi', url },
        logo_url: 'https://berths.example/logo.png',
      },
      'openapi.yml': OPENAPI,
    })

  it('is looked for in the usual place first, and so is its document', () => {
    const api = (title: string) => `openapi: 3.0.3\ninfo: { title: ${title}, version: '1' }\npaths: {}`
    const several = resolvedFrom({
      'local/openapi.yml': api('local'),
      'local/ai-plugin.json': { schema_version: 'v1', name_for_model: 'x', api: { type: 'openapi', url: 'x' } },
      '.well-known/openapi.yml': api('known'),
      '.well-known/ai-plugin.json': {
        schema_version: 'v1',
        name_for_model: 'berths',
        api: { type: 'openapi', url: 'https://berths.example/.well-known/openapi.yml?v=1' },
      },
    })
    expect(several.rootFile).toBe('.well-known/ai-plugin.json')
    expect(several.plugins[0]?.runtimes[0]).toMatchObject({ document: { title: 'known' } })
  })

  it('becomes a plugin with the functions of its document', () => {
    const [plugin] = legacy({ type: 'none' }).plugins
    expect(plugin).toMatchObject({
      form: 'ai-plugin-v1',
      schemaVersion: 'v1',
      namespace: 'berthdesk',
      descriptionForModel: 'For berths',
    })
    expect(plugin?.functions.map(({ binding }) => binding.kind)).toEqual(['operation', 'operation'])
    expect(legacy({ type: 'none' }, 'https://berths.example/other.yml').plugins[0]?.runtimes[0]).toMatchObject({
      document: undefined,
      url: 'https://berths.example/other.yml',
    })
  })

  it('maps its auth and drops its tokens', () => {
    const authOf = (auth: object) => legacy(auth).plugins[0]?.runtimes[0]?.auth
    expect(
      authOf({ type: 'service_http', authorization_type: 'bearer', verification_tokens: { openai: 'secret-token' } }),
    ).toEqual({ type: 'ApiKeyPluginVault', referenceId: undefined, hints: { authorization_type: 'bearer' } })
    expect(authOf({ type: 'user_http' })).toMatchObject({ type: 'ApiKeyPluginVault', hints: { per_user: true } })
    expect(
      authOf({
        type: 'oauth',
        client_url: 'https://a.example/authorize',
        authorization_url: 'https://a.example/token',
        scope: 'read',
      }),
    ).toMatchObject({
      type: 'OAuthPluginVault',
      hints: { client_url: 'https://a.example/authorize', authorization_url: 'https://a.example/token', scope: 'read' },
    })
    expect(rulesOf(legacy({ type: 'service_http', verification_tokens: {} }), 'load')).toContain('auth.secret')
  })
})
