import { isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'
import type { SearchSettings } from '../settings.ts'
import { plainWords } from './words.ts'

/** One `searchRequest`, read and checked. Contract: connectors 5.1. */
export interface SearchRequest {
  /** False when only kinds were asked for that this server does not hold. */
  readonly wantsItems: boolean
  readonly text: string
  readonly connectionIds: readonly string[] | undefined
  readonly fields: readonly string[] | undefined
  readonly from: number
  readonly size: number
}

const DEFAULT_SIZE = 25
const ITEM_TYPE = 'externalitem'
// contract: connectors 5.1 and 5.2
const COMBINABLE = ['drive', 'driveitem', 'list', 'listitem', 'site']
const KNOWN = [ITEM_TYPE, ...COMBINABLE, 'event', 'message', 'chatmessage', 'person', 'acronym', 'bookmark']
/** Refused rather than ignored: an answer without them would look right and be wrong. */
const NOT_YET = ['aggregations', 'aggregationFilters', 'sortProperties', 'collapseProperties']

export function searchRequestsOf(body: unknown, settings: SearchSettings): SearchRequest[] {
  const requests = isJsonObject(body) ? member(body, 'requests') : undefined
  if (!Array.isArray(requests) || requests.length === 0)
    throw invalid('the body has no requests', 'Send { "requests": [ { … } ] } with one request.', 'requests')
  const types = requests.map((request, n) => entityTypesOf(objectAt(request, `requests/${n}`), `requests/${n}`))
  const all = types.flatMap((set) => [...set])
  if (new Set(all).size < all.length)
    throw invalid('several requests ask for the same entity type', 'Send one request per entity type.', 'requests')
  return requests.map((request, n) => searchRequestOf(objectAt(request, ''), types[n] ?? new Set(), settings))
}

function searchRequestOf(request: JsonObject, types: ReadonlySet<string>, settings: SearchSettings): SearchRequest {
  for (const name of NOT_YET) {
    const value = member(request, name)
    if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) continue
    throw invalid(`${name} is not supported yet`, `Leave ${name} out.`, name)
  }
  const sizeLimits = { least: 0, most: settings.largestPage, fallback: DEFAULT_SIZE }
  return {
    wantsItems: types.has(ITEM_TYPE),
    text: textOf(request, settings),
    connectionIds: connectionIdsOf(stringsOf(request, 'contentSources')),
    fields: stringsOf(request, 'fields') ?? stringsOf(request, 'stored_fields'),
    from: wholeNumber(request, 'from', { least: 0, most: 2 ** 31 - 1, fallback: 0 }),
    size: wholeNumber(request, 'size', sizeLimits),
  }
}

/** The entity types in lower case without their namespace. */
function entityTypesOf(request: JsonObject, place: string): Set<string> {
  const names = stringsOf(request, 'entityTypes') ?? []
  const types = new Set(
    names.map((name) => name.toLowerCase().replace(/^#?microsoft\.graph\.(externalconnectors\.)?/, '')),
  )
  if (types.size === 0)
    throw invalid('entityTypes is missing', 'Send "entityTypes": ["externalItem"].', `${place}/entityTypes`)
  for (const type of types)
    if (!KNOWN.includes(type))
      throw invalid(`the entity type '${type}' is not known`, 'Send "entityTypes": ["externalItem"].', 'entityTypes')
  const isMixed = types.has(ITEM_TYPE) && [...types].some((type) => type !== ITEM_TYPE && !COMBINABLE.includes(type))
  if (isMixed)
    throw invalid(
      'externalItem cannot be combined with these entity types',
      'Combine externalItem with drive, driveItem, list, listItem or site only.',
      'entityTypes',
    )
  return types
}

/** The query's words, put into the template when there is one. */
function textOf(request: JsonObject, settings: SearchSettings): string {
  const query = member(request, 'query')
  const queryString = isJsonObject(query) ? member(query, 'queryString') : undefined
  if (!isJsonObject(query) || typeof queryString !== 'string' || queryString.trim() === '')
    throw searchErrors.missingQuery({}, { place: 'query/queryString' })
  const template = member(query, 'queryTemplate')
  const text =
    typeof template === 'string' && template.trim() !== ''
      ? template.replace(/\{searchTerms\}/gi, () => queryString)
      : queryString
  if (text.length > settings.queryLength)
    throw invalid(
      `the query is longer than ${settings.queryLength} characters`,
      'Send a shorter query.',
      'query/queryString',
    )
  return plainWords(text)
}

/** Ids out of `/external/connections/{id}`; `Connectors` means all. Other sources name no connection and find nothing. */
function connectionIdsOf(sources: readonly string[] | undefined): readonly string[] | undefined {
  if (sources === undefined || sources.some((source) => source.toLowerCase() === 'connectors')) return undefined
  return sources.flatMap((source) => /^\/?(?:external\/)?connections\/([^/]+)\/?$/i.exec(source.trim())?.[1] ?? [])
}

function stringsOf(request: JsonObject, name: string): readonly string[] | undefined {
  const value = member(request, name)
  if (value === undefined || value === null) return undefined
  const values = Array.isArray(value) ? value : [value]
  if (!values.every((each) => typeof each === 'string'))
    throw invalid(`${name} is not a list of strings`, `Send "${name}" as an array of strings.`, name)
  return values.length === 0 ? undefined : values
}

interface Limits {
  readonly least: number
  readonly most: number
  readonly fallback: number
}

function wholeNumber(request: JsonObject, name: string, { least, most, fallback }: Limits): number {
  const value = member(request, name)
  if (value === undefined || value === null) return fallback
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number
  throw invalid(`${name} is out of range`, `Send a whole number from ${least} to ${most}.`, name)
}

function objectAt(value: JsonValue, place: string): JsonObject {
  if (isJsonObject(value)) return value
  throw invalid('a request is not an object', 'Send { "requests": [ { … } ] } with one request.', place)
}

export function invalid(reason: string, fix: string, place: string) {
  return searchErrors.invalidSearch({ reason, fix }, { place })
}
