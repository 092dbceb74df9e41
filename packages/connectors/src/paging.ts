import { type CollectionOptions, collectionBody, collectionOptionsOf, own, project } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import { contextOf, urlOf } from './graph.ts'
import type { ConnectorSettings } from './settings.ts'

/** Most entries that `$top` may ask for. */
const TOP_LIMIT = 999

/** A list in a fixed order that can be entered after any key. */
export interface Listing<T extends object> {
  slice(after: string | undefined, skip: number, limit: number): readonly T[]
  keyOf(entry: T): string
  count(): number
}

/** One page as a collection answer: `$top` sets its size, the rest is reached by `nextLink`. Contract: connectors 8.7. */
export function collectionAnswer<T extends object, Shown extends object>(
  request: FastifyRequest,
  { pageSize }: ConnectorSettings,
  contextFragment: string,
  listing: Listing<T>,
  show: (entry: T) => Shown,
): object {
  const options = optionsOf(request)
  const size = Math.min(options.top ?? pageSize, TOP_LIMIT)
  const found = size === 0 ? [] : listing.slice(options.skipToken, options.skipToken ? 0 : options.skip, size + 1)
  const entries = found.slice(0, size)
  const last = entries.at(-1)
  const page = {
    value: entries.map((entry) => project(show(entry), options.select)),
    next: found.length > size && last ? listing.keyOf(last) : undefined,
    total: options.count ? listing.count() : undefined,
  }
  return collectionBody(page, contextOf(request, contextFragment)['@odata.context'], urlOf(request))
}

export function optionsOf(request: FastifyRequest): CollectionOptions {
  return collectionOptionsOf(request.query as Record<string, string | string[]>)
}

/** A listing over entries that are in memory, in the order of their keys, with `$filter=member eq 'value'` on the given members. */
export function listed<T extends object>(
  entries: readonly T[],
  keyOf: (entry: T) => string,
  filter: CollectionOptions['filter'],
  filterable: Readonly<Record<string, (entry: T) => string>>,
): Listing<T> {
  const read = filter && own(filterable, filter.property)
  const kept = read ? entries.filter((entry) => read(entry) === filter.value) : entries
  return {
    slice: (after, skip, limit) =>
      kept.filter((entry) => after === undefined || keyOf(entry) > after).slice(skip, skip + limit),
    keyOf,
    count: () => kept.length,
  }
}
