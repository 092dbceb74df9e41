import { resolvePackage } from '@jumpseat/manifest'
import type { TenantId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { skillsOfPackage } from './package.ts'

const ORIGIN = { tenant: 't1' as TenantId, app: { id: 'T_1', version: '1.0.0', name: 'Berth Desk' } }
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))

/** The functions of a plugin that stands alone beside its OpenAPI document. */
function skillsOf(plugin: object, openapi: object = API, more: Readonly<Record<string, unknown>> = {}) {
  const whole = {
    schema_version: 'v2.4',
    name_for_human: 'Berth Desk',
    namespace: 'berthdesk',
    description_for_human: 'Finds and books berths.',
    ...plugin,
  }
  const files = Object.entries({ 'plugin.json': whole, 'openapi.json': openapi, ...more })
  const source = { files: new Map(files.map(([path, value]) => [path, bytes(value)])), findings: [] }
  return skillsOfPackage(resolvePackage(source), ORIGIN)
}

const operation = (operationId: string, more: object = {}) => ({ operationId, responses: {}, ...more })
const API = {
  openapi: '3.0.3',
  info: { title: 'Berths', version: '1' },
  servers: [{ url: 'https://berths.example' }],
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'query', name: 'code' },
      header: { type: 'apiKey', in: 'header', name: 'X-Key' },
      bearer: { type: 'http', scheme: 'bearer' },
      digest: { type: 'http', scheme: 'digest' },
      oauth: {
        type: 'oauth2',
        flows: {
          authorizationCode: {
            authorizationUrl: 'https://a.example',
            tokenUrl: 'https://t.example',
            scopes: { read: '' },
          },
        },
      },
    },
  },
  security: [{ key: [] }],
  paths: {
    '/berths': {
      get: operation('findBerths', {
        summary: 'Find berths',
        parameters: [{ name: 'day', in: 'query', schema: { type: 'string' } }],
      }),
      post: operation('bookBerth', { 'x-openai-isConsequential': false }),
    },
    '/berths/{id}': {
      delete: operation('dropBerth', {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      }),
      get: operation('showBerth', { 'x-oai-isConsequential': true }),
    },
  },
}
const runtime = (auth: object = { type: 'None' }) => ({ type: 'OpenApi', auth, spec: { url: 'openapi.json' } })
const ALL = ['findBerths', 'bookBerth', 'dropBerth', 'showBerth'].map((name) => ({ name }))

describe('packages 4.2 and 7.4: effects and confirmation', () => {
  it('follow the method, and the extension in both spellings', () => {
    const { skills } = skillsOf({ functions: ALL, runtimes: [runtime()] })
    expect(skills.map(({ name, effects, confirmation }) => [name, effects, confirmation.isConsequential])).toEqual([
      ['findBerths', 'read', false],
      ['bookBerth', 'write', false],
      ['dropBerth', 'destructive', true],
      ['showBerth', 'read', true],
    ])
  })

  it('let people choose "always" only where the contract does', () => {
    const confirmation = {
      type: 'AdaptiveCard',
      isNonConsequential: true,
      title: 'Sure?',
      body: '{{function.parameters.id}}',
    }
    const functions = ALL.map((fn) => ({ ...fn, capabilities: { confirmation } }))
    const { skills } = skillsOf({ functions, runtimes: [runtime()] })
    expect(skills.map((skill) => skill.confirmation.mayAlwaysAllow)).toEqual([true, true, false, false])
    expect(skills[2]?.confirmation).toMatchObject({ title: 'Sure?', body: '{{function.parameters.id}}' })
  })
})

describe('packages 6.3: where a credential goes', () => {
  const signIn = (auth: object, security: object[]) =>
    skillsOf({ functions: [{ name: 'findBerths' }], runtimes: [runtime(auth)] }, { ...API, security })

  it('is what the API description says, for the kind that the plugin says', () => {
    const key = { type: 'ApiKeyPluginVault', reference_id: 'cfg' }
    const placed = (name: string) => signIn(key, [{ [name]: [] }]).skills[0]?.authentication
    expect(placed('key')).toEqual({
      kind: 'apiKey',
      reference: 'cfg',
      placement: { in: 'query', name: 'code', prefix: '' },
    })
    expect(placed('header')).toMatchObject({ placement: { in: 'header', name: 'X-Key' } })
    expect(placed('bearer')).toMatchObject({ placement: { name: 'Authorization', prefix: 'Bearer ' } })
    const oauth = signIn({ type: 'OAuthPluginVault', reference_id: 'o' }, [{ oauth: [] }]).skills[0]
    expect(oauth?.authentication).toMatchObject({
      kind: 'oauth',
      reference: 'o',
      tokenUrl: 'https://t.example',
      scopes: ['read'],
    })
  })

  it('is nowhere for "None", also where the description wants one', () => {
    expect(signIn({ type: 'none' }, [{ key: [] }]).skills[0]?.authentication).toEqual({ kind: 'none' })
  })

  it('lists a function whose sign-in is not served, with the reason', () => {
    const { skills, unavailable } = signIn({ type: 'ApiKeyPluginVault', reference_id: 'x' }, [{ digest: [] }])
    expect(skills).toEqual([])
    expect(unavailable).toMatchObject([{ name: 'findBerths', reason: { code: 'SkillSignInUnserved' } }])
  })

  it('is never an argument', () => {
    const paths = {
      '/b': {
        get: operation('findBerths', {
          parameters: [
            { name: 'code', in: 'query', required: true, schema: {} },
            { name: 'day', in: 'query', schema: {} },
          ],
        }),
      },
    }
    const { skills } = skillsOf(
      { functions: [{ name: 'findBerths' }], runtimes: [runtime({ type: 'ApiKeyPluginVault', reference_id: 'x' })] },
      { ...API, paths },
    )
    expect(skills[0]?.parameters).toMatchObject({ properties: { day: {} } })
    expect(skills[0]?.parameters.required).toBeUndefined()
  })
})

