import type { JsonObject, JsonValue } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import { closedCard } from './card.ts'

const card = (body: JsonValue[], more: JsonObject = {}) => closedCard({ type: 'AdaptiveCard', body, ...more })
const text = (words: string) => ({ type: 'TextBlock', text: words })
const open = (url: string, title?: string): JsonObject => ({
  type: 'Action.OpenUrl',
  url,
  ...(title === undefined ? {} : { title }),
})
const link = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url })

describe('contract: plugins-and-packages 4.5, links of cards', () => {
  it('are taken out of wherever they stand and given once each, with their host', () => {
    const closed = card(
      [
        text('See [the log](https://harbour.example/log) and https://www.harbour.example/map.'),
        { ...text('Berth 4'), selectAction: open('https://harbour.example/4') },
        { type: 'FactSet', facts: [{ title: 'Site', value: '<https://quay.example/>' }] },
        {
          type: 'ActionSet',
          actions: [open('https://harbour.example/log', 'Again'), open('https://a.example/', 'Go')],
        },
      ],
      { selectAction: open('https://card.example/', 'Whole card'), actions: [open('https://b.example/x')] },
    )
    expect(closed?.actions).toEqual([
      link('the log (harbour.example)', 'https://harbour.example/log'),
      link('www.harbour.example', 'https://www.harbour.example/map'),
      link('harbour.example', 'https://harbour.example/4'),
      link('quay.example', 'https://quay.example/'),
      link('Go (a.example)', 'https://a.example/'),
      link('Whole card (card.example)', 'https://card.example/'),
      link('b.example', 'https://b.example/x'),
    ])
    expect(JSON.stringify(closed?.body)).not.toMatch(/:\/\/|OpenUrl|selectAction/)
    expect(closed?.body).toMatchObject([{ text: 'See the log and harbour.example.' }, { text: 'Berth 4' }, {}, {}])
  })

  it('lead to the web alone, and a card without any has no actions', () => {
    const closed = card([text('[a](javascript:x) [b](data:text/html,x)')], {
      actions: [open('javascript:x'), open('https://user:secret@a.example/'), { type: 'Action.Submit' }],
    })
    expect(closed).toEqual({ type: 'AdaptiveCard', body: [text('a b')] })
  })

  it('are no more than can be read', () => {
    const many = Array.from({ length: 60 }, (_, n) => text(`https://h${n}.example/`))
    expect(card(many)?.actions).toHaveLength(20)
  })

  it('cannot hide their host behind another one', () => {
    const closed = card([text('[https://bank.example/](https://evil.example/)')])
    expect(closed?.actions).toEqual([link('evil.example', 'https://evil.example/')])
  })
})
