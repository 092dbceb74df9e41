import { describe, expect, it } from 'vitest'
import { found, resolved, resolvedFrom, rulesOf } from '../testing/resolved.ts'
import { AGENT, MANIFEST, PLUGIN } from '../testing/samples.ts'
import type { AppPackage } from '../types.ts'

const agentOf = (pkg: AppPackage) => pkg.declarativeAgents[0]
const withAgent = (changes: object, files = {}) => resolved({ 'agent.json': { ...AGENT, ...changes }, ...files })

describe('packages 3.1: declarative agents', () => {
  it('are resolved with instructions, capabilities, starters and actions', () => {
    expect(agentOf(resolved())).toMatchObject({
      id: 'berthAgent',
      file: 'agent.json',
      version: 'v1.6',
      name: 'Berth Desk',
      instructions: 'You help with berths.',
      capabilities: [
        {
          name: 'GraphConnectors',
          settings: { connections: [{ connection_id: 'berths' }] },
          pointer: '/capabilities/0',
        },
      ],
      conversationStarters: [{ title: 'Free berths', text: 'Which berths are free tomorrow?', dependsOn: [] }],
      actions: [{ id: 'berths', plugin: 'actions/berths.json' }],
      behaviorOverrides: {
        suggestionsDisabled: false,
        discourageModelKnowledge: false,
        defaultResponseMode: undefined,
      },
    })
  })

  it('keep what newer versions added', () => {
    const agent = agentOf(
      withAgent({
        version: 'v1.7',
        behavior_overrides: {
          suggestions: { disabled: true },
          special_instructions: { discourage_model_knowledge: true },
          default_response_mode: 'Auto',
        },
        disclaimer: { text: 'Tides change.' },
        sensitivity_label: { id: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a11' },
        worker_agents: [{ id: 'T_1' }, { file: 'worker.json' }],
        user_overrides: [{ path: '$.capabilities[0]', allowed_actions: ['remove'] }],
        editorial_answers: { answers: [{ question: 'When?', answer: 'Now.' }] },
        conversation_starters: [
          { text: 'Free berths?', depends_on: [{ name: 'capabilities', id: 'GraphConnectors' }] },
        ],
      }),
    )
    expect(agent).toMatchObject({
      behaviorOverrides: { suggestionsDisabled: true, discourageModelKnowledge: true, defaultResponseMode: 'Auto' },
      disclaimer: 'Tides change.',
      sensitivityLabelId: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a11',
      workerAgents: [{ id: 'T_1' }, { file: 'worker.json' }],
      userOverrides: [{ path: '$.capabilities[0]', allowedActions: ['remove'] }],
      editorialAnswers: { answers: [{ question: 'When?', answer: 'Now.' }] },
      conversationStarters: [{ text: 'Free berths?', dependsOn: ['GraphConnectors'] }],
    })
  })

  it('bring in agents that only they name, each once, also in a circle', () => {
    const worker = (name: string, ...files: string[]) =>
      JSON.stringify({
        version: 'v1.7',
        name,
        description: 'Tides.',
        instructions: 'Be exact.',
        worker_agents: files.map((file) => ({ file })),
      })
    const pkg = withAgent(
      { version: 'v1.7', worker_agents: [{ file: 'workers/tides.json' }, { file: 'gone.json' }] },
      {
        'workers/tides.json': worker('Tides', '../workers/fog.json'),
        'workers/fog.json': worker('Fog', 'tides.json', '../agent.json'),
      },
    )
    expect(pkg.workerAgents.map(({ name, file }) => [name, file])).toEqual([
      ['Tides', 'workers/tides.json'],
      ['Fog', 'workers/fog.json'],
    ])
    expect(agentOf(pkg)?.workerAgents).toEqual([{ file: 'workers/tides.json' }, { file: 'gone.json' }])
  })

  it('without a version are of v1.0', () => {
    const pkg = withAgent({ version: undefined })
    expect(agentOf(pkg)?.version).toBe('v1.0')
    expect(rulesOf(pkg, 'load')).toEqual(['agent.no-version'])
  })

  it('of a version that was never published are held against the one before it', () => {
    expect(found(withAgent({ version: 'v1.1' }), 'schema.version')[0]?.message).toContain('v1.0')
    expect(found(withAgent({ version: 'v1.19' }), 'schema.version')[0]?.message).toContain('v1.8')
  })

  it('report instructions of more than 8,000 characters and keep them', () => {
    const pkg = withAgent({ instructions: 'x'.repeat(8_001) })
    expect(agentOf(pkg)?.instructions).toHaveLength(8_001)
    expect(rulesOf(pkg, 'strict')).toEqual(['agent.instructions-long', 'schema.too-long'])
  })

  it('take an action that is a plugin itself (C9)', () => {
    const inline = { ...PLUGIN, runtimes: [{ type: 'OpenApi', spec: { url: 'actions/openapi.yml' } }] }
    const pkg = withAgent({
      actions: [
        { id: 'a', ...inline },
        { id: 'b', plugin: inline },
      ],
    })
    expect(agentOf(pkg)?.actions.map(({ plugin }) => plugin)).toEqual([
      'agent.json#/actions/0',
      'agent.json#/actions/1/plugin',
    ])
    expect(pkg.plugins.map(({ functions }) => functions.map(({ binding }) => binding.kind))).toEqual([
      ['operation', 'operation'],
      ['operation', 'operation'],
    ])
  })

  it('share a plugin that two actions name', () => {
    const pkg = withAgent({
      actions: [
        { id: 'a', file: 'actions/berths.json' },
        { id: 'b', file: './actions/berths.json' },
      ],
    })
    expect(pkg.plugins).toHaveLength(1)
    expect(agentOf(pkg)?.actions.map(({ plugin }) => plugin)).toEqual(['actions/berths.json', 'actions/berths.json'])
  })

  it('keep an action whose plugin is missing, without one', () => {
    const pkg = withAgent({ actions: [{ id: 'a', file: 'nowhere.json' }, { id: 'b' }] })
    expect(agentOf(pkg)?.actions.map(({ id, plugin }) => [id, plugin])).toEqual([
      ['a', undefined],
      ['b', undefined],
    ])
    expect(rulesOf(pkg, 'load')).toEqual(['agent.action-empty', 'reference.missing'])
  })
})

describe('packages 3.2: capabilities', () => {
  it('are spelled officially, once each, without empty lists', () => {
    const pkg = withAgent({
      capabilities: [
        { name: 'websearch', sites: [] },
        { name: 'WebSearch' },
        { name: 'Tides' },
        { name: 'OneDriveAndSharePoint', items_by_sharepoint_ids: [] },
      ],
    })
    expect(agentOf(pkg)?.capabilities.map(({ name, settings }) => [name, settings])).toEqual([
      ['WebSearch', { sites: [] }],
      ['OneDriveAndSharePoint', {}],
    ])
    expect(rulesOf(pkg, 'load')).toEqual([
      'agent.capability-twice',
      'agent.capability-unknown',
      'agent.empty-list',
      'agent.empty-scope',
    ])
  })
})

describe('packages 3.2: what limits a capability', () => {
  const settings = (capability: object) =>
    agentOf(withAgent({ capabilities: [{ name: 'GraphConnectors', ...capability }] }))?.capabilities[0]?.settings

  it('is never lost: not by an empty list, not by its spelling', () => {
    expect(settings({ connections: [] })).toEqual({ connections: [] })
    expect(settings({ Connections: [{ Connection_Id: 'berths', items_by_Path: [{ path: '/a' }] }] })).toEqual({
      connections: [{ connection_id: 'berths', items_by_path: [{ path: '/a' }] }],
    })
    expect(settings({ connections: [{ connection_id: 'a' }], CONNECTIONS: [{ connection_id: 'b' }] })).toEqual({
      connections: [{ connection_id: 'a' }],
    })
    expect(settings({ connections: 'berths' })).toEqual({ connections: 'berths' })
  })
})

describe('packages 1.4: legacy nodes', () => {
  it('maps copilotExtensions to copilotAgents', () => {
    const { copilotAgents: _, ...rest } = MANIFEST
    const pkg = resolved({
      'manifest.json': {
        ...rest,
        manifestVersion: 'devPreview',
        copilotExtensions: {
          declarativeCopilots: [{ id: 'old', file: 'agent.json' }],
          plugins: [{ id: 'p', file: 'actions/berths.json' }],
        },
      },
    })
    expect(pkg.declarativeAgents.map(({ id }) => id)).toEqual(['old'])
    expect(pkg.plugins.map(({ key }) => key)).toEqual(['actions/berths.json'])
    expect(found(pkg, 'manifest.legacy-node')).toHaveLength(2)
  })

  it('reads plugins without an agent', () => {
    const pkg = resolved({
      'manifest.json': { ...MANIFEST, copilotAgents: { plugins: [{ id: 'p', file: 'actions/berths.json' }] } },
    })
    expect(pkg.declarativeAgents).toEqual([])
    expect(pkg.plugins).toHaveLength(1)
  })

  it('reads plugins that stand at the root', () => {
    const { copilotAgents: _, ...rest } = MANIFEST
    const manifest = { ...rest, manifestVersion: 'devPreview', plugins: [{ pluginFile: 'actions/berths.json' }] }
    const pkg = resolved({ 'manifest.json': manifest })
    expect(pkg.plugins.map(({ key }) => key)).toEqual(['actions/berths.json'])
    expect(found(pkg, 'manifest.legacy-node')).toMatchObject([{ message: expect.stringContaining("'plugins'") }])
  })
})

describe('packages 1.4: custom engine agents', () => {
  const botId = '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a19'
  const withEngine = (id: string) =>
    resolved({
      'manifest.json': {
        ...MANIFEST,
        bots: [
          {
            botId,
            scopes: ['personal', 'groupchat'],
            commandLists: [{ scopes: ['copilot'], commands: [{ title: 'Berths', description: 'Free berths' }] }],
          },
        ],
        copilotAgents: { customEngineAgents: [{ id, type: 'bot', disclaimer: { text: 'Tides change.' } }] },
      },
    })

  it('are the bot of the same id', () => {
    const pkg = withEngine(botId)
    expect(pkg.customEngineAgents).toMatchObject([{ id: botId, type: 'bot', disclaimer: 'Tides change.' }])
    expect(pkg.bots).toMatchObject([
      { botId, scopes: ['personal', 'groupChat'], commands: [{ title: 'Berths', scopes: ['copilot'] }] },
    ])
    expect(rulesOf(pkg, 'load')).toEqual(['bot.scope-spelling'])
    expect(rulesOf(withEngine('6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a18'), 'load')).toContain('agent.engine-no-bot')
  })
})

describe('packages 1.5: connectors and skills', () => {
  it('read a remote server with its tools, a plugin, and a local one', () => {
    const remote = {
      mcpServerUrl: 'https://tides.example/mcp',
      mcpToolDescription: { file: 'tools.json' },
      authorization: { type: 'OAuthPluginVault', referenceId: 'cfg' },
    }
    const pkg = resolved({
      'manifest.json': {
        ...MANIFEST,
        manifestVersion: 'devPreview',
        agentConnectors: [
          { id: 'a', displayName: 'Tides', toolSource: { remoteMcpServer: remote } },
          {
            id: 'b',
            displayName: 'Live',
            description: { file: 'x' },
            toolSource: { remoteMcpServer: { mcpServerUrl: 'wss://tides.example' } },
          },
          { id: 'c', displayName: 'Berths', toolSource: { plugin: { id: 'p', file: 'actions/berths.json' } } },
          { id: 'd', displayName: 'Here', toolSource: { localMcpServer: { mcpServerIdentifier: 'tides' } } },
        ],
      },
      'tools.json': { tools: [{ name: 'tide_table', description: 'Tides', inputSchema: { type: 'object' } }, {}] },
    })
    expect(pkg.agentConnectors.map(({ source }) => source)).toMatchObject([
      { kind: 'remoteMcpServer', url: 'https://tides.example/mcp', isLive: false, tools: [{ name: 'tide_table' }] },
      { kind: 'remoteMcpServer', url: 'wss://tides.example', isLive: true, tools: [] },
      { kind: 'plugin', plugin: 'actions/berths.json' },
      { kind: 'localMcpServer', identifier: 'tides' },
    ])
    expect(pkg.agentConnectors[0]).toMatchObject({ authType: 'OAuthPluginVault', referenceId: 'cfg' })
    expect(rulesOf(pkg, 'load')).toEqual(expect.arrayContaining(['connector.local', 'mcp.tool', 'reference.missing']))
  })

  it('read a folder with SKILL.md', () => {
    const skill = '---\nname: triage\ndescription: Sorts requests\n---\n# Triage\nAsk first.\n'
    const pkg = resolved({
      'manifest.json': {
        ...MANIFEST,
        manifestVersion: '1.28',
        agentSkills: [{ folder: './skills/triage/' }, { folder: 'skills/none' }],
      },
      'skills/triage/SKILL.md': skill,
      'skills/triage/steps/one.md': 'One',
    })
    expect(pkg.agentSkills).toEqual([
      {
        file: 'skills/triage/SKILL.md',
        pointer: '',
        folder: 'skills/triage',
        name: 'triage',
        description: 'Sorts requests',
        instructions: '# Triage\nAsk first.',
        resources: ['skills/triage/steps/one.md'],
      },
    ])
    expect(found(pkg, 'reference.missing')).toMatchObject([{ pointer: '/agentSkills/1/folder' }])
  })
})

describe('packages 1.11, step 1: what the root is', () => {
  it.each([
    ['declarativeAgent', { 'agent.json': AGENT, 'instructions.txt': 'x' }],
    ['plugin', { 'plugin.json': PLUGIN }],
    [
      'plugin',
      {
        'ai-plugin.json': {
          schema_version: 'v1',
          name_for_human: 'Berths',
          api: { type: 'openapi', url: 'openapi.yml' },
        },
      },
    ],
    ['openapi', { 'api/openapi.yaml': 'openapi: 3.0.0\npaths: { /a: { get: { operationId: a } } }' }],
    ['openapi', { 'apiDefinition.swagger.json': { swagger: '2.0', host: 'a.example', paths: { '/a': { get: {} } } } }],
    ['functions', { 'functions.json': [{ name: 'a', parameters: { x: { type: 'string' } } }] }],
    ['unknown', { 'readme.json': { hello: 'world' } }],
    ['unknown', { 'manifest.json': '{"manifestVersion": ', 'agent.json': AGENT }],
  ])('is %s', (kind, files) => {
    expect(resolvedFrom(files).kind).toBe(kind)
  })
})
