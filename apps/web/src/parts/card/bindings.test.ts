import { Template } from 'adaptivecards-templating'
import { describe, expect, it } from 'vitest'
import { bound } from './bindings.ts'

const dollar = (name: string) => `$\{${name}}`
const block = (text: string, more: object = {}) => ({ type: 'TextBlock', text, ...more })
const expanded = (body: readonly object[], values: object) =>
  (new Template(bound({ type: 'AdaptiveCard', body })).expand({ $root: values }) as { body: object[] }).body

describe('contract: connectors 5.8, layouts that bind in single braces', () => {
  const values = {
    Title: 'MV Gannet',
    berth: 4,
    ResultSnippet: 'because of fog',
    cargo: [{ kind: 'grain' }, { kind: 'bulk' }],
  }

  const rows: readonly (readonly [string, string, unknown])[] = [
    ['a value', '{Title}', 'MV Gannet'],
    ['a value in another case', '{title}', 'MV Gannet'],
    ['values side by side', '{Title}{berth}: {ResultSnippet}', 'MV Gannet4: because of fog'],
    ['a value in a function of the renderer', '{{DATE({berth}, SHORT)}}', '{{DATE(4, SHORT)}}'],
    ['doubled braces are not bound', '{{Title}}', '{{Title}}'],
    ['what is no name is text', '{ } {1} {a b}', '{ } {1} {a b}'],
  ]
  it.each(rows)('%s', (_name, text, expected) => {
    expect(expanded([block(text)], values)).toEqual([block(expected as string)])
  })

  it('conditions and lists', () => {
    const body = [
      block('yes', { $when: '{Title != ""}' }),
      block('no', { $when: '{Title == ""}' }),
      block('{kind}', { $data: '{cargo}' }),
    ]
    expect(expanded(body, values)).toEqual([block('yes'), block('grain'), block('bulk')])
  })

  it('leave every brace alone where a layout is of the newer kind', () => {
    const body = [block(`{Title} ${dollar("if(berth > 3, '{x}', 'small')")} ${dollar('Title')}`)]
    expect(bound({ body })).toEqual({ body })
  })

  it('a value that looks like a binding stays text', () => {
    const hostile = `{berth} ${dollar('berth')}`
    expect(expanded([block('{Title}')], { Title: hostile, berth: 4 })).toEqual([block(hostile)])
  })

  it('a text that is one link in markdown is the text and the link', () => {
    const open = { type: 'Action.OpenUrl', title: 'MV Gannet', url: 'https://harbour.example/A14' }
    const link = { Title: 'MV Gannet', titleUrl: 'https://harbour.example/A14' }
    expect(expanded([block('[{Title}]({titleUrl})')], link)).toEqual([block('MV Gannet', { selectAction: open })])
    const newer = block(`[${dollar('Title')}](${dollar('titleUrl')})`)
    expect(expanded([newer], link)).toEqual([block('MV Gannet', { selectAction: open })])
    // What an item says is text, whatever it looks like.
    expect(expanded([block('{Title}')], { Title: '[a](https://b.example)' })).toEqual([block('[a](https://b.example)')])
  })

  it('takes whatever it is given', () => {
    for (const odd of [undefined, null, 1, 'x', [], [[]], { body: [null, 1, ['{a}']] }])
      expect(() => bound(odd)).not.toThrow()
    expect(Object.keys(bound(JSON.parse('{"__proto__":{"a":"{b}"}}')) as object)).toEqual(['__proto__'])
  })
})
