import type { Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import type { TenantId } from '@jumpseat/wire'
import { meaningOf } from '../scope/condition.ts'
import { EVERYTHING, NOTHING, unscored } from '../scope/parts.ts'
import { queryCondition, queryOf } from '../scope/query.ts'
import type { Context } from '../types.ts'
import { verticalOf } from './records.ts'
import { liveConnections } from './service.ts'

/** What a vertical makes of a search. It only ever narrows: what cannot be understood finds nothing. */
export interface VerticalScope {
  readonly connectionIds: readonly string[]
  readonly condition: (schema: Schema) => Condition
}

/** The scope of an enabled vertical; of any other one, a scope in which nothing is found. */
export function verticalScope(context: Context, tenantId: TenantId, id: string): VerticalScope {
  const vertical = verticalOf(context, tenantId, id)
  if (vertical?.state !== 'enabled') return { connectionIds: [], condition: () => NOTHING }
  const { restriction } = vertical
  const query = restriction === null ? undefined : queryOf(restriction, context.settings.queryLength)
  const now = context.now()
  const condition = (schema: Schema): Condition => {
    if (!query) return EVERYTHING
    if (query.problems.length > 0 || !isUnderstood(query.tree, schema, now)) return NOTHING
    return unscored(queryCondition(query, schema, now))
  }
  return { connectionIds: liveConnections(context, vertical).map((connection) => connection.id), condition }
}

/** Whether each part means something to the schema. A `NOT` of one that does not would let everything through. */
function isUnderstood(node: KqlNode, schema: Schema, now: number): boolean {
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
