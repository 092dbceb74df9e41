import type { Entry } from './condition.ts'
import { compare } from './sort.ts'
import type { Passage } from './texts.ts'
import type { IndexedItem, Scope } from './types.ts'
import { normalise } from './words.ts'

/** How many items hold each word of their title, searchable properties and content. */
export const holdersOf = (corpus: readonly Entry[]): Map<string, number> => holdersIn(corpus, () => true)

/** As `holdersOf`, without the fields that the scope of an item withholds. */
export const toldHoldersOf = (corpus: readonly Entry[], scopes: readonly Scope[]): Map<string, number> =>
  holdersIn(corpus, ({ connectionUid }, { field, name }) => {
    const withheld = scopes.find((scope) => scope.connectionUid === connectionUid)?.withheld
    return !(field === 'title' ? withheld?.title : field === 'properties' && withheld?.properties.includes(name))
  })

function holdersIn(corpus: readonly Entry[], counts: (item: IndexedItem, passage: Passage) => boolean) {
  const holders = new Map<string, number>()
  for (const { item, texts } of corpus)
    for (const word of new Set(texts.free.filter((passage) => counts(item, passage)).flatMap(({ terms }) => terms)))
      holders.set(word, (holders.get(word) ?? 0) + 1)
  return holders
}

/** Words that begin so: those of most items first, then in alphabetical order. Nothing begins with nothing. */
export function beginningWith(holders: ReadonlyMap<string, number>, beginning: string, limit: number): string[] {
  const start = normalise(beginning.trim())
  if (start === '') return []
  return [...holders]
    .filter(([word]) => word.startsWith(start))
    .toSorted(([a, few], [b, many]) => many - few || compare(a, b))
    .slice(0, limit)
    .map(([word]) => word)
}
