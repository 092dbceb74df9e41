import { own } from '@jumpseat/wire'
import { areNear } from './near.ts'
import { occurrencesIn } from './occurrence.ts'
import { passagesOf, type Texts } from './texts.ts'
import type { Condition, IndexedItem, IndexedValue, NearCondition, TextCondition, ValueCondition } from './types.ts'
import { normalise } from './words.ts'

/** An item and its words. */
export interface Entry {
  readonly item: IndexedItem
  readonly texts: Texts
}

/** Is the item what the condition says? */
export function holds(condition: Condition, entry: Entry): boolean {
  return failing(condition, entry) === undefined
}

/**
 * The first part that the item fails, looking into `and` only: an `or` fails as a whole, a `not` too.
 * Undefined when the condition holds.
 */
export function failing(condition: Condition, entry: Entry): Condition | undefined {
  const unless = (isTrue: boolean) => (isTrue ? undefined : condition)
  switch (condition.kind) {
    case 'everything':
      return undefined
    case 'nothing':
      return condition
    case 'and':
      for (const part of condition.of) {
        const failed = failing(part, entry)
        if (failed) return failed
      }
      return undefined
    case 'or':
      return unless(condition.of.some((part) => holds(part, entry)))
    case 'not':
      return unless(!holds(condition.of, entry))
    case 'text':
      return unless(contains(entry.texts, condition))
    case 'near':
      return unless(isNear(entry.texts, condition))
    case 'value':
      return unless((own(entry.item.values, condition.property) ?? []).some((value) => passes(value, condition.test)))
  }
}

export function contains(texts: Texts, condition: TextCondition): boolean {
  return passagesOf(texts, condition.property).some(({ terms }) => occurrencesIn(terms, condition).length > 0)
}

/** Parts that name different properties have no passage in common. */
function isNear(texts: Texts, condition: NearCondition): boolean {
  const [first] = condition.of
  if (!first || condition.of.some(({ property }) => property !== first.property)) return false
  return passagesOf(texts, first.property).some(({ terms }) =>
    areNear(
      condition.of.map((part) => ({
        starts: occurrencesIn(terms, part).map(({ at }) => at),
        length: part.terms.length,
      })),
      condition,
    ),
  )
}

/** Values of different types are never equal. A range is for numbers and dates. */
export function passes(value: IndexedValue, test: ValueCondition['test']): boolean {
  switch (test.op) {
    case 'equals':
      return typeof value === 'string' && typeof test.value === 'string'
        ? normalise(value) === normalise(test.value)
        : value === test.value
    case 'startsWith':
      return typeof value === 'string' && normalise(value).startsWith(normalise(test.value))
    case 'range':
      return (
        typeof value === 'number' &&
        (test.from === undefined || (test.includesFrom ? value >= test.from : value > test.from)) &&
        (test.to === undefined || (test.includesTo ? value <= test.to : value < test.to))
      )
  }
}

/** The text conditions that make the score: those not under a `not`, the parts of a near included, each once, in order. */
export function leavesOf(condition: Condition): TextCondition[] {
  const found = new Map<string, TextCondition>()
  const walk = (part: Condition): void => {
    if (part.kind === 'text') {
      const key = leafKey(part)
      if (!found.has(key)) found.set(key, part)
    } else if (part.kind === 'and' || part.kind === 'or' || part.kind === 'near')
      for (const below of part.of) walk(below)
  }
  walk(condition)
  return [...found.values()]
}

/** Equal for text conditions that mean the same. */
export const leafKey = ({ terms, isPrefix, property }: TextCondition) =>
  JSON.stringify([terms, isPrefix, property ?? null])
