import { describe, expect, it } from 'vitest'
import { found, resolved, rulesOf } from '../testing/resolved.ts'
import { AGENT, MANIFEST } from '../testing/samples.ts'

const manifest = {
  ...MANIFEST,
  name: { short: '[[name]]', full: 'Berth Desk of the harbour' },
  localizationInfo: {
    defaultLanguageTag: 'en-us',
    defaultLanguageFile: 'lang/en.json',
    additionalLanguages: [
      { languageTag: 'de', file: 'lang/de.json' },
      { languageTag: 'pt-BR', file: 'lang/pt.json' },
    ],
  },
}
const language = (name: string, keys: Record<string, string>, classic: Record<string, string> = {}) => ({
  $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.24/MicrosoftTeams.Localization.schema.json',
  'name.short': name,
  'name.full': name,
  'description.short': 'Short',
  'description.full': 'Full',
  ...classic,
  localizationKeys: keys,
})
const files = {
  'manifest.json': manifest,
  'agent.json': {
    ...AGENT,
    name: '[[name]]',
    conversation_starters: [{ title: '[[start]]', text: 'no [[token]] here' }],
  },
  'lang/en.json': language('Berth Desk', { name: 'Berth Desk', start: 'Free berths' }),
  'lang/de.json': language(
    'Liegeplätze',
    { '[[name]]': 'Liegeplätze', '[[start]]': 'Freie Plätze' },
    { 'developer.name': 'Lumenkai' },
  ),
  'lang/pt.json': language('Cais', { name: 'Cais' }),
}
const inLanguage = (locale?: string) => resolved(files, locale === undefined ? {} : { locale })

describe('packages 1.6: localisation', () => {
  it.each([
    [undefined, 'en-us', 'Berth Desk'],
    ['de', 'de', 'Liegeplätze'],
    ['de-AT', 'de', 'Liegeplätze'],
    ['pt', 'pt-BR', 'Cais'],
    ['PT-pt', 'pt-BR', 'Cais'],
    ['fr', 'en-us', 'Berth Desk'],
  ])('reads for %s the language %s', (locale, applied, name) => {
    const pkg = inLanguage(locale)
    expect(pkg.localization?.applied).toBe(applied)
    expect([pkg.manifest?.name.short, pkg.declarativeAgents[0]?.name]).toEqual([name, name])
  })

  it('takes classic keys, and agent keys bare or in brackets', () => {
    const pkg = inLanguage('de')
    expect(pkg.manifest?.developer.name).toBe('Lumenkai')
    expect(pkg.declarativeAgents[0]?.conversationStarters).toEqual([
      { title: 'Freie Plätze', text: 'no [[token]] here', dependsOn: [] },
    ])
  })

  it('tells a key that has no text, and shows the key', () => {
    const pkg = inLanguage('pt-BR')
    expect(found(pkg, 'language.missing-key')).toMatchObject([
      { file: 'agent.json', pointer: '/conversation_starters/0/title' },
    ])
    expect(pkg.declarativeAgents[0]?.conversationStarters[0]?.title).toBe('[[start]]')
  })

  it('tells a language file that is missing or wrong, and reads the others', () => {
    const pkg = resolved({ ...files, 'lang/de.json': undefined, 'lang/pt.json': { 'name.short': 'x'.repeat(31) } })
    expect(pkg.localization?.languages.map(({ tag }) => tag)).toEqual(['en-us', 'pt-BR'])
    // `schema.form` is the starter that mixes text with a token; contract: packages 1.6.
    expect(rulesOf(pkg, 'load', 'strict')).toEqual([
      'reference.missing-extra',
      'schema.form',
      'schema.required',
      'schema.too-long',
    ])
  })

  it('never follows a key out of the manifest', () => {
    const hostile = language(
      'Berth Desk',
      {},
      { '__proto__.polluted': 'x', 'constructor.prototype.polluted': 'x', 'a.b[3].c': 'x' },
    )
    resolved({ ...files, 'lang/en.json': hostile })
    expect(Object.prototype).not.toHaveProperty('polluted')
  })
})
