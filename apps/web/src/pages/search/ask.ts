import { propose, search } from '../../api/endpoints.ts'
import type { Outcome } from '../../api/http.ts'
import type { Aggregation, Proposal, SearchResponse } from '../../api/types.ts'
import { PAGE_SIZE, type Place, type SearchAddress } from '../../lib/address.ts'
import { misreadingsOf } from './misread.ts'
import { aggregationsOf, type Field, filtersOf } from './refine.ts'

/** The part of the address that decides which results there are. */
export type Question = Pick<SearchAddress, 'query' | 'from' | keyof Place | 'filters' | 'sort' | 'kept' | 'isExact'>

/** The results, and what to narrow them by. */
export interface Answer {
  readonly response: SearchResponse
  readonly aggregations: readonly Aggregation[]
  /** The question as filters and the text that is left. */
  readonly proposal: Proposal
}

export async function ask(question: Question, fields: readonly Field[], signal: AbortSignal): Promise<Outcome<Answer>> {
  const proposal = await proposalOf(question, signal)
  const answer = await askAll({ ...question, proposal }, fields, signal)
  // Where the properties offered cannot be counted, the results matter more than what to narrow them down by.
  const isRefused = !answer.ok && answer.problem.status === 400 && misreadingsOf(answer.problem).length === 0
  return isRefused && fields.length > 0 ? askAll({ ...question, proposal }, [], signal) : answer
}

/** Who wants the words as they are gets them; without an answer the question is its own text. */
async function proposalOf(
  { query, connection, vertical, kept, isExact }: Question,
  signal: AbortSignal,
): Promise<Proposal> {
  const none = { filters: [], text: query }
  if (isExact || query === '*') return none
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const place = vertical ? { vertical } : connection ? { connectionId: connection } : {}
  const body = { question: query, timeZone, kept, ...place }
  const outcome = await propose(body, signal)
  return outcome.ok ? outcome.value : none
}

interface Understood extends Question {
  readonly proposal: Proposal
}

async function askAll(question: Understood, fields: readonly Field[], signal: AbortSignal): Promise<Outcome<Answer>> {
  const now = new Date()
  const chosen = fields.filter(({ name }) => question.filters.some(({ field }) => field === name))
  const [found, ...others] = await Promise.all([
    search(requestOf(question, fields, now), question.vertical, signal),
    ...chosen.map((field) => search(othersOf(question, field, now), question.vertical, signal)),
  ])
  if (!found.ok) return found
  const counted = (response: SearchResponse) => response.value[0]?.hitsContainers[0]?.aggregations ?? []
  const replaced = new Set(chosen.filter((_, at) => others[at]?.ok).map(({ name }) => name))
  const aggregations = [
    ...counted(found.value).filter(({ field }) => !replaced.has(field)),
    ...others.flatMap((other) => (other.ok ? counted(other.value) : [])),
  ]
  return { ok: true, value: { response: found.value, aggregations, proposal: question.proposal } }
}

/** One `searchRequest`. Contract: connectors 5.1. */
export function requestOf(question: Understood, fields: readonly Field[], now: Date): object {
  const { proposal, from, connection, vertical, filters, sort, isExact } = question
  // A spelling is put right in the text alone, which the page does not show by itself.
  const isCorrected = !isExact && proposal.filters.length === 0
  return {
    entityTypes: ['externalItem'],
    ...(connection && !vertical ? { contentSources: [`/external/connections/${connection}`] } : {}),
    query: { queryString: proposal.text },
    from,
    size: PAGE_SIZE,
    ...(sort ? { sortProperties: [sort] } : {}),
    ...(fields.length > 0 ? { aggregations: aggregationsOf(fields, now) } : {}),
    ...(filters.length > 0 ? { aggregationFilters: filtersOf(filters, now) } : {}),
    ...(proposal.filters.length > 0 ? { propertyFilters: proposal.filters } : {}),
    queryAlterationOptions: { enableSuggestion: isCorrected, enableModification: isCorrected },
    resultTemplateOptions: { enableResultTemplate: true },
  }
}

/** Counts the values of a field as if none of them were chosen, so that a second one can be added. */
function othersOf(question: Understood, field: Field, now: Date): object {
  const filters = question.filters.filter((filter) => filter.field !== field.name)
  return { ...requestOf({ ...question, filters, sort: undefined, from: 0 }, [field], now), size: 0 }
}
