import { describe, expect, it } from 'vitest'
import { found, resolved, rulesOf } from '../testing/resolved.ts'
import { MANIFEST, OPENAPI } from '../testing/samples.ts'
import type { AppPackage } from '../types.ts'

const { copilotAgents: _, ...BASE } = MANIFEST
const withExtension = (extension: object, files = {}) =>
  resolved({ 'manifest.json': { ...BASE, composeExtensions: [extension] }, 'openapi.yml': OPENAPI, ...files })
const first = (pkg: AppPackage) => pkg.messageExtensions[0]

describe('packages 1.3: message extensions of a bot', () => {
  it('have commands and parameters with their defaults', () => {
    const pkg = withExtension({
      botId: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a19',
      canUpdateConfiguration: null,
      commands: [
        {
          id: 'find',
          title: 'Find berths',
          semanticDescription: 'Finds free berths',
          samplePrompts: [{ text: 'Berths tomorrow' }],
          parameters: [
            { name: 'length', title: 'Length', inputType: 'Number', isRequired: true },
            { name: 'day', title: 'Day', choices: [{ title: 'Today', value: '0' }] },
          ],
        },
        {
          id: 'book',
          type: 'ACTION',
          title: 'Book',
          context: ['message', 'compose'],
          fetchTask: true,
          taskInfo: { title: 'Book', width: 'small' },
        },
      ],
      messageHandlers: [{ type: 'link', value: { domains: ['berths.example'], supportsAnonymizedPayloads: true } }],
    })
    expect(first(pkg)).toMatchObject({
      type: 'botBased',
      canUpdateConfiguration: false,
      linkDomains: [{ domain: 'berths.example', supportsAnonymizedPayloads: true }],
      commands: [
        {
          id: 'find',
          type: 'query',
          semanticDescription: 'Finds free berths',
          context: ['compose', 'commandBox'],
          initialRun: false,
          samplePrompts: ['Berths tomorrow'],
          parameters: [
            { name: 'length', inputType: 'number', isRequired: true, choices: [] },
            { name: 'day', inputType: 'text', isRequired: false, choices: [{ title: 'Today', value: '0' }] },
          ],
        },
        {
          id: 'book',
          type: 'action',
          context: ['message', 'compose'],
          fetchTask: true,
          taskInfo: { title: 'Book', width: 'small' },
          parameters: [],
        },
      ],
    })
    expect(rulesOf(pkg, 'load')).toEqual([])
  })

  it('say what they lack', () => {
    expect(rulesOf(withExtension({ commands: [{ title: 'no id' }, { id: 'find', title: 'Find' }] }), 'load')).toEqual([
      'extension.command-no-id',
      'extension.no-bot',
      'extension.no-parameters',
    ])
  })
})

describe('packages 5.7: message extensions of an API', () => {
  const template = {
    version: '1.0',
    jsonPath: 'berths.items',
    responseLayout: 'list',
    responseCardTemplate: { type: 'AdaptiveCard', version: '1.5', body: [] },
    previewCardTemplate: { title: 'A berth' },
  }
  const extension = (changes = {}) => ({
    composeExtensionType: 'apiBased',
    apiSpecificationFile: 'openapi.yml',
    authorization: { authType: 'oAuth2.0', oAuthConfiguration: { oauthConfigurationId: 'cfg' } },
    commands: [
      {
        id: 'findBerths',
        title: 'Find',
        parameters: [{ name: 'length', title: 'Length' }],
        apiResponseRenderingTemplateFile: 'template.json',
      },
    ],
    ...changes,
  })

  it('are bound to operations, with the template of their answers', () => {
    const pkg = withExtension(extension(), { 'template.json': template })
    expect(first(pkg)).toMatchObject({
      type: 'apiBased',
      auth: { type: 'oAuth2.0', referenceId: 'cfg' },
      commands: [{ id: 'findBerths', operation: { method: 'get', path: '/berths' }, responseTemplate: template }],
    })
    expect(rulesOf(pkg, 'load')).toEqual([])
  })

  it('tell a command without an operation, and a template that the schema refuses', () => {
    const pkg = withExtension(
      extension({
        commands: [
          {
            id: 'tides',
            title: 'Tides',
            parameters: [{ name: 'a', title: 'A' }],
            apiResponseRenderingTemplateFile: 'template.json',
          },
        ],
      }),
      {
        'template.json': { ...template, responseLayout: 'table' },
      },
    )
    expect(rulesOf(pkg, 'load')).toEqual(['extension.no-operation'])
    expect(found(pkg, 'schema.value')).toContainEqual({
      file: 'template.json',
      pointer: '/responseLayout',
      message: "'table' is not allowed here.",
    })
  })
})
