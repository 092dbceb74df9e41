import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import { labelText } from '../labels.ts'
import { anyOf, EVERYTHING, NOTHING } from '../scope/parts.ts'
import { queryCondition, queryOf } from '../scope/query.ts'
import { isClosed } from '../scope/understood.ts'
import type { ReadableItem } from '../types.ts'
import type { GroundingScope } from './types.ts'

type Scopes = readonly GroundingScope[] | undefined

/**
 * What the index can tell of the scopes of a connection. Fails closed: terms that are no correct KQL, or exclude what the
 * schema does not know, find nothing.
 */
export function scopeCondition(
  scopes: Scopes,
  schema: Schema,
  { id }: ConnectionRecord,
  now: number,
  queryLength: number,
): Condition {
  if (scopes === undefined) return EVERYTHING
  const terms = scopesOf(scopes, id).map(({ additionalSearchTerms }) => {
    if (additionalSearchTerms === undefined) return EVERYTHING
    const query = queryOf(additionalSearchTerms, queryLength)
    const isSettled = query.problems.length === 0 && isClosed(query.tree, schema, now)
    return isSettled ? queryCondition(query, schema, now) : NOTHING
  })
  return anyOf(terms) ?? NOTHING
}

/** Whether some scopes name items one by one, so that not every hit of the index is within. */
export const hasLists = (scopes: Scopes): boolean => scopes?.some((scope) => listsOf(scope).length > 0) ?? false

/** The scopes with each set of terms looked at by itself, so that the lists of one never meet the terms of another. */
export function isWithin(scopes: Scopes, found: ReadableItem): boolean {
  if (scopes === undefined) return true
  return scopesOf(scopes, found.connection.id).some((scope) => {
    const lists = listsOf(scope)
    return lists.length === 0 || lists.some((holds) => holds(found))
  })
}

/** Scopes that could not be told apart by one question: several for one connection, some with terms and some with lists. */
export function isMixed(scopes: Scopes): boolean {
  if (scopes === undefined) return false
  const ids = scopes.map(({ connectionId }) => connectionId.toLowerCase())
  return new Set(ids).size < ids.length && hasLists(scopes)
}

const scopesOf = (scopes: readonly GroundingScope[], id: string) =>
  scopes.filter(({ connectionId }) => connectionId.toLowerCase() === id.toLowerCase())

type Holds = (found: ReadableItem) => boolean

/** One test per list that the scope has. */
function listsOf(scope: GroundingScope): Holds[] {
  const labelTest = (
    values: readonly string[] | undefined,
    label: string,
    fits: (has: string, want: string) => boolean,
  ) =>
    values === undefined
      ? []
      : [
          (found: ReadableItem) => {
            const has = labelText(found, label)
            return has !== undefined && values.some((want) => want !== '' && fits(bare(has), bare(want)))
          },
        ]
  const { itemIds } = scope
  return [
    ...(itemIds === undefined ? [] : [({ item }: ReadableItem) => itemIds.includes(item.itemId)]),
    ...labelTest(scope.urls, 'url', (has, want) => has === want),
    ...labelTest(scope.paths, 'itemPath', isBelow),
    ...labelTest(scope.containerNames, 'containerName', (has, want) => has === want),
    ...labelTest(scope.containerUrls, 'containerUrl', (has, want) => has === want),
  ]
}

const bare = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\\/]+$/, '')

/** `/plans` holds `/plans/a`, not `/plansb`. */
const isBelow = (has: string, want: string) =>
  has === want || (has.startsWith(want) && /[\\/]/.test(has.charAt(want.length)))
