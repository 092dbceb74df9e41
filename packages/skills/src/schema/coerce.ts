import type { JsonValue } from '@jumpseat/wire'

/** The JSON Schema type of a value; whole numbers are integers. */
function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value
}

// Table: what a value of another type may be read as. Models write numbers as text, lists as JSON, one value for a list of one.
const READINGS: readonly { readonly type: string; readonly read: (value: JsonValue) => JsonValue | undefined }[] = [
  { type: 'integer', read: (value) => numberIn(value, Number.isInteger) },
  { type: 'number', read: (value) => numberIn(value, Number.isFinite) },
  { type: 'boolean', read: (value) => (value === 'true' || value === 'false' ? value === 'true' : undefined) },
  {
    type: 'object',
    read: (value) => jsonIn(value, (read) => typeof read === 'object' && read !== null && !Array.isArray(read)),
  },
  { type: 'array', read: (value) => jsonIn(value, Array.isArray) ?? (typeof value === 'object' ? undefined : [value]) },
  {
    type: 'string',
    read: (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined),
  },
]

/** The value as one of these types; `undefined` where it cannot be read as any. No types: as it is. */
export function coerced(types: readonly string[], value: JsonValue): JsonValue | undefined {
  const type = typeOf(value)
  if (types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'))) return value
  for (const { type: wanted, read } of READINGS) {
    const reading = types.includes(wanted) ? read(value) : undefined
    if (reading !== undefined) return reading
  }
  return undefined
}

function numberIn(value: JsonValue, fits: (number: number) => boolean): number | undefined {
  if (typeof value !== 'string' || !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined
  const number = Number(value)
  return fits(number) ? number : undefined
}

function jsonIn(value: JsonValue, fits: (read: JsonValue) => boolean): JsonValue | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined
  try {
    const read: JsonValue = JSON.parse(value)
    return fits(read) ? read : undefined
  } catch {
    return undefined
  }
}
