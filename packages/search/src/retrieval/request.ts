import { canonicalMember, isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'
import { problemsIn, problemText, type Query, queryOf } from '../scope/query.ts'
import type { SearchSettings } from '../settings.ts'

const DATA_SOURCES = ['sharePoint', 'oneDriveBusiness', 'externalItem'] as const

/** Contract: connectors 6.1. */
export interface RetrievalRequest {
  readonly queryString: string
  readonly dataSource: (typeof DATA_SOURCES)[number]
  readonly connectionIds: readonly string[] | undefined
  /** Read by itself, so that nothing in it can widen the question. */
  readonly filter: Query | undefined
  /** Why a filter was ignored. */
  readonly warning: string | undefined
  readonly resourceMetadata: readonly string[]
  readonly maximumNumberOfResults: number
}

export function retrievalRequestOf(body: unknown, settings: SearchSettings): RetrievalRequest {
  if (!isJsonObject(body)) throw invalid('The body is not an object.', 'Send a JSON object.', '')
  const dataSource = dataSourceOf(body)
  return {
    queryString: queryStringOf(body, settings),
    dataSource,
    connectionIds: connectionIdsOf(body),
    ...filterOf(body, settings),
    resourceMetadata: namesOf(body),
    maximumNumberOfResults: resultsOf(body, settings),
  }
}

function queryStringOf(body: JsonObject, { retrievalQueryLength }: SearchSettings): string {
  const text = member(body, 'queryString')
  if (typeof text !== 'string' || text.trim() === '')
    throw invalid('queryString is missing.', 'Send one sentence as "queryString".', 'queryString')
  if (text.length > retrievalQueryLength)
    throw invalid(
      `queryString is longer than ${retrievalQueryLength} characters.`,
      'Send a shorter one.',
      'queryString',
    )
  return text
}

function dataSourceOf(body: JsonObject): RetrievalRequest['dataSource'] {
  const text = member(body, 'dataSource')
  const dataSource = typeof text === 'string' ? canonicalMember(DATA_SOURCES, text) : undefined
  if (dataSource) return dataSource
  throw invalid('dataSource is missing or not known.', `Send one of: ${DATA_SOURCES.join(', ')}.`, 'dataSource')
}

/** What to filter by, and what is wrong with it; what cannot be read is ignored unless settings are strict. */
function filterOf(body: JsonObject, settings: SearchSettings): Pick<RetrievalRequest, 'filter' | 'warning'> {
  const text = member(body, 'filterExpression') ?? ''
  if (typeof text !== 'string')
    throw invalid('filterExpression is not a string.', 'Send KQL as a string, or leave it out.', 'filterExpression')
  if (text.trim() === '') return { filter: undefined, warning: undefined }
  const filter = queryOf(text, settings.queryLength)
  const problem = problemText(filter)
  if (problem === undefined) return { filter, warning: undefined }
  if (!settings.strictFilters) return { filter: undefined, warning: `filterExpression was ignored: ${problem}` }
  const place = 'filterExpression'
  throw searchErrors.invalidRetrieval(
    {
      reason: `filterExpression is no correct KQL: ${problem}.`,
      fix: filter.problems[0]?.fix ?? 'Write name:value.',
    },
    { place, problems: problemsIn(text, filter.problems, place) },
  )
}

/** Undefined when the member is absent; a scope that cannot be read is an error and never means everything. */
function connectionIdsOf(body: JsonObject): readonly string[] | undefined {
  const place = 'dataSourceConfiguration/externalItem/connections'
  const configuration = objectOrAbsent(member(body, 'dataSourceConfiguration'), 'dataSourceConfiguration')
  const items = objectOrAbsent(
    configuration && member(configuration, 'externalItem'),
    'dataSourceConfiguration/externalItem',
  )
  const connections = items && member(items, 'connections')
  if (connections === undefined || connections === null) return undefined
  const ids = Array.isArray(connections)
    ? connections.map((each) => (isJsonObject(each) ? member(each, 'connectionId') : undefined))
    : [undefined]
  if (!ids.every((id) => typeof id === 'string'))
    throw invalid('The connections cannot be read.', 'Send [ { "connectionId": "…" } ].', place)
  return ids.length === 0 ? undefined : ids
}

const MOST_NAMES = 256

function namesOf(body: JsonObject): readonly string[] {
  const names = stringsOf(member(body, 'resourceMetadata'), 'resourceMetadata') ?? []
  if (names.length <= MOST_NAMES) return names
  throw invalid('There are too many names in resourceMetadata.', `Name at most ${MOST_NAMES}.`, 'resourceMetadata')
}

function resultsOf(body: JsonObject, { retrievalResults }: SearchSettings): number {
  const value = member(body, 'maximumNumberOfResults')
  if (value === undefined || value === null) return retrievalResults
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= retrievalResults) return value
  throw invalid(
    'maximumNumberOfResults is out of range.',
    `Send a whole number from 1 to ${retrievalResults}.`,
    'maximumNumberOfResults',
  )
}

function objectOrAbsent(value: JsonValue | undefined, place: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined
  if (isJsonObject(value)) return value
  throw invalid(`${place} is not an object.`, 'Send an object, or leave it out.', place)
}

function stringsOf(value: JsonValue | undefined, place: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  throw invalid(`${place} is not a list of strings.`, `Send "${place}" as an array of strings.`, place)
}

function invalid(reason: string, fix: string, place: string) {
  return searchErrors.invalidRetrieval({ reason, fix }, { place })
}
