import type { Entry } from './condition.ts'
import { occurrencesIn } from './occurrence.ts'
import { compare } from './sort.ts'
import { passagesOf } from './texts.ts'
import type { TextCondition } from './types.ts'

/** The words of an item at which the leaves stand, with the names of the fields they stand in, both in alphabetical order. */
export function matchedIn({ texts }: Entry, leaves: readonly TextCondition[]): { term: string; fields: string[] }[] {
  const found = new Map<string, Set<string>>()
  for (const leaf of leaves)
    for (const { name, terms } of passagesOf(texts, leaf.property))
      for (const { at } of occurrencesIn(terms, leaf))
        for (const term of terms.slice(at, at + leaf.terms.length))
          found.set(term, (found.get(term) ?? new Set()).add(name))
  return [...found]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([term, fields]) => ({ term, fields: [...fields].toSorted(compare) }))
}
