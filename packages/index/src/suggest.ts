import type { Entry } from './condition.ts'
import { compare } from './sort.ts'
import { normalise } from './words.ts'

/** How many items hold each word of their title, searchable properties and content. */
export function holdersOf(corpus: readonly Entry[]): Map<string, number> {
  const holders = new Map<string, number>()
  for (const { texts } of corpus)
    for (const word of new Set(texts.free.flatMap(({ terms }) => terms)))
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
