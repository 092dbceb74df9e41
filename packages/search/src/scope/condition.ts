import type { Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import { propertyNamed } from '../labels.ts'
import { anyOf, bothOf, EVERYTHING, NOTHING, textOf } from './parts.ts'
import { restrictionOf } from './restriction.ts'

/**
 * What an item of a connection with this schema must be. A restriction on a property that the schema does not let be
 * queried holds for no item; text without words asks nothing, and a query of nothing else finds nothing.
 * Contract: connectors 5.3.
 */
export const conditionOf = (tree: KqlNode, schema: Schema, now: number): Condition =>
  meaningOf(tree, schema, now) ?? NOTHING

/** As `conditionOf`; undefined for what asks nothing. */
export function meaningOf(node: KqlNode, schema: Schema, now: number): Condition | undefined {
  const partsOf = (of: readonly KqlNode[]) => of.flatMap((part) => meaningOf(part, schema, now) ?? [])
  switch (node.kind) {
    case 'everything':
      return EVERYTHING
    case 'text':
      return textOf(node)
    case 'words':
    case 'or':
      return anyOf(partsOf(node.of))
    case 'and':
      return bothOf(partsOf(node.of))
    case 'near': {
      const of = node.of.flatMap((part) => textOf(part) ?? [])
      const { distance, isOrdered } = node
      return of.length > 1 ? { kind: 'near', of, distance, isOrdered } : of[0]
    }
    case 'not': {
      const of = meaningOf(node.of, schema, now)
      return of && { kind: 'not', of }
    }
    case 'restriction': {
      const property = propertyNamed(schema, node.name)
      return property ? restrictionOf(node, property, now) : NOTHING
    }
  }
}
