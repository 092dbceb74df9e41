import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'

/** Whether every argument has one of its accepted values, and none is there that has none. */
export function isAccepted(args: JsonObject, accepted: Readonly<Record<string, readonly JsonValue[]>>): boolean {
  const known = Object.keys(args).every((name) => Object.hasOwn(accepted, name))
  return (
    known &&
    Object.entries(accepted).every(([name, values]) => {
      const value = own(args, name)
      return value === undefined ? values.includes('') : values.some((one) => isSame(value, one))
    })
  )
}

function isSame(value: JsonValue, wanted: JsonValue): boolean {
  if (typeof value === 'string' && typeof wanted === 'string') return bare(value) === bare(wanted)
  if (typeof value === 'number' && typeof wanted === 'number') return Math.abs(value - wanted) < 1e-9
  if (Array.isArray(value) && Array.isArray(wanted))
    return value.length === wanted.length && value.every((item, n) => isSame(item, wanted[n] ?? null))
  // Of an object each member has its own list of accepted values.
  if (isJsonObject(value) && isJsonObject(wanted)) return isAccepted(value, wanted as Record<string, JsonValue[]>)
  return value === wanted
}

/** As the set's own checker compares texts: without case, spaces and signs. */
const bare = (text: string) =>
  text
    .toLowerCase()
    .replace(/[ ,./\-_*^]/g, '')
    .replaceAll("'", '"')
