import { isJsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { below } from '../findings.ts'
import type { Place } from '../types.ts'

/** What becomes of a text, or of a key, of a document. `place` makes a pointer, so it is asked for only where needed. */
export interface TextChange {
  readonly text: (text: string, place: () => Place) => JsonValue
  readonly key?: (key: string, place: () => Place) => string
}

/** A copy of `value` with every text changed. */
export function mapTexts(value: JsonValue, start: Place, change: TextChange): JsonValue {
  return mapped(value, start, [], change)
}

function mapped(value: JsonValue, start: Place, path: (string | number)[], change: TextChange): JsonValue {
  const here = () => below(start, ...path)
  if (typeof value === 'string') return change.text(value, here)
  if (Array.isArray(value)) return value.map((item, n) => inside(item, n))
  if (!isJsonObject(value)) return value
  const copy = {}
  for (const [key, inner] of Object.entries(value)) {
    const changed = inside(inner, key)
    setOwn(copy, change.key === undefined ? key : change.key(key, here), changed)
  }
  return copy

  function inside(inner: JsonValue, segment: string | number): JsonValue {
    path.push(segment)
    const changed = mapped(inner, start, path, change)
    path.pop()
    return changed
  }
}
