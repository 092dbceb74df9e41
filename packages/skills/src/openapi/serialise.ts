import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'
import type { Style } from '../types.ts'

// OpenAPI 3.0.3 "Style Values", RFC 6570. Where those say nothing (nested values), the inner value travels as JSON.

interface Written {
  readonly name: string
  readonly style: Style
  readonly explode: boolean
}

/** RFC 3986: everything but unreserved characters is encoded. */
export function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

// `&`, `#` and `+` stay encoded: a value never becomes a second parameter, a fragment or a space.
const RESERVED: ReadonlyMap<string, string> = new Map(
  [...":/?[]@!$'()*,;="].map((char) => [`%${char.charCodeAt(0).toString(16).toUpperCase()}`, char]),
)

/** Like `encoded`, with reserved characters as they are. */
export function encodedReserved(text: string): string {
  return encoded(text).replace(/%[0-9A-F]{2}/g, (triplet) => RESERVED.get(triplet) ?? triplet)
}

type Encode = (text: string) => string

/** A value in a path. */
export function inPath({ name, style, explode }: Written, value: JsonValue): string {
  const parts = partsOf(value, encoded)
  const pairs = parts.map(([key, text]) => (key === undefined ? text : `${key}${explode ? '=' : ','}${text}`))
  if (style === 'label') {
    const dotted = parts.map(([key, text]) => (key === undefined ? text : `${key}${explode ? '=' : '.'}${text}`))
    return `.${dotted.join('.')}`
  }
  if (style === 'matrix') {
    if (!explode || !isComposite(value)) return `;${encoded(name)}=${pairs.join(',')}`
    return parts.map(([key, text]) => `;${key ?? encoded(name)}=${text}`).join('')
  }
  return pairs.join(',')
}

/** A value in a header: nothing is encoded. */
export function inHeader({ explode }: Written, value: JsonValue): string {
  const pairs = partsOf(value, (text) => text).map(([key, text]) =>
    key === undefined ? text : `${key}${explode ? '=' : ','}${text}`,
  )
  return pairs.join(',')
}

const SEPARATORS: Readonly<Partial<Record<Style, string>>> = {
  spaceDelimited: '%20',
  pipeDelimited: '|',
  tabDelimited: '%09',
}

/** The pairs of a query, a form or a cookie, encoded. An empty list or object gives none. */
export function pairsOf(
  { name, style, explode }: Written,
  value: JsonValue,
  encode: Encode = encoded,
): (readonly [string, string])[] {
  const key = encode(name)
  if (!isComposite(value)) return [[key, encode(textOf(value))]]
  const parts = partsOf(value, encode)
  if (parts.length === 0) return []
  if (style === 'deepObject' && !Array.isArray(value))
    return parts.map(([inner, text]) => [`${key}%5B${inner}%5D`, text])
  if (explode || style === 'deepObject') return parts.map(([inner, text]) => [inner ?? key, text])
  const separator = SEPARATORS[style] ?? ','
  const flat = parts.map(([inner, text]) => (inner === undefined ? text : `${inner}${separator}${text}`))
  return [[key, flat.join(separator)]]
}

const isComposite = (value: JsonValue) => Array.isArray(value) || isJsonObject(value)

/** Members of a list or an object with their names, or the value alone; `null` members are left out of objects. */
function partsOf(value: JsonValue, encode: Encode): (readonly [string | undefined, string])[] {
  if (Array.isArray(value)) return value.map((member) => [undefined, encode(textOf(member))])
  if (!isJsonObject(value)) return [[undefined, encode(textOf(value))]]
  return Object.entries(value)
    .filter(([, member]) => member !== null)
    .map(([key, member]) => [encode(key), encode(textOf(member))])
}

/** Bytes that came as base64 or as a data URL; text that is neither goes as UTF-8. */
export function bytesOf(text: string): Uint8Array {
  const bare = text.replace(/^data:[^,]*;base64,/i, '').trim()
  const isBase64 = bare !== '' && bare.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(bare)
  return isBase64 ? new Uint8Array(Buffer.from(bare, 'base64')) : new TextEncoder().encode(text)
}
