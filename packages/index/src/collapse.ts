import { own } from '@jumpseat/wire'
import { identityOf } from './refine.ts'
import { compareValues } from './sort.ts'
import type { Collapse, IndexedItem } from './types.ts'

export interface Collapsible {
  readonly item: IndexedItem
  readonly isCollapsed: boolean
}

/**
 * Keeps the first `limit` hits of each combination of values, level by level; hits come in their order.
 * Several values count as a set, none as a value of its own. Contract: connectors 5.6.
 */
export function collapsed<T extends Collapsible>(hits: readonly T[], levels: readonly Collapse[]): T[] {
  let left = [...hits]
  for (const { properties, limit } of levels) {
    const groups = Map.groupBy(left, ({ item }) => combinationOf(item, properties))
    const sizes = new Map<string, number>()
    left = left.flatMap((hit) => {
      const combination = combinationOf(hit.item, properties)
      const before = sizes.get(combination) ?? 0
      sizes.set(combination, before + 1)
      if (before >= limit) return []
      return [(groups.get(combination)?.length ?? 0) > limit ? { ...hit, isCollapsed: true } : hit]
    })
  }
  return left
}

/** Equal for items that hold the same values in these properties. */
export function combinationOf({ values }: IndexedItem, properties: readonly string[]): string {
  return JSON.stringify(
    properties.map((property) => [...new Set((own(values, property) ?? []).map(identityOf))].toSorted(compareValues)),
  )
}
