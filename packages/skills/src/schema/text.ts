import type { JsonValue } from '@jumpseat/wire'

/** A foreign value as text. `String` would call a `toString` that the value may bring along. */
export const textOf = (value: JsonValue): string => (typeof value === 'string' ? value : JSON.stringify(value))
