import type { Hit, SearchConnection } from '../../api/types.ts'
import { type OpenItem, webAddress } from '../../lib/address.ts'
import { plainSummary } from '../../lib/highlight.ts'
import { text } from '../../messages.ts'

/** What a result shows, read through the semantic labels of its connection. Contract: connectors 2.4, 5.4. */
export interface Result {
  readonly item: OpenItem
  readonly title: string
  readonly source: { readonly href: string; readonly host: string } | undefined
  readonly connectionName: string
  readonly container: string | undefined
  readonly author: string | undefined
  readonly modifiedAt: string | undefined
  readonly summary: string
}

export function resultOf(hit: Hit, connections: readonly SearchConnection[]): Result {
  const { connectionId, connection } = sourceOf(hit, connections)
  const properties = new Map(Object.entries(hit.resource.properties ?? {}))
  const labels = new Map(Object.entries(connection?.labels ?? {}))
  const labelled = (label: string) => readable(properties.get(labels.get(label) ?? ''))
  return {
    item: { connectionId, itemId: itemIdOf(properties.get('substrateContentDomainId')) ?? hit.hitId },
    title: labelled('title') ?? labelled('fileName') ?? text.search.untitled,
    source: webAddress(labelled('url')),
    connectionName: connection?.name ?? connectionId,
    container: labelled('containerName'),
    author: labelled('lastModifiedBy') ?? labelled('createdBy') ?? labelled('authors'),
    modifiedAt: labelled('lastModifiedDateTime') ?? labelled('createdDateTime'),
    summary: hit.summary ?? '',
  }
}

/**
 * What a layout can bind: the properties; where no property has its name, also `title`, `url` and other labels; and the
 * summary without its marks as `ResultSnippet`. Contract: connectors 5.8.
 */
export function cardValues({ properties, labels, summary }: Bindable): Readonly<Record<string, unknown>> {
  const taken = new Set(Object.keys(properties).map((name) => name.toLowerCase()))
  const held = new Map(Object.entries(properties))
  const more = Object.entries(labels)
    .filter(([label, name]) => !taken.has(label.toLowerCase()) && held.has(name))
    .map(([label, name]) => [label, held.get(name)] as const)
  const snippet = taken.has('resultsnippet') ? [] : [['ResultSnippet', plainSummary(summary)] as const]
  return Object.fromEntries([...more, ...snippet, ...held])
}

interface Bindable {
  readonly properties: Readonly<Record<string, unknown>>
  /** Property that carries each label. */
  readonly labels: Readonly<Record<string, string>>
  readonly summary: string
}

/** As `cardValues`, of a hit. */
export const hitValues = (hit: Hit, connections: readonly SearchConnection[]) =>
  cardValues({
    properties: hit.resource.properties ?? {},
    labels: sourceOf(hit, connections).connection?.labels ?? {},
    summary: hit.summary ?? '',
  })

/** `contentSource` is the bare id; older answers give the whole path. */
function sourceOf({ contentSource }: Hit, connections: readonly SearchConnection[]) {
  const connectionId = contentSource.split('/').at(-1) ?? contentSource
  return { connectionId, connection: connections.find(({ id }) => id.toLowerCase() === connectionId.toLowerCase()) }
}

/** The connector's own item id: what follows the first comma of `<uid>@<tenant>,<itemId>`. */
export function itemIdOf(substrateContentDomainId: unknown): string | undefined {
  if (typeof substrateContentDomainId !== 'string') return undefined
  const comma = substrateContentDomainId.indexOf(',')
  return comma < 0 ? undefined : substrateContentDomainId.slice(comma + 1)
}

/** A property's value as a person reads it; undefined when there is nothing to read. */
export function readable(value: unknown): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (Array.isArray(value)) return value.map(readable).filter(Boolean).join(', ') || undefined
  if (typeof value === 'object') return principalName(value) ?? JSON.stringify(value)
  return String(value)
}

/** Contract: connectors 2.3, values of type `principal`. */
function principalName(value: object): string | undefined {
  const principal = value as Readonly<Record<string, unknown>>
  const name = ['entraDisplayName', 'externalName', 'email', 'upn'].map((key) => principal[key]).find(Boolean)
  return typeof name === 'string' ? name : undefined
}
