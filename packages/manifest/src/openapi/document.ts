// contract: packages 4.1. Documents of 2.0, 3.0 and 3.1 keep their own shape, so that every pointer stays true.
import { kindOf } from '@jumpseat/egress'
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import { parseText, readDocument } from '../text/document.ts'
import { hasPlaceholder } from '../text/placeholders.ts'
import type { ApiDocument, Place } from '../types.ts'
import { checkReferences } from './circles.ts'
import { withFiles } from './files.ts'
import { operationsOf } from './operations.ts'

/** The OpenAPI document in the file `path`; `undefined`, and reported, when there is none in it. */
export function readApi(context: Context, path: string): ApiDocument | undefined {
  return cached(context, { file: path, pointer: '' }, () => readDocument(context, path))
}

/** The document at an address, if someone fetched it; nothing is fetched here. */
export function readOutsideApi(context: Context, place: Place, address: string): ApiDocument | undefined {
  if (!isFetched(address)) {
    context.report.add('openapi.address', place, { url: address })
    return undefined
  }
  context.outside.add(address)
  if (context.fetched.has(address)) return readApi(context, address)
  context.report.add('openapi.outside', place, { url: address })
  return undefined
}

/** Whether a server would fetch it at all: also private places may be opened to an app, and nothing beyond them. */
function isFetched(address: string): boolean {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return !['link-local', 'cloud metadata', 'unspecified', 'multicast', 'reserved'].includes(
    kindOf(url.hostname.replace(/^\[|\]$/g, '')),
  )
}

/** The OpenAPI document that stands as text or as an object at `place`; contract: packages 2.6 `api_description`. */
export function readInlineApi(context: Context, place: Place, value: JsonValue): ApiDocument | undefined {
  return cached(context, place, () => (typeof value === 'string' ? parseText(context, place, value) : value))
}

function cached(context: Context, place: Place, read: () => JsonValue | undefined): ApiDocument | undefined {
  const key = place.pointer === '' ? place.file : `${place.file}#${place.pointer}`
  if (!context.apis.has(key)) context.apis.set(key, apiOf(context, key, place, read()))
  return context.apis.get(key)
}

function apiOf(context: Context, key: string, place: Place, read: JsonValue | undefined): ApiDocument | undefined {
  if (read === undefined) return undefined
  if (!isJsonObject(read) || !isJsonObject(own(read, 'paths'))) {
    context.report.add('openapi.not-openapi', place)
    return undefined
  }
  const root = withFiles(context, place, read)
  const version = versionOf(context, place, root)
  const info = own(root, 'info')
  const described = isJsonObject(info) ? info : {}
  checkReferences(context, place, root)
  return {
    file: key,
    version,
    root,
    title: asText(own(described, 'title')) ?? '',
    description: asText(own(described, 'description')),
    servers: serversOf(context, place, root, version),
    operations: operationsOf(context, place, root),
  }
}

function asText(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function versionOf(context: Context, place: Place, root: JsonObject): ApiDocument['version'] {
  const written = String(own(root, 'swagger') ?? own(root, 'openapi') ?? '')
  if (/^2(\.|$)/.test(written)) return '2.0'
  if (/^3\.0(\.|$)|^3$/.test(written)) return '3.0'
  if (/^3\.1(\.|$)/.test(written)) {
    context.report.add('openapi.version-31', place, { version: written })
    return '3.1'
  }
  context.report.add('openapi.version', place, { version: written === '' ? 'none' : written })
  return written.startsWith('3.') ? '3.1' : '3.0'
}

/** The base URLs that a call can go to. */
function serversOf(
  context: Context,
  place: Place,
  root: JsonObject,
  version: ApiDocument['version'],
): readonly string[] {
  const written = version === '2.0' ? swaggerServers(root) : listed(root)
  // A document that was fetched is itself where its servers are relative to.
  const base = /^https?:\/\//i.test(place.file) ? place.file : undefined
  const absolute = (written.length === 0 && base ? ['/'] : written).map((url) => URL.parse(url, base)?.href ?? url)
  const usable = (base === undefined ? written : absolute).filter(isUsable)
  const [first] = base === undefined ? written : absolute
  if (first === undefined) context.report.add('openapi.server-missing', place)
  else if (usable.length === 0) {
    const rule = hasPlaceholder(first) ? 'openapi.server-placeholder' : 'openapi.server-invalid'
    const at = version === '2.0' ? ['host'] : ['servers', 0, 'url']
    context.report.add(rule, below(place, ...at), { url: first })
  }
  return usable
}

function isUsable(url: string): boolean {
  return /^https?:\/\/[^<>{}\s]+$/i.test(url) && URL.canParse(url)
}

function listed(root: JsonObject): string[] {
  const servers = own(root, 'servers')
  return (Array.isArray(servers) ? servers : []).flatMap((server) => {
    const url = isJsonObject(server) ? own(server, 'url') : undefined
    return isJsonObject(server) && typeof url === 'string' ? [withVariables(url, own(server, 'variables'))] : []
  })
}

function withVariables(url: string, variables: JsonValue | undefined): string {
  if (!isJsonObject(variables)) return url
  return url.replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
    const variable = own(variables, name)
    const value = isJsonObject(variable) ? own(variable, 'default') : undefined
    return value === undefined || typeof value === 'object' ? whole : String(value)
  })
}

function swaggerServers(root: JsonObject): string[] {
  const host = asText(own(root, 'host'))
  if (host === undefined) return []
  const schemes = own(root, 'schemes')
  const named = (Array.isArray(schemes) ? schemes : []).filter((scheme) => typeof scheme === 'string')
  const base = asText(own(root, 'basePath')) ?? ''
  const order = [...(named.length === 0 ? ['https'] : named)].sort((a) => (a === 'https' ? -1 : 0))
  return order.map((scheme) => `${scheme}://${host}${base === '/' ? '' : base}`)
}
