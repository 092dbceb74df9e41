import type { Schema } from '@jumpseat/connectors'
import type { Bucket, Refiner } from '@jumpseat/index'
import { canonicalMember, type JsonObject, member } from '@jumpseat/wire'
import { type Field, refinableField } from '../fields.ts'
import type { PlannedRefiner } from '../refine.ts'
import { spanOf } from '../scope/span.ts'
import type { SearchSettings } from '../settings.ts'
import { notRefinable } from './order.ts'
import { flagOf, invalid, objectAt, objectsOf, wholeNumber } from './read.ts'
import { type Bounds, rangeName, rangeToken, textFrom, valueToken } from './tokens.ts'

/** One `aggregationOption` as it was sent. Contract: connectors 5.5. */
export interface AskedAggregation extends Pick<Refiner, 'sortBy' | 'isDescending' | 'minimumCount' | 'prefix'> {
  readonly field: string
  readonly size: number
  readonly ranges: readonly AskedRange[] | undefined
}

interface AskedRange {
  readonly from: string | undefined
  readonly to: string | undefined
}

/** An aggregation against the schemas, with what is needed to show its buckets. */
export interface Aggregation extends PlannedRefiner {
  readonly field: string
  readonly kind: Field['kind']
}

const DEFAULT_SIZE = 10
const LARGEST_SIZE = 65_535
const SORTS = ['count', 'keyAsString', 'keyAsNumber'] as const

export function aggregationsOf(request: JsonObject, settings: SearchSettings): AskedAggregation[] {
  const entries = objectsOf(request, 'aggregations')
  if (entries.length > settings.aggregations)
    throw invalid('there are too many aggregations', `Ask for at most ${settings.aggregations}.`, 'aggregations')
  return entries.map((entry, n) => aggregationOf(entry, `aggregations/${n}`, settings))
}

function aggregationOf(entry: JsonObject, place: string, { aggregationBuckets }: SearchSettings): AskedAggregation {
  const field = member(entry, 'field')
  if (typeof field !== 'string' || field === '')
    throw invalid('an aggregation has no field', 'Name a refinable property.', `${place}/field`)
  const size = wholeNumber(entry, 'size', { least: 1, most: LARGEST_SIZE, fallback: DEFAULT_SIZE }, `${place}/size`)
  const at = `${place}/bucketDefinition`
  const definition = objectAt(member(entry, 'bucketDefinition') ?? null, at)
  const sortBy = canonicalMember(SORTS, String(member(definition, 'sortBy')))
  if (!sortBy) throw invalid('sortBy is missing or not known', `Send one of: ${SORTS.join(', ')}.`, `${at}/sortBy`)
  const counts = { least: 0, most: 2 ** 31 - 1, fallback: 0 }
  const prefix = member(definition, 'prefixFilter') ?? undefined
  if (prefix !== undefined && typeof prefix !== 'string')
    throw invalid('prefixFilter is not a string', 'Send a string.', `${at}/prefixFilter`)
  const ranges = objectsOf(definition, 'ranges')
  if (ranges.length > aggregationBuckets)
    throw invalid('there are too many ranges', `Send at most ${aggregationBuckets}.`, `${at}/ranges`)
  return {
    field,
    size: Math.min(size, aggregationBuckets),
    sortBy,
    isDescending: flagOf(definition, 'isDescending', `${at}/isDescending`),
    minimumCount: wholeNumber(definition, 'minimumCount', counts, `${at}/minimumCount`),
    prefix: prefix === '' ? undefined : prefix,
    ranges: ranges.length === 0 ? undefined : ranges.map((range, n) => rangeOf(range, `${at}/ranges/${n}`)),
  }
}

/** `min` and `max` are what an absent side means. */
function rangeOf(range: JsonObject, place: string): AskedRange {
  const side = (name: 'from' | 'to', open: string) => {
    const value = member(range, name) ?? open
    if (typeof value !== 'string' && typeof value !== 'number')
      throw invalid(`${name} is no number or date`, 'Send a number or an ISO 8601 date.', `${place}/${name}`)
    return String(value).trim().toLowerCase() === open ? undefined : String(value)
  }
  const [from, to] = [side('from', 'min'), side('to', 'max')]
  if (from !== undefined || to !== undefined) return { from, to }
  throw invalid('a range has no bound', 'Send from, to, or both.', place)
}

/** The aggregations against what the schemas let be refined. Errors: 400. */
export function planned(asked: readonly AskedAggregation[], schemas: readonly Schema[], now: number): Aggregation[] {
  return asked.map((aggregation, n) => {
    const place = `aggregations/${n}`
    const field = refinableField(schemas, aggregation.field)
    if (!field) throw notRefinable(aggregation.field, `${place}/field`)
    const { kind, property, fits } = field
    if (aggregation.prefix !== undefined && kind !== 'text')
      throw invalid('prefixFilter is for strings only', 'Leave it out.', `${place}/bucketDefinition/prefixFilter`)
    const { size, sortBy, isDescending, minimumCount, prefix } = aggregation
    const ranges = aggregation.ranges?.map((range, at) =>
      boundsOf(range, kind, now, `${place}/bucketDefinition/ranges/${at}`),
    )
    const refiner: Refiner = {
      property,
      size: ranges ? Math.max(size, ranges.length) : size,
      sortBy,
      isDescending,
      minimumCount,
      prefix,
      ranges,
    }
    return { field: aggregation.field, kind, fits, refiner }
  })
}

function boundsOf({ from, to }: AskedRange, kind: Field['kind'], now: number, place: string): Bounds {
  if (kind === 'text') throw invalid('ranges are for numbers and dates only', 'Leave them out.', place)
  const bound = (text: string | undefined) => {
    const value = text === undefined ? undefined : spanOf(text, kind, now)?.from
    if (text === undefined || value !== undefined) return value
    throw invalid('a bound of a range cannot be read', `Send a ${kind} as the property has.`, place)
  }
  const bounds = { from: bound(from), to: bound(to) }
  if (bounds.from === undefined || bounds.to === undefined || bounds.from < bounds.to) return bounds
  throw invalid('a range ends before it begins', 'Send a smaller from, or a larger to.', place)
}

/** One `searchAggregation`. */
export function aggregationView({ field, kind, refiner }: Aggregation, buckets: readonly Bucket[]): object {
  return {
    field,
    buckets: buckets.map(({ key, count }) => {
      const bounds = typeof key === 'number' ? refiner.ranges?.[key] : undefined
      return bounds
        ? { key: rangeName(bounds, kind), count, aggregationFilterToken: rangeToken(bounds, kind) }
        : { key: textFrom(key, kind), count, aggregationFilterToken: valueToken(key, kind) }
    }),
  }
}
