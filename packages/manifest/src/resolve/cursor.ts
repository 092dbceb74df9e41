// Reading foreign JSON leniently: what has the wrong type is reported once and counts as absent.
import { canonicalMember, isJsonObject, type JsonObject, type JsonValue, lenientBoolean, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Place } from '../types.ts'

/** A value of a document, with its place. */
export interface Cursor extends Place {
  readonly context: Context
  readonly value: JsonValue | undefined
}

/** Of one list; the contract's own ceilings are lower, and what lies beyond is not read. */
const MOST_ITEMS = 1_000
/** Of a list whose entries name documents: each may be read through once more. */
export const FEW = 20

export function placeOf({ file, pointer }: Place): Place {
  return { file, pointer }
}

/** The member `name`, whatever its case; contract: packages 1.11, step 3. */
export function at(cursor: Cursor, name: string): Cursor {
  const { context, value } = cursor
  const key = isJsonObject(value) ? spellingOf(value, name) : name
  return { context, ...below(cursor, key), value: isJsonObject(value) ? own(value, key) : undefined }
}

function spellingOf(object: JsonObject, name: string): string {
  if (Object.hasOwn(object, name)) return name
  return canonicalMember(Object.keys(object), name) ?? name
}

/** The entries of a list; one object alone counts as a list of one. */
export function items(cursor: Cursor, most = MOST_ITEMS): readonly Cursor[] {
  const { context, value } = cursor
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) {
    if (value.length > most) context.report.add('document.too-many-items', placeOf(cursor), { limit: most })
    return value.slice(0, most).map((item, n) => ({ context, ...below(cursor, n), value: item }))
  }
  wrongType(cursor, 'array')
  return isJsonObject(value) ? [cursor] : []
}

/** The members of an object. */
export function members(cursor: Cursor): readonly (readonly [string, Cursor])[] {
  const object = objectAt(cursor)
  return Object.entries(object ?? {}).map(([key, value]) => [
    key,
    { context: cursor.context, ...below(cursor, key), value },
  ])
}

export function objectAt(cursor: Cursor): JsonObject | undefined {
  if (isJsonObject(cursor.value)) return cursor.value
  if (cursor.value !== undefined && cursor.value !== null) wrongType(cursor, 'object')
  return undefined
}

/** A text; numbers and booleans are taken as texts. A blank one counts as absent. */
export function textAt(cursor: Cursor): string | undefined {
  const { value } = cursor
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value.trim() === '' ? undefined : value
  wrongType(cursor, 'string')
  return typeof value === 'object' ? undefined : String(value)
}

export function textsAt(cursor: Cursor): readonly string[] {
  if (typeof cursor.value === 'string') return cursor.value === '' ? [] : [cursor.value]
  return items(cursor).flatMap((item) => textAt(item) ?? [])
}

export function flagAt(cursor: Cursor): boolean | undefined {
  const { value } = cursor
  if (value === undefined || value === null) return undefined
  const flag = lenientBoolean(value)
  if (typeof value !== 'boolean') wrongType(cursor, 'boolean')
  return flag
}

/** A word of a fixed set in its official spelling, or `undefined`. */
export function wordAt<const W extends string>(cursor: Cursor, words: readonly W[]): W | undefined {
  const text = textAt(cursor)
  return text === undefined ? undefined : canonicalMember(words, text.trim())
}

function wrongType(cursor: Cursor, wanted: string): void {
  cursor.context.report.add('document.wrong-type', placeOf(cursor), { wanted })
}
