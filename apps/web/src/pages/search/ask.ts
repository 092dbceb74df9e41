import { search } from '../../api/endpoints.ts'
import type { Outcome } from '../../api/http.ts'
import type { Aggregation, SearchResponse } from '../../api/types.ts'
import { PAGE_SIZE, type SearchAddress } from '../../lib/address.ts'
import { misreadingsOf } from './misread.ts'
import { aggregationsOf, type Field, filtersOf } from './refine.ts'

/** The part of the address that decides which results there are. */
export type Question = Pick<SearchAddress, 'query' | 'from' | 'connection' | 'filters' | 'sort' | 'isExact'>

/** The results, and what to narrow them by. */
export interface Answer {
  readonly response: SearchResponse
  readonly aggregations: readonly Aggregation[]
}

export async function ask(question: Question, fields: readonly Field[], signal: AbortSignal): Promise<Outcome<Answer>> {
  const answer = await askAll(question, fields, signal)
  // Where the properties offered cannot be counted, the results matter more than what to narrow them down by.
  const isRefused = !answer.ok && answer.problem.status === 400 && misreadingsOf(answer.problem).length === 0
  return isRefused && fields.length > 0 ? askAll(question, [], signal) : answer
}

async function askAll(question: Question, fields: readonly Field[], signal: AbortSignal): Promise<Outcome<Answer>> {
  const now = new Date()
  const chosen = fields.filter(({ name }) => question.filters.some(({ field }) => field === name))
  const [found, ...others] = await Promise.all([
    search(requestOf(question, fields, now), signal),
    ...chosen.map((field) => search(othersOf(question, field, now), signal)),
  ])
  if (!found.ok) return found
  const counted = (response: SearchResponse) => response.value[0]?.hitsContainers[0]?.aggregations ?? []
  const replaced = new Set(chosen.filter((_, at) => others[at]?.ok).map(({ name }) => name))
  const aggregations = [
    ...counted(found.value).filter(({ field }) => !replaced.has(field)),
    ...others.flatMap((other) => (other.ok ? counted(other.value) : [])),
  ]
  return { ok: true, value: { response: found.value, aggregations } }
}

/** One `searchRequest`. Contract: connectors 5.1. */
export function requestOf(question: Question, fields: readonly Field[], now: Date): object {
  const { query, from, connection, filters, sort, isExact } = question
  return {
    entityTypes: ['externalItem'],
    ...(connection ? { contentSources: [`/external/connections/${connection}`] } : {}),
    query: { queryString: query },
    from,
    size: PAGE_SIZE,
    ...(sort ? { sortProperties: [sort] } : {}),
    ...(fields.length > 0 ? { aggregations: aggregationsOf(fields, now) } : {}),
    ...(filters.length > 0 ? { aggregationFilters: filtersOf(filters, now) } : {}),
    queryAlterationOptions: { enableSuggestion: !isExact, enableModification: !isExact },
    resultTemplateOptions: { enableResultTemplate: true },
  }
}

/** Counts the values of a field as if none of them were chosen, so that a second one can be added. */
function othersOf(question: Question, field: Field, now: Date): object {
  const filters = question.filters.filter((filter) => filter.field !== field.name)
  return { ...requestOf({ ...question, filters, sort: undefined, from: 0 }, [field], now), size: 0 }
}
