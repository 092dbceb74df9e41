import type { Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { KqlNode, Position } from '@jumpseat/kql'
import { propertyNamed } from '../labels.ts'
import { anyOf, bothOf, EVERYTHING, NOTHING, textOf } from './parts.ts'
import { restrictionOf } from './restriction.ts'

/** Where in the query each condition comes from, by `originKey`. */
export type Origins = Map<string, Position>
/** An engine may hand a condition back as a copy, so it is known by what it says. */
export const originKey = (condition: Condition) => JSON.stringify(condition)

/**
 * What an item of a connection with this schema must be. A restriction on a property that the schema does not let be
 * queried holds for no item; text without words asks nothing, and a query of nothing else finds nothing.
 * Contract: connectors 5.3.
 */
export function conditionOf(tree: KqlNode, schema: Schema, now: number, origins?: Origins): Condition {
  const read = (node: KqlNode): Condition | undefined => {
    const condition = meaningOf(node)
    if (condition && origins && !origins.has(originKey(condition))) origins.set(originKey(condition), node.position)
    return condition
  }
  const meaningOf = (node: KqlNode): Condition | undefined => {
    switch (node.kind) {
      case 'everything':
        return EVERYTHING
      case 'text':
        return textOf(node)
      case 'words':
        return anyOf(node.of.flatMap((part) => read(part) ?? []))
      case 'or':
        return anyOf(node.of.flatMap((part) => read(part) ?? []))
      case 'and':
        return bothOf(node.of.flatMap((part) => read(part) ?? []))
      case 'near': {
        const of = node.of.flatMap((part) => textOf(part) ?? [])
        const { distance, isOrdered } = node
        return of.length > 1 ? { kind: 'near', of, distance, isOrdered } : of[0]
      }
      case 'not': {
        const of = read(node.of)
        return of && { kind: 'not', of }
      }
      case 'restriction': {
        const property = propertyNamed(schema, node.name)
        return property ? restrictionOf(node, property, now) : NOTHING
      }
    }
  }
  return read(tree) ?? NOTHING
}
