import { describe, expect, it } from 'vitest'
import { plainCard } from './plain.ts'

const bodyOf = (...body: unknown[]) => plainCard({ type: 'AdaptiveCard', version: '1.5', body })?.card.body

describe('plugins-and-packages 4.5, emphasis in the text of cards', () => {
  it('is drawn as runs, with the look of the text', () => {
    const text = '**Price:** €4, *soft _and_ low*'
    expect(bodyOf({ type: 'TextBlock', text, wrap: true, size: 'Small', spacing: 'None' })).toEqual([
      {
        type: 'RichTextBlock',
        spacing: 'None',
        inlines: [
          { type: 'TextRun', text: 'Price:', size: 'Small', weight: 'Bolder' },
          { type: 'TextRun', text: ' €4, ', size: 'Small' },
          { type: 'TextRun', text: 'soft ', size: 'Small', italic: true },
          { type: 'TextRun', text: 'and', size: 'Small', italic: true },
          { type: 'TextRun', text: ' low', size: 'Small', italic: true },
        ],
      },
    ])
  })

  it('loses its marks where the text must stay whole: headings, cut lines, facts', () => {
    expect(bodyOf({ type: 'TextBlock', text: '**Berth** 4', style: 'heading' })).toMatchObject([{ text: 'Berth 4' }])
    expect(bodyOf({ type: 'TextBlock', text: '**Berth** 4', maxLines: 2 })).toMatchObject([{ text: 'Berth 4' }])
    const fact = { title: '**Site**', value: '_Quay_ 7' }
    expect(bodyOf({ type: 'FactSet', facts: [fact] })).toEqual([
      { type: 'FactSet', facts: [{ title: 'Site', value: 'Quay 7' }] },
    ])
  })

  it.each(['2 * 3 * 4', 'snake_case_name', 'a fact[^2^]', '<b>x</b>', '\\[x](y)'])('leaves %s as it is', (text) => {
    expect(bodyOf({ type: 'TextBlock', text })).toEqual([{ type: 'TextBlock', text }])
  })

  it('is text, whatever stands between the marks', () => {
    expect(JSON.stringify(bodyOf({ type: 'TextBlock', text: '**<img src=x onerror=y>**' }))).toContain(
      '"text":"<img src=x onerror=y>","weight":"Bolder"',
    )
  })
})
