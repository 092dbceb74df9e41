import type { Schema } from '@jumpseat/connectors'
import type { Collapse, SortKey } from '@jumpseat/index'
import { type JsonObject, member } from '@jumpseat/wire'
import { refinableField } from '../fields.ts'
import type { SearchSettings } from '../settings.ts'
import { flagOf, invalid, objectsOf, stringsOf, wholeNumber } from './read.ts'

/** `sortProperties` as they were sent. Contract: connectors 5.1. */
export interface AskedSort {
  readonly name: string
  readonly isDescending: boolean
}

/** `collapseProperties` as they were sent. Contract: connectors 5.6. */
export interface AskedCollapse {
  readonly fields: readonly string[]
  readonly limit: number
}

const LARGEST_COLLAPSE = 32_767
/** Entries, and fields of each: every one goes through all matches again. */
const MOST_COLLAPSES = 5

export function sortsOf(request: JsonObject, settings: SearchSettings): AskedSort[] {
  const entries = objectsOf(request, 'sortProperties')
  const most = settings.sortProperties
  if (entries.length > most)
    throw invalid('there are too many sortProperties', `Sort by at most ${most} properties.`, 'sortProperties')
  return entries.map((entry, n) => {
    const name = member(entry, 'name')
    const place = `sortProperties/${n}`
    if (typeof name !== 'string' || name === '')
      throw invalid('a sort has no name', 'Name the property: { "name": "…" }.', `${place}/name`)
    return { name, isDescending: flagOf(entry, 'isDescending', `${place}/isDescending`) }
  })
}

export function collapsesOf(request: JsonObject): AskedCollapse[] {
  const entries = objectsOf(request, 'collapseProperties')
  if (entries.length > MOST_COLLAPSES)
    throw invalid('there are too many collapseProperties', `Send at most ${MOST_COLLAPSES}.`, 'collapseProperties')
  const collapses = entries.map((entry, n) => {
    const place = `collapseProperties/${n}`
    const fields = stringsOf(entry, 'fields')
    if (!fields) throw invalid('a collapse has no fields', 'Name at least one property.', `${place}/fields`)
    if (fields.length > MOST_COLLAPSES)
      throw invalid('a collapse has too many fields', `Name at most ${MOST_COLLAPSES}.`, `${place}/fields`)
    const limits = { least: 1, most: LARGEST_COLLAPSE, fallback: 1 }
    return { fields, limit: wholeNumber(entry, 'limit', limits, `${place}/limit`) }
  })
  const grows = collapses.findIndex(({ limit }, n) => limit > (collapses[n - 1]?.limit ?? limit))
  if (grows === -1) return collapses
  throw invalid(
    'the limit of a collapse is larger than that of the one before',
    'Let the limits grow smaller from one entry to the next.',
    `collapseProperties/${grows}/limit`,
  )
}

export const sortKeysOf = (sorts: readonly AskedSort[], schemas: readonly Schema[]): SortKey[] =>
  sorts.map(({ name, isDescending }, n) => ({
    property: refinedEverywhere(schemas, name, `sortProperties/${n}/name`),
    isDescending,
  }))

export const collapseKeysOf = (collapses: readonly AskedCollapse[], schemas: readonly Schema[]): Collapse[] =>
  collapses.map(({ fields, limit }, n) => ({
    properties: fields.map((name, at) => refinedEverywhere(schemas, name, `collapseProperties/${n}/fields/${at}`)),
    limit,
  }))

/** An order tells of the values it goes by, so no connection may keep the property from being refined. */
function refinedEverywhere(schemas: readonly Schema[], name: string, place: string): string {
  const field = refinableField(schemas, name)
  if (field?.fits.every(Boolean)) return field.property
  throw notRefinable(name, place)
}

export function notRefinable(name: string, place: string) {
  return invalid(
    `'${name.slice(0, 64)}' is not refinable`,
    'Name a property that is refinable in each connection searched, or name the connections in contentSources.',
    place,
  )
}
