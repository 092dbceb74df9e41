import { isJsonObject, type JsonObject, member } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'
import type { SearchSettings } from '../settings.ts'
import { type AskedAggregation, aggregationsOf } from './aggregations.ts'
import { type AskedFilter, filtersOf } from './filters.ts'
import { type AskedCollapse, type AskedSort, collapsesOf, sortsOf } from './order.ts'
import { type PropertyFilter, propertyFiltersOf } from './property-filters.ts'
import { flagOf, invalid, objectAt, objectsOf, stringsOf, wholeNumber } from './read.ts'
import { wantsTemplates } from './templates.ts'

/** One `searchRequest`, read and checked. Contract: connectors 5.1. */
export interface SearchRequest {
  /** False when only kinds were asked for that this server does not hold. */
  readonly wantsItems: boolean
  readonly queryString: string
  /** KQL around `{searchTerms}`. */
  readonly template: string | undefined
  readonly connectionIds: readonly string[] | undefined
  readonly fields: readonly string[] | undefined
  readonly from: number
  readonly size: number
  readonly sorts: readonly AskedSort[]
  readonly collapses: readonly AskedCollapse[]
  readonly aggregations: readonly AskedAggregation[]
  readonly filters: readonly AskedFilter[]
  /** Contract: connectors 5.7. */
  readonly enableModification: boolean
  readonly enableSuggestion: boolean
  readonly wantsTemplates: boolean
  readonly propertyFilters: readonly PropertyFilter[]
  /** Show one result of those that say the same. */
  readonly trimDuplicates: boolean
}

const DEFAULT_SIZE = 25
const LARGEST_FROM = 2 ** 31 - 1
const ITEM_TYPE = 'externalitem'
// contract: connectors 5.1 and 5.2
const COMBINABLE = ['drive', 'driveitem', 'list', 'listitem', 'site']
const KNOWN = [ITEM_TYPE, ...COMBINABLE, 'event', 'message', 'chatmessage', 'person', 'acronym', 'bookmark']

export function searchRequestsOf(body: unknown, settings: SearchSettings): SearchRequest[] {
  const requests = isJsonObject(body) ? member(body, 'requests') : undefined
  if (!Array.isArray(requests) || requests.length === 0)
    throw invalid('the body has no requests', 'Send { "requests": [ { … } ] } with one request.', 'requests')
  const objects = requests.map((request, n) => objectAt(request, `requests/${n}`))
  const types = objects.map((request, n) => entityTypesOf(request, `requests/${n}`))
  const all = types.flatMap((set) => [...set])
  if (new Set(all).size < all.length)
    throw invalid('several requests ask for the same entity type', 'Send one request per entity type.', 'requests')
  return objects.map((request, n) => searchRequestOf(request, types[n] ?? new Set(), settings))
}

function searchRequestOf(request: JsonObject, types: ReadonlySet<string>, settings: SearchSettings): SearchRequest {
  const alteration = objectsOf(request, 'queryAlterationOptions')[0] ?? {}
  return {
    wantsItems: types.has(ITEM_TYPE),
    ...queryOf(request, settings),
    connectionIds: connectionIdsOf(stringsOf(request, 'contentSources')),
    fields: fieldsOf(request),
    from: wholeNumber(request, 'from', { least: 0, most: LARGEST_FROM, fallback: 0 }),
    size: wholeNumber(request, 'size', { least: 0, most: settings.largestPage, fallback: DEFAULT_SIZE }),
    sorts: sortsOf(request, settings),
    collapses: collapsesOf(request),
    aggregations: aggregationsOf(request, settings),
    filters: filtersOf(request),
    enableModification: flagOf(alteration, 'enableModification', 'queryAlterationOptions/enableModification'),
    enableSuggestion: flagOf(alteration, 'enableSuggestion', 'queryAlterationOptions/enableSuggestion'),
    wantsTemplates: wantsTemplates(request),
    propertyFilters: propertyFiltersOf(request),
    trimDuplicates: flagOf(request, 'trimDuplicates'),
  }
}

/** More names than a schema has properties, aliases and labels that one would ask for. */
const MOST_FIELDS = 256

function fieldsOf(request: JsonObject): readonly string[] | undefined {
  const fields = stringsOf(request, 'fields') ?? stringsOf(request, 'stored_fields')
  if ((fields?.length ?? 0) <= MOST_FIELDS) return fields
  throw invalid('there are too many fields', `Name at most ${MOST_FIELDS}; without any, all are shown.`, 'fields')
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

function queryOf(request: JsonObject, settings: SearchSettings): Pick<SearchRequest, 'queryString' | 'template'> {
  const query = member(request, 'query')
  const queryString = isJsonObject(query) ? member(query, 'queryString') : undefined
  if (!isJsonObject(query) || typeof queryString !== 'string' || queryString.trim() === '')
    throw searchErrors.missingQuery({}, { place: 'query/queryString' })
  const sent = member(query, 'queryTemplate')
  const template = typeof sent === 'string' && sent.trim() !== '' ? sent : undefined
  if (queryTextOf(queryString, template).length <= settings.queryLength) return { queryString, template }
  throw invalid(
    `the query is longer than ${settings.queryLength} characters`,
    'Send a shorter query.',
    'query/queryString',
  )
}

export const SEARCH_TERMS = /\{searchTerms\}/gi

/** The query put into its template when there is one. Contract: connectors 5.1. */
export const queryTextOf = (queryString: string, template: string | undefined): string =>
  template === undefined ? queryString : template.replaceAll(SEARCH_TERMS, () => queryString)

/** Ids out of `/external/connections/{id}`; `Connectors` means all. Other sources name no connection and find nothing. */
function connectionIdsOf(sources: readonly string[] | undefined): readonly string[] | undefined {
  if (sources === undefined || sources.some((source) => source.toLowerCase() === 'connectors')) return undefined
  return sources.flatMap((source) => /^\/?(?:external\/)?connections\/([^/]+)\/?$/i.exec(source.trim())?.[1] ?? [])
}
