import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { stemOf } from '../../stems.ts'
import { wordsOf } from '../../words.ts'
import { ANALYZER } from './manifest.ts'

const TEXTS = [
  'The pilots were piloting 12 harbours; tugboats, barges and ferries moored alongside.',
  'Crème brûlée, naïve façade, ÅNGSTRÖM, İstanbul, ﬁne ﬂags, ½ ton, x² + H₂O, straße',
  "don't re-enter e-mail@example.org https://example.org/a_b?c=d 2026-11-20T07:50Z v1.2.3",
  'Москва́ и Петербу́рг, Ελλάδα, עברית, العربية, हिन्दी, 東京都, 한국어, ไทย',
  'Hafen\u00admeister \u00ad',
  'running runs ran generously universities relational conditional happiness hopping',
]

describe('the version of the analyzer', () => {
  it('is raised with each change of how a text is cut into words, or of their stems', () => {
    const words = TEXTS.map((text) => wordsOf(text).map(({ term }) => [term, stemOf(term)]))
    // When this fails, raise ANALYZER and put the new digest here: snapshots of the old words are of no use.
    expect([ANALYZER, hash('sha256', JSON.stringify(words)).slice(0, 16)]).toEqual([2, '769613a01fe3ddf0'])
  })
})
