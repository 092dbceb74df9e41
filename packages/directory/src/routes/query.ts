import { type CollectionOptions, collectionOptionsOf, isJsonObject, member } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import { directoryErrors } from '../errors.ts'
import type { Filter, Group, User } from '../types.ts'
import { parseFilter, parseSearch } from './filter.ts'

/** Properties that a filter may name. */
const USER_FILTERS = [
  'id',
  'userPrincipalName',
  'mail',
  'displayName',
  'givenName',
  'surname',
  'jobTitle',
  'department',
  'officeLocation',
  'userType',
  'accountEnabled',
] as const satisfies readonly (keyof User)[]
/** Those that a reader of names and mail may filter by: a filter tells what it is about. */
const BASIC_USER_FILTERS = ['id', 'userPrincipalName', 'mail', 'displayName', 'givenName', 'surname'] as const
export const userFilters = (isBasic: boolean): readonly string[] => (isBasic ? BASIC_USER_FILTERS : USER_FILTERS)
export const GROUP_FILTERS = ['id', 'displayName', 'description', 'mail'] as const satisfies readonly (keyof Group)[]

/** Contract: connectors 8.7, page size; Graph gives at most 999. */
const PAGE = 100
const LARGEST_PAGE = 999

export interface ListQuery extends Pick<CollectionOptions, 'select' | 'skip' | 'count' | 'skipToken'> {
  readonly limit: number
  readonly filter: Filter | undefined
}

/**
 * The options of a collection. A filter that is not understood is refused rather than ignored: whoever asks for one
 * person and takes the first of the answer must not get somebody else.
 */
export function listQueryOf(request: FastifyRequest, properties: readonly string[]): ListQuery {
  const query = request.query as Record<string, string | string[] | undefined>
  const { select, skip, count, skipToken, top = PAGE } = collectionOptionsOf(query)
  const filter = textOf(query, 'filter')
  const search = textOf(query, 'search')
  const terms = [
    ...(filter === undefined ? [] : [parseFilter(filter, properties)]),
    ...(search === undefined ? [] : [parseSearch(search, properties)]),
  ]
  return {
    select,
    skip,
    count,
    skipToken,
    limit: Math.min(top, LARGEST_PAGE),
    filter: terms.length > 1 ? { kind: 'and', terms } : terms[0],
  }
}

function textOf(query: unknown, name: string): string | undefined {
  if (!isJsonObject(query)) return undefined
  const value = member(query, `$${name}`) ?? member(query, name)
  if (Array.isArray(value))
    throw directoryErrors.unsupportedQuery({ reason: `$${name} is given twice`, properties: '' })
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}
