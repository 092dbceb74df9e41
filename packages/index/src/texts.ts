import { own } from '@jumpseat/wire'
import type { IndexedItem } from './types.ts'
import { wordsOf } from './words.ts'

/** Kinds of field that weigh differently, in the order in which a score adds them up. */
export const FIELDS = ['title', 'properties', 'content'] as const
export type Field = (typeof FIELDS)[number]

/** One value of one field as its terms. A phrase never spans two passages. */
export interface Passage {
  readonly field: Field
  /** `title`, `content` or the name of the property. */
  readonly name: string
  readonly terms: readonly string[]
}

/** What a text condition may look into. */
export interface Texts {
  /** Title, searchable properties and content. */
  readonly free: readonly Passage[]
  /** Words of `free` per kind of field. */
  readonly lengths: Readonly<Record<Field, number>>
  /** Values of one property: of the searchable ones, else of the typed ones that are strings (the title is there too). */
  under(property: string): readonly Passage[]
}

export function textsOf(item: IndexedItem): Texts {
  const passage = (field: Field, name: string, text: string): Passage => ({
    field,
    name,
    terms: wordsOf(text).map(({ term }) => term),
  })
  const free = [
    ...(item.title === undefined ? [] : [passage('title', 'title', item.title)]),
    ...Object.entries(item.searchable).flatMap(([name, texts]) =>
      texts.map((text) => passage('properties', name, text)),
    ),
    passage('content', 'content', item.content),
  ]
  const lengthOf = (field: Field) =>
    free.reduce((sum, { field: at, terms }) => (at === field ? sum + terms.length : sum), 0)
  return {
    free,
    lengths: { title: lengthOf('title'), properties: lengthOf('properties'), content: lengthOf('content') },
    under: (property) =>
      (own(item.searchable, property) ?? own(item.values, property) ?? [])
        .filter((value) => typeof value === 'string')
        .map((value) => passage('properties', property, value)),
  }
}

export const passagesOf = (texts: Texts, property: string | undefined) =>
  property === undefined ? texts.free : texts.under(property)
