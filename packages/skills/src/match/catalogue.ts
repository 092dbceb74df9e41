import type { Embedder } from '@jumpseat/embed'
import { type Cosines, cosinesOf } from '@jumpseat/index'
import { isJsonObject, type JsonObject, own } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'
import { type Want, wantsOf } from './fit.ts'
import type { Findable } from './types.ts'
import { termsOf } from './words.ts'

/** Functions made ready for matching. Made once per set of functions; about 0.1 ms for each. */
export interface Catalogue<F extends Findable = Findable> {
  readonly skills: readonly F[]
  readonly wants: readonly (readonly Want[])[]
  /** The distinct terms of each function's name, and what they are worth together. */
  readonly names: readonly { readonly terms: readonly string[]; readonly worth: number }[]
  /** For each term the functions that hold it and how much they do: frequency over length, weighted by field. */
  readonly postings: ReadonlyMap<string, Posting>
  /** Pairs of neighbouring terms, and the functions that hold them. */
  readonly pairs: ReadonlyMap<string, ReadonlySet<number>>
  /** Terms by their first letters, for words of one family. */
  readonly families: ReadonlyMap<string, readonly string[]>
  /** Terms by their first letter, for slips. */
  readonly initials: ReadonlyMap<string, readonly string[]>
  readonly meaning: Meaning | undefined
}

export interface Posting {
  /** How rare the term is: BM25's inverse document frequency. */
  readonly worth: number
  readonly holders: ReadonlyMap<number, number>
}

interface Meaning {
  /** Of the descriptions, one for each function, and behind them of the actions, which several functions share. */
  readonly cosines: Cosines
  /** Where among them the action of each function stands. */
  readonly actionAt: readonly number[]
}

/** Letters that words of one family share at least. */
export const FAMILY = 4

interface Field {
  readonly weight: number
  /** How much a long field is held against a function: 0 not at all, 1 in full. BM25F's b. */
  readonly b: number
  /** Neighbours in it are a phrase. */
  readonly hasPairs: boolean
  readonly textsOf: (skill: Findable) => readonly string[]
}

// Weights found by measurement (bench:select); recall is flat around them.
const FIELDS: readonly Field[] = [
  { weight: 1, b: 0.3, hasPairs: true, textsOf: ({ name, title }) => [name, ...(isSame(name, title) ? [] : [title])] },
  { weight: 2.5, b: 0.5, hasPairs: true, textsOf: ({ description }) => [description] },
  { weight: 1, b: 0.3, hasPairs: true, textsOf: ({ parameters }) => propertiesOf(parameters).map(([name]) => name) },
  { weight: 1, b: 0.3, hasPairs: true, textsOf: ({ parameters }) => propertiesOf(parameters).map(descriptionOf) },
  { weight: 2.5, b: 0.5, hasPairs: false, textsOf: ({ parameters }) => propertiesOf(parameters).flatMap(choicesOf) },
  // contract: packages 7.2, the name of an action finds all its functions
  { weight: 1, b: 0.3, hasPairs: true, textsOf: ({ source }) => [source.action.name] },
]

export function catalogueOf<F extends Findable>(skills: readonly F[]): Catalogue<F> {
  const fields = FIELDS.map((field) => ({ ...field, terms: skills.map((skill) => field.textsOf(skill).map(termsOf)) }))
  const held = new Map<string, Map<number, number>>()
  const pairs = new Map<string, Set<number>>()
  for (const { weight, b, hasPairs, terms } of fields) {
    const lengths = terms.map((texts) => texts.reduce((sum, text) => sum + text.length, 0))
    const average = lengths.reduce((sum, length) => sum + length, 0) / lengths.length || 1
    terms.forEach((texts, skill) => {
      const once = weight / (1 - b + (b * (lengths[skill] ?? 0)) / average)
      for (const text of texts) {
        text.forEach((term, at) => {
          const holders = entry(held, term, () => new Map<number, number>())
          holders.set(skill, (holders.get(skill) ?? 0) + once)
          const next = text[at + 1]
          if (hasPairs && next !== undefined) entry(pairs, `${term} ${next}`, () => new Set<number>()).add(skill)
        })
      }
    })
  }
  const postings = new Map(
    [...held].map(([term, holders]) => [term, { worth: rarity(skills.length, holders.size), holders }]),
  )
  const families = new Map<string, string[]>()
  const initials = new Map<string, string[]>()
  for (const term of postings.keys()) {
    entry(initials, term.charAt(0), () => []).push(term)
    if (term.length >= FAMILY) entry(families, term.slice(0, FAMILY), () => []).push(term)
  }
  const wants = skills.map(({ parameters }) => wantsOf(parameters))
  const names = skills.map(({ name }) => {
    const terms = [...new Set(termsOf(name))]
    return { terms, worth: terms.reduce((sum, term) => sum + (postings.get(term)?.worth ?? 0), 0) }
  })
  return { skills, wants, names, postings, pairs, families, initials, meaning: undefined }
}

/** BM25's inverse document frequency of what `holders` of `all` functions hold. */
export function rarity(all: number, holders: number): number {
  return Math.log(1 + (all - holders + 0.5) / (holders + 0.5))
}

/** The catalogue with vectors of descriptions and action names. Errors: the embedder's. */
export async function withMeaning<F extends Findable>(
  catalogue: Catalogue<F>,
  embedder: Pick<Embedder, 'embed'>,
  signal?: AbortSignal,
): Promise<Catalogue<F>> {
  const texts = catalogue.skills.map(({ title, description }) => `${title}. ${description}`)
  const names = catalogue.skills.map(({ source }) => `${source.action.name}. ${source.action.description}`)
  const distinct = [...new Set(names)]
  const vectors = await embedder.embed([...texts, ...distinct], 'passage', signal)
  const places = new Map(distinct.map((name, n) => [name, texts.length + n]))
  return {
    ...catalogue,
    meaning: { cosines: cosinesOf(vectors), actionAt: names.map((name) => places.get(name) ?? -1) },
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

function propertiesOf(parameters: JsonObject): readonly (readonly [string, JsonObject])[] {
  const properties = own(parameters, 'properties')
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).map(([name, schema]) => [name, isJsonObject(schema) ? schema : {}])
}

const descriptionOf = ([, { description }]: readonly [string, JsonObject]) =>
  typeof description === 'string' ? description : ''

function choicesOf([, schema]: readonly [string, JsonObject]): string[] {
  const items = isJsonObject(schema.items) ? schema.items : {}
  return [schema.enum, items.enum].flatMap((list) => (Array.isArray(list) ? list : [])).map(textOf)
}

const isSame = (name: string, title: string) => termsOf(name).join(' ') === termsOf(title).join(' ')
