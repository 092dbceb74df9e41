import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import type { TextProblem } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'
import { type Arrangement, type Found, find, NOTHING } from '../find.ts'
import { leanOfQuery } from '../meaning/lean.ts'
import { allOf, EVERYTHING } from '../scope/parts.ts'
import { problemsIn, problemText, type Query, queryCondition, queryOf } from '../scope/query.ts'
import type { Context } from '../types.ts'
import { type VerticalScope, verticalScope } from '../vertical/scope.ts'
import { type Aggregation, planned } from './aggregations.ts'
import { type Alteration, type AlterationKind, alterationOf } from './alteration.ts'
import { findDistinct } from './duplicates.ts'
import { filterCondition, refuseUnusable } from './filters.ts'
import { collapseKeysOf, sortKeysOf } from './order.ts'
import { propertyCondition } from './property-filters.ts'
import { queryTextOf, SEARCH_TERMS, type SearchRequest } from './request.ts'

/** What one `searchRequest` came to. */
export interface Outcome {
  readonly query: Query
  readonly found: Found
  readonly hasMore: boolean
  /** With one list of buckets each in `found`. */
  readonly aggregations: readonly Aggregation[]
  readonly alteration: { readonly kind: AlterationKind; readonly of: Alteration } | undefined
}

export interface SearchOptions {
  /** Refuses a query that is no correct KQL. */
  readonly isStrict: boolean
  /** Id of a vertical to search in; one that is not there or not enabled finds nothing. */
  readonly vertical: string | undefined
}

/** A request with what a vertical lets be found. */
interface Scoped extends SearchRequest {
  readonly scope?: VerticalScope['condition']
}

function within(request: SearchRequest, { connectionIds, condition }: VerticalScope): Scoped {
  const wanted = request.connectionIds && new Set(request.connectionIds.map((id) => id.toLowerCase()))
  const both = connectionIds.filter((id) => wanted?.has(id.toLowerCase()) ?? true)
  return { ...request, connectionIds: both, scope: condition }
}

/** Runs one request. Errors: 400, and those of `find`. */
export async function search(
  context: Context,
  caller: Caller,
  request: SearchRequest,
  { isStrict, vertical }: SearchOptions,
): Promise<Outcome> {
  const asked = vertical === undefined ? request : within(request, verticalScope(context, caller, vertical))
  const first = await run(context, caller, asked, readQuery(context, asked.queryString, asked, isStrict))
  if (!asked.enableModification && !asked.enableSuggestion) return first
  if (first.found.total > 0 && !asked.enableSuggestion) return first

  const alteration = await alterationOf(context, caller, asked.queryString, asked.connectionIds)
  if (!alteration) return first
  const second = await run(context, caller, asked, readQuery(context, alteration.altered, asked, false))
  // What finds nothing is no help.
  if (second.found.total === 0) return first
  if (first.found.total === 0 && asked.enableModification)
    return { ...second, alteration: { kind: 'Modification', of: alteration } }
  return asked.enableSuggestion ? { ...first, alteration: { kind: 'Suggestion', of: alteration } } : first
}

function readQuery({ settings }: Context, queryString: string, { template }: SearchRequest, isStrict: boolean): Query {
  const query = queryOf(queryTextOf(queryString, template), settings.queryLength)
  const [problem] = query.problems
  if (!problem || !isStrict) return query
  const problems = problemsOf(query, queryString, template)
  const reason = `the query is no correct KQL: ${problemText(query)}`
  throw searchErrors.invalidSearch({ reason, fix: problem.fix }, { place: 'query/queryString', problems })
}

/** Where the problems are in what was sent: the query, or the template around it. */
function problemsOf({ problems }: Query, queryString: string, template: string | undefined): TextProblem[] {
  const before = template?.search(SEARCH_TERMS) ?? 0
  if (template !== undefined && before === -1) return problemsIn(template, problems, 'query/queryTemplate')
  return problems.flatMap((problem) => {
    const start = problem.position.start - before
    if (start >= 0 && start <= queryString.length) {
      const position = { start, end: Math.min(problem.position.end - before, queryString.length) }
      return problemsIn(queryString, [{ ...problem, position }], 'query/queryString')
    }
    return template === undefined
      ? []
      : problemsIn(template, [{ ...problem, position: wholeOf(template) }], 'query/queryTemplate')
  })
}

const wholeOf = ({ length }: string) => ({ start: 0, end: length })

async function run(context: Context, caller: Caller, asked: Scoped, query: Query): Promise<Outcome> {
  const nothing = { query, found: NOTHING, hasMore: false, aggregations: [], alteration: undefined }
  if (!asked.wantsItems) return nothing
  const { connectionIds, from, size, filters, collapses } = asked
  const now = context.now()
  let aggregations: readonly Aggregation[] = []
  const arrange = (schemas: readonly Schema[]): Arrangement => {
    refuseUnusable(filters, schemas, now)
    aggregations = planned(asked.aggregations, schemas, now)
    return {
      sort: sortKeysOf(asked.sorts, schemas),
      collapse: collapseKeysOf(collapses, schemas),
      refiners: aggregations,
    }
  }
  const filtered = (schema: Schema, connection: ConnectionRecord) => [
    ...filters.map((filter) => filterCondition(filter, schema, now)),
    ...asked.propertyFilters.map((filter) => propertyCondition(filter, schema, connection, now)),
    asked.scope?.(schema, query) ?? EVERYTHING,
  ]
  // Who asks for an order by values looks for what holds the words, not for what is near them.
  const lean = asked.sorts.length === 0 ? leanOfQuery(query) : undefined
  // Both take hits away that the total still counts, so one more is asked for to know whether there are more.
  const isThinned = collapses.length > 0 || asked.trimDuplicates
  const found = await (asked.trimDuplicates ? findDistinct : find)(context, caller, {
    connectionIds,
    condition: (schema, connection) => allOf([queryCondition(query, schema, now), ...filtered(schema, connection)]),
    meaning: lean && { lean, filter: (schema, connection) => allOf(filtered(schema, connection)) },
    from,
    size: isThinned ? size + 1 : size,
    arrange: isArranged(asked) ? arrange : undefined,
  })
  const items = found.items.slice(0, size)
  const hasMore = isThinned ? found.items.length > size : from + items.length < found.total
  return { ...nothing, found: { ...found, items }, hasMore, aggregations }
}

const isArranged = ({ filters, aggregations, sorts, collapses }: SearchRequest) =>
  [filters, aggregations, sorts, collapses].some(({ length }) => length > 0)
