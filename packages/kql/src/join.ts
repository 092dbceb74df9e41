import { combine } from './tree.ts'
import type { KqlNode, Restriction } from './types.ts'

/** A member of a list of expressions without operators between them. */
export interface Member {
  readonly node: KqlNode
  /** It stands by itself: no bracket, no sign and no operator of its own. */
  readonly isBare: boolean
}

/**
 * Implicit joining. Bare restrictions of the same property become one "any of them" where the first stood; all that is
 * left must hold together. Contract: connectors 5.3; which list counts: [MS-KQL] 2.2.4.
 */
export function joined(members: readonly Member[]): KqlNode[] {
  const places = new Map<string, Restriction[]>()
  const groups: (readonly KqlNode[])[] = []
  for (const { node, isBare } of members) {
    if (!isBare || node.kind !== 'restriction') {
      groups.push([node])
      continue
    }
    const name = node.name.toLowerCase()
    const same = places.get(name)
    if (same) same.push(node)
    else {
      const first = [node]
      places.set(name, first)
      groups.push(first)
    }
  }
  return groups.flatMap((group) => combine('or', group) ?? [])
}
