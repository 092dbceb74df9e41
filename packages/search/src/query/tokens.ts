import type { IndexedValue } from '@jumpseat/index'
import type { ValueKind } from '../kinds.ts'

// The forms of contract: connectors 5.5: values as tokens in an answer and in a filter of the next request.

/** U+01C2 twice, before the hex digits of a value's UTF-8 bytes. */
const MARK = 'ǂǂ'
const DECODER = new TextDecoder('utf-8', { fatal: true })

export const textToken = (value: string) => `"${MARK}${Buffer.from(value, 'utf8').toString('hex')}"`

/** The value behind a token without its quotes; a text without the mark is itself. Undefined for what is no UTF-8. */
export function textBehind(token: string): string | undefined {
  if (!token.startsWith(MARK)) return token
  const hex = token.slice(MARK.length)
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) return undefined
  try {
    return DECODER.decode(Buffer.from(hex, 'hex'))
  } catch {
    return undefined
  }
}

/** A number or date as text; dates in ISO 8601. */
export function textFrom(value: IndexedValue, kind: ValueKind): string {
  return kind === 'date' && typeof value === 'number' ? isoOf(value) : String(value)
}

function isoOf(moment: number): string {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? String(moment) : date.toISOString().replace('.000Z', 'Z')
}

export interface Bounds {
  readonly from: number | undefined
  readonly to: number | undefined
}

/** Open above means that the largest value is in it. */
export function rangeToken({ from, to }: Bounds, kind: ValueKind): string {
  const least = from === undefined ? 'min' : textFrom(from, kind)
  return to === undefined ? `range(${least}, max, to="le")` : `range(${least}, ${textFrom(to, kind)})`
}

/** A range of one value. */
export const valueToken = (value: IndexedValue, kind: ValueKind) =>
  kind === 'text' ? textToken(String(value)) : `range(${textFrom(value, kind)}, ${textFrom(value, kind)}, to="le")`

/** The name of a range for people. */
export function rangeName({ from, to }: Bounds, kind: ValueKind): string {
  const [least, most] = [from, to].map((bound) => (bound === undefined ? undefined : textFrom(bound, kind)))
  if (kind === 'date') {
    if (least === undefined) return `Before ${most}`
    return most === undefined ? `${least} or later` : `From ${least} up to ${most}`
  }
  if (least === undefined) return `Less than ${most}`
  return most === undefined ? `${least} and up` : `${least} up to ${most}`
}
