// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the placeholders of packages
// contract: packages 1.8, source trees.
import { describe, expect, it } from 'vitest'
import { found, resolved, rulesOf } from '../testing/resolved.ts'
import { AGENT, MANIFEST, OPENAPI } from '../testing/samples.ts'

describe('packages 1.8: ${{NAME}}', () => {
  const manifest = {
    ...MANIFEST,
    id: '${{TEAMS_APP_ID}}',
    name: { short: 'Berth Desk${{SUFFIX}}', full: '${{ SUFFIX }}' },
  }

  it('takes its value from the environment', () => {
    const env = { TEAMS_APP_ID: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a12', SUFFIX: ' (dev)' }
    const pkg = resolved({ 'manifest.json': manifest }, { env })
    expect(pkg.manifest).toMatchObject({ id: env.TEAMS_APP_ID, name: { short: 'Berth Desk (dev)', full: ' (dev)' } })
    expect(pkg.unresolvedNames).toEqual([])
  })

  it('stays as written without one, once told for each name, and the rest is loaded', () => {
    const pkg = resolved({ 'manifest.json': manifest })
    expect(pkg.manifest?.id).toBe('${{TEAMS_APP_ID}}')
    expect(pkg.unresolvedNames).toEqual(['SUFFIX', 'TEAMS_APP_ID'])
    expect(found(pkg, 'placeholder.unresolved').map(({ pointer }) => pointer)).toEqual(['/id', '/name/short'])
    expect(pkg.plugins[0]?.functions).toHaveLength(2)
    expect(rulesOf(pkg, 'strict')).toEqual([])
  })

  it('cannot change the shape of a document', () => {
    const env = { SUFFIX: '", "accentColor": "red', TEAMS_APP_ID: '__proto__' }
    const pkg = resolved({ 'manifest.json': manifest }, { env })
    expect(pkg.manifest?.name.short).toBe('Berth Desk", "accentColor": "red')
    expect(pkg.manifest?.accentColor).toBe('#0A5C8A')
  })

  it('is a number or a truth where it stands without quotes', () => {
    const spec = OPENAPI.replace(
      '{ type: number }',
      '{ type: number, maximum: ${{MOST}}, x-on: ${{ON}}, x-text: "${{MOST}}" }',
    )
    const { plugins } = resolved({ 'actions/openapi.yml': spec }, { env: { MOST: '400', ON: 'true' } })
    const binding = plugins[0]?.functions[0]?.binding
    expect(binding).toMatchObject({
      operation: {
        operation: { parameters: [{ schema: { type: 'number', maximum: 400, 'x-on': true, 'x-text': '400' } }] },
      },
    })
  })

  it('in the name of an icon finds the one that fits', () => {
    const pkg = resolved({
      'manifest.json': { ...MANIFEST, icons: { color: 'color-${{TEAMSFX_ENV}}.png', outline: 'outline.png' } },
      'color.png': undefined,
      'color-dev.png': 'x',
    })
    expect(pkg.icons[0]?.path).toBe('color-dev.png')
    expect(rulesOf(pkg)).toContain('reference.placeholder')
  })
})

describe("packages 1.8: $[file('x')]", () => {
  const withInstructions = (instructions: string, files = {}) =>
    resolved(
      { 'agent.json': { ...AGENT, instructions }, ...files },
      { env: { WHO: 'skippers', FILE: 'instructions.txt' } },
    )

  it('is the text of the file, with its placeholders', () => {
    const pkg = withInstructions("$[file('instructions.txt')]", { 'instructions.txt': '\ufeffYou help ${{WHO}}.\r\n' })
    expect(pkg.declarativeAgents[0]?.instructions).toBe('You help skippers.\r\n')
  })

  it.each([
    "$[file('./instructions.txt')]",
    '$[file("instructions.txt")]',
    "$[ file( 'instructions.txt' ) ]",
    "$[file('${{FILE}}')]",
    '$[file(${{FILE}})]',
    "$[file('INSTRUCTIONS.TXT')]",
  ])('may be written %s', (written) => {
    expect(withInstructions(written).declarativeAgents[0]?.instructions).toBe('You help with berths.')
  })

  it('is empty and told where the file is missing or outside', () => {
    expect(found(withInstructions("$[file('nowhere.txt')]"), 'reference.missing')).toMatchObject([
      { file: 'agent.json', pointer: '/instructions' },
    ])
    expect(rulesOf(withInstructions("$[file('../../etc/passwd')]"), 'load')).toEqual([
      'agent.no-instructions',
      'reference.outside',
    ])
  })

  it('is looked for beside the document that names it', () => {
    const pkg = resolved({
      'manifest.json': { ...MANIFEST, copilotAgents: { declarativeAgents: [{ id: 'a', file: 'agents/agent.json' }] } },
      'agents/agent.json': { ...AGENT, actions: undefined },
      'agents/instructions.txt': 'Here.',
    })
    expect(pkg.declarativeAgents[0]?.instructions).toBe('Here.')
  })
})
