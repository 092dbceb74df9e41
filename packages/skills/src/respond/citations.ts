import type { ResponseSemantics } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { selectAll, selectFirst } from './jsonpath.ts'

/** What a result is shown as, before its card. */
export interface Citation {
  readonly title: string | undefined
  readonly subtitle: string | undefined
  readonly url: string | undefined
  readonly thumbnailUrl: string | undefined
  readonly informationProtectionLabel: string | undefined
}

// Table: contract packages 4.6, names that are tried where the package says nothing, in order.
const NAMES = {
  url: 'display_url displayUrl web_url webUrl url citation_url citationUrl reference_url referenceUrl website_url websiteUrl web_link webLink link href',
  title: 'display_title displayTitle title name display_name displayName web_title webTitle subject heading caption',
  subtitle: 'subtitle description summary snippet source provider site_name siteName highlight',
  thumbnailUrl: 'thumbnail_url thumbnailUrl thumbnail image_url imageUrl logo_url logoUrl icon_url iconUrl',
} as const
const LISTS = ['results', 'items', 'data', 'value', 'records', 'entries']

/** The results of an answer: what `data_path` selects, or the list that it seems to be. Contract: packages 2.5 and 4.6. */
export function resultsOf(answer: JsonValue, semantics: ResponseSemantics | undefined): readonly JsonValue[] {
  if (semantics !== undefined) {
    const values = selectAll(answer, semantics.dataPath)
    return values.length === 1 && Array.isArray(values[0]) ? values[0] : values
  }
  if (Array.isArray(answer)) return answer
  if (!isJsonObject(answer)) return []
  const list = LISTS.map((name) => own(answer, name)).find((value) => Array.isArray(value))
  return Array.isArray(list) ? list : [answer]
}

/** How one result is cited; `undefined` where nothing says so. An inferred citation needs an address. */
export function citationOf(result: JsonValue, semantics: ResponseSemantics | undefined): Citation | undefined {
  const paths = semantics?.properties
  const said = (path: string | undefined) =>
    path === undefined ? undefined : textOf(at(result, path, semantics?.dataPath))
  const url = addressOf(said(paths?.url) ?? inferred(result, 'url'))
  const hasWords = paths?.title !== undefined || paths?.subtitle !== undefined
  if (url === undefined && !hasWords) return undefined
  return {
    title: said(paths?.title) ?? inferred(result, 'title') ?? (url === undefined ? undefined : URL.parse(url)?.host),
    subtitle: said(paths?.subtitle) ?? inferred(result, 'subtitle'),
    url,
    thumbnailUrl: addressOf(said(paths?.thumbnailUrl) ?? inferred(result, 'thumbnailUrl')),
    informationProtectionLabel: said(paths?.informationProtectionLabel),
  }
}

/** Packages also write the path from the root of the answer, where it is read from one result. */
function at(result: JsonValue, path: string, dataPath = '$'): JsonValue | undefined {
  const found = selectFirst(result, path)
  const isFromRoot = found === undefined && dataPath !== '$' && path.startsWith(`${dataPath}.`)
  return isFromRoot ? selectFirst(result, `$${path.slice(dataPath.length)}`) : found
}

function inferred(result: JsonValue, field: keyof typeof NAMES): string | undefined {
  if (!isJsonObject(result)) return undefined
  const object: JsonObject = result
  return NAMES[field]
    .split(' ')
    .map((name) => textOf(own(object, name)))
    .find((text) => text !== undefined)
}

function textOf(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.slice(0, LONGEST)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

const LONGEST = 2000

/** Only what a browser may be sent to. */
function addressOf(text: string | undefined): string | undefined {
  const url = text === undefined ? null : URL.parse(text)
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : undefined
}