describe('packages 2.3: parameters of the plugin', () => {
  it('stand in for those of the operation, which keeps what it cannot do without', () => {
    const parameters = { type: 'object', properties: { day: { type: 'string', description: 'Which day.' } } }
    const { skills } = skillsOf({ functions: [{ name: 'dropBerth', parameters }], runtimes: [runtime()] })
    expect(skills[0]?.parameters).toMatchObject({
      properties: { day: { description: 'Which day.' }, id: { type: 'string' } },
      required: ['id'],
    })
  })

  it('that nothing could carry are a finding', () => {
    const parameters = { type: 'object', properties: { nowhere: { type: 'string' } } }
    const { findings } = skillsOf({ functions: [{ name: 'findBerths', parameters }], runtimes: [runtime()] })
    expect(findings).toMatchObject([{ code: 'SkillArgumentUnknown' }])
  })
})

describe('what cannot be called', () => {
  it('is listed with its reason, and the rest works', () => {
    const functions = [...ALL, { name: 'gone' }, { name: 'office' }]
    const local = {
      type: 'LocalPlugin',
      spec: { local_endpoint: 'Microsoft.Office.Addin' },
      run_for_functions: ['office'],
    }
    const openApi = { ...runtime(), run_for_functions: [...ALL.map(({ name }) => name), 'gone'] }
    const { skills, unavailable } = skillsOf({ functions, runtimes: [openApi, local] })
    expect(skills).toHaveLength(4)
    expect(unavailable.map(({ name, reason }) => [name, reason.code])).toEqual([
      ['gone', 'SkillOperationMissing'],
      ['office', 'SkillRuntimeUnserved'],
    ])
  })

  it('says where a description is that did not come along', () => {
    const outside = { ...runtime(), spec: { url: 'https://berths.example/openapi.json' } }
    expect(skillsOf({ functions: [{ name: 'findBerths' }], runtimes: [outside] }).unavailable).toMatchObject([
      { reason: { code: 'SkillDocumentMissing', message: expect.stringContaining('https://berths.example') } },
    ])
  })

  it('has paths that nobody can read pointed out', () => {
    const capabilities = { response_semantics: { data_path: '$.[', properties: {} } }
    const { skills, findings } = skillsOf({ functions: [{ name: 'findBerths', capabilities }], runtimes: [runtime()] })
    expect([skills.length, findings[0]?.code]).toEqual([1, 'SkillPathInvalid'])
  })

  it('has ids that do not change with the version, and that no other function has', () => {
    const make = (version: string) =>
      skillsOf({ functions: ALL, runtimes: [runtime()], description_for_human: version }).skills.map(({ id }) => id)
    expect(make('1')).toEqual(make('2'))
    expect(new Set(make('1')).size).toBe(4)
  })
})

describe('packages 8.3: the three forms of MCP', () => {
  const server = { type: 'RemoteMCPServer', auth: { type: 'None' }, spec: { url: 'https://tides.example/mcp' } }
  const tool = {
    name: 'tide_table',
    description: 'x'.repeat(2000),
    inputSchema: { type: 'object', properties: { day: { type: 'object', properties: { y: { type: 'integer' } } } } },
    annotations: { readOnlyHint: true },
  }

  it('pinned by a description of the tools', () => {
    const spec = { ...server.spec, mcp_tool_description: { tools: [tool] } }
    const { skills, servers } = skillsOf({
      functions: [{ name: 'tide_table' }],
      runtimes: [{ ...server, spec, run_for_functions: ['tide_table'] }],
    })
    expect(skills[0]).toMatchObject({
      title: 'Tide table',
      effects: 'read',
      binding: { kind: 'mcp', tool: 'tide_table' },
    })
    expect(skills[0]?.parameters).toMatchObject({ properties: { day: { properties: { y: { type: 'integer' } } } } })
    expect(skills[0]?.description).toHaveLength(1024)
    expect(servers[0]?.pinned).toHaveLength(1)
  })

  it('live: no function until the server is asked', () => {
    const { skills, servers } = skillsOf({ functions: [], runtimes: [{ ...server, run_for_functions: ['*'] }] })
    expect(skills).toEqual([])
    expect(servers).toMatchObject([{ url: 'https://tides.example/mcp', pinned: [], overrides: [] }])
  })

  it('with parameters in the manifest', () => {
    const functions = [
      {
        name: 'tide_table',
        description: 'Tides.',
        parameters: { type: 'object', properties: { day: { type: 'string', default: null } } },
      },
    ]
    const { skills, servers } = skillsOf({ functions, runtimes: [{ ...server, run_for_functions: ['tide_table'] }] })
    expect(skills[0]).toMatchObject({
      description: 'Tides.',
      effects: 'write',
      parameters: { properties: { day: { type: 'string' } } },
    })
    expect(servers[0]?.overrides).toHaveLength(1)
  })
})
