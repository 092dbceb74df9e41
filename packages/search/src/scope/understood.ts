import type { Schema } from '@jumpseat/connectors'
import type { KqlNode } from '@jumpseat/kql'
import { meaningOf } from './condition.ts'
import { NOTHING } from './parts.ts'

/** Whether each part means something to the schema. */
export function isUnderstood(node: KqlNode, schema: Schema, now: number): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
    case 'words':
    case 'near':
      return node.of.every((part) => isUnderstood(part, schema, now))
    case 'not':
      return isUnderstood(node.of, schema, now)
    default:
      return (meaningOf(node, schema, now) ?? NOTHING) !== NOTHING
  }
}

/**
 * Whether what is excluded means something to the schema. What does not holds for no item, so that its `NOT` would hold for
 * every one: as a scope it would let everything through.
 */
export function isClosed(node: KqlNode, schema: Schema, now: number): boolean {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.every((part) => isClosed(part, schema, now))
    case 'not':
      return isUnderstood(node.of, schema, now)
    default:
      return true
  }
}
