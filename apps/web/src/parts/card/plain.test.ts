import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cardOf, plainCard } from './plain.ts'

const card = (...body: unknown[]) => ({ type: 'AdaptiveCard', version: '1.5', body })
const bodyOf = (...body: unknown[]) => plainCard(card(...body))?.card.body

describe('connectors 1.6, the card inside a layout', () => {
  const inner = card()
  it.each([
    ['as it is', inner],
    ['as text', JSON.stringify(inner)],
    ['wrapped', { additionalProperties: inner }],
    ['wrapped as text', { additionalProperties: JSON.stringify(inner) }],
    ['text of a wrapped one', JSON.stringify({ additionalProperties: JSON.stringify(inner) })],
  ])('is found %s', (_, layout) => {
    expect(cardOf(layout)).toEqual(inner)
  })

  it.each([[null], [7], ['no JSON'], ['x'.repeat(70_000)], [[]]])('is not in %j', (layout) => {
    expect(plainCard(cardOf(layout))?.card.body ?? []).toEqual([])
  })
})

describe('connectors 5.8, what a card may show', () => {
  it('keeps texts, facts, columns and tables', () => {
    const body = [
      { type: 'TextBlock', text: 'MV Gannet', weight: 'Bolder', wrap: true },
      { type: 'FactSet', facts: [{ title: 'Berth', value: '3' }] },
      {
        type: 'ColumnSet',
        columns: [{ type: 'Column', width: 'auto', items: [{ type: 'TextBlock', text: 'a' }] }],
      },
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'b', italic: true }] },
      {
        type: 'Table',
        columns: [{ width: 1 }],
        rows: [{ type: 'TableRow', cells: [{ type: 'TableCell', items: [{ type: 'TextBlock', text: 'c' }] }] }],
      },
    ]
    expect(bodyOf(...body)).toEqual(body)
  })

  it.each([
    { type: 'Input.Text', id: 'a' },
    { type: 'Media', sources: [] },
    { type: 'Carousel', pages: [] },
    { type: 'constructor' },
    { type: '__proto__' },
    { type: 'TextBlock', text: ' ' },
    'text',
    null,
  ])('leaves out %j', (element) => {
    expect(bodyOf(element)).toEqual([])
  })

  it('shows a placeholder for a picture that would be a request', () => {
    const urls = ['https://harbor.example/a.png', '//x.example/a', '/api/me', 'blob:x', 'data:image/svg+xml,<svg/>']
    for (const url of urls) {
      expect(JSON.stringify(bodyOf({ type: 'Image', url, altText: 'A vessel' }))).not.toContain(url)
      expect(bodyOf({ type: 'Image', url })).toMatchObject([{ type: 'Image', altText: 'Picture, not loaded' }])
    }
    const own = { type: 'Image', url: 'data:image/png;base64,AAAA' }
    expect(bodyOf(own)).toEqual([own])
  })

  it('takes no member along that could load or send something', () => {
    const element = {
      type: 'Container',
      backgroundImage: 'https://x.example/b.png',
      selectAction: { type: 'Action.Submit', data: 1 },
      items: [{ type: 'TextBlock', text: 'a', iconUrl: 'https://x.example/i.png', fallback: { type: 'Input.Text' } }],
    }
    expect(bodyOf(element)).toEqual([{ type: 'Container', items: [{ type: 'TextBlock', text: 'a' }] }])
  })

  it('hands out links with their host, each once, and only to the web', () => {
    const open = (url: string, title?: string) => ({ type: 'Action.OpenUrl', url, title })
    const source = {
      ...card(
        { type: 'TextBlock', text: 'a', selectAction: open('https://docs.example/b') },
        { type: 'ActionSet', actions: [open('https://harbor.example/a', 'Open the log')] },
      ),
      actions: [open('https://harbor.example/a', 'Again'), open('javascript:alert(1)'), { type: 'Action.Submit' }],
    }
    const plain = plainCard(source)
    expect(plain?.links).toEqual([
      { title: 'Open', href: 'https://docs.example/b', host: 'docs.example' },
      { title: 'Open the log', href: 'https://harbor.example/a', host: 'harbor.example' },
    ])
    expect(plain?.card.actions).toEqual([])
  })

  it('never lets through an address or an action, whatever the card', () => {
    const hostile = fc.anything({ withNullPrototype: true, maxDepth: 4 })
    const source = fc.record({
      type: fc.constantFrom('TextBlock', 'Container', 'Image', 'ColumnSet', 'Action.Submit', 'Input.Text'),
      url: fc.constant('https://evil.example/'),
      backgroundImage: fc.constant('https://evil.example/'),
      text: hostile,
      items: fc.array(fc.oneof(hostile, fc.record({ type: fc.constant('Image'), url: fc.constant('/evil.example') }))),
      columns: hostile,
    })
    fc.assert(
      fc.property(fc.array(source), (body) => {
        expect(JSON.stringify(plainCard(card(...body))?.card)).not.toMatch(/evil\.example|"Action|"Input/)
      }),
    )
  })

  it('refuses what is too large or too deep to be a card', () => {
    const many = Array.from({ length: 500 }, () => ({ type: 'TextBlock', text: 'a' }))
    expect(() => plainCard(card(...many))).toThrow(RangeError)
    const deep = Array.from({ length: 30 }).reduce((items: object) => ({ type: 'Container', items: [items] }), {})
    expect(() => plainCard(card(deep))).toThrow(RangeError)
  })
})
