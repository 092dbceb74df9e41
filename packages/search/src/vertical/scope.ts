import type { Schema } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import type { Condition } from '@jumpseat/index'
import { conditionOf } from '../scope/condition.ts'
import { EVERYTHING, NOTHING, unscored } from '../scope/parts.ts'
import type { Query } from '../scope/query.ts'
import { isUnderstood } from '../scope/understood.ts'
import { freeTextsOf } from '../scope/words.ts'
import type { Context } from '../types.ts'
import { verticalOf } from './records.ts'
import { resolved } from './resolve.ts'
import { readRestriction } from './restriction.ts'
import { liveConnections } from './service.ts'

/** What a vertical makes of a search. It only ever narrows: what cannot be understood finds nothing. */
export interface VerticalScope {
  readonly connectionIds: readonly string[]
  /** For the query, or before there is one. */
  readonly condition: (schema: Schema, query?: Query) => Condition
}

/** The scope of an enabled vertical for a person; of any other one, a scope in which nothing is found. */
export function verticalScope(
  context: Context,
  { tenantId, objectId }: Pick<Caller, 'tenantId' | 'objectId'>,
  id: string,
): VerticalScope {
  const vertical = verticalOf(context, tenantId, id)
  if (vertical?.state !== 'enabled') return { connectionIds: [], condition: () => NOTHING }
  const { restriction } = vertical
  const template = restriction === null ? undefined : readRestriction(restriction, context.settings.queryLength)
  const now = context.now()
  const user = context.directory.user(tenantId, objectId)
  const condition = (schema: Schema, query?: Query): Condition => {
    if (!template) return EVERYTHING
    const searchTerms = query && wordsIn(query)
    const tree = template.problems.length > 0 ? undefined : resolved(template, { user, searchTerms, now })
    return tree && isUnderstood(tree, schema, now) ? unscored(conditionOf(tree, schema, now)) : NOTHING
  }
  return { connectionIds: liveConnections(context, vertical).map((connection) => connection.id), condition }
}

/** The free text of a query, as it was written. */
const wordsIn = ({ tree }: Query): string =>
  freeTextsOf(tree)
    .map(({ text }) => text)
    .join(' ')
