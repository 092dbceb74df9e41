import { isJsonObject, type JsonObject, type JsonValue, lenientBoolean, member } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'

export interface Limits {
  readonly least: number
  readonly most: number
  /** Value of an absent member. */
  readonly fallback: number
}

export function invalid(reason: string, fix: string, place: string) {
  return searchErrors.invalidSearch({ reason, fix }, { place })
}

export function stringsOf(request: JsonObject, name: string): readonly string[] | undefined {
  const value = member(request, name)
  if (value === undefined || value === null) return undefined
  const values = Array.isArray(value) ? value : [value]
  if (!values.every((each) => typeof each === 'string'))
    throw invalid(`${name} is not a list of strings`, `Send "${name}" as an array of strings.`, name)
  return values.length === 0 ? undefined : values
}

export function wholeNumber(object: JsonObject, name: string, { least, most, fallback }: Limits, place = name): number {
  const value = member(object, name)
  if (value === undefined || value === null) return fallback
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
  if (typeof number === 'number' && Number.isInteger(number) && number >= least && number <= most) return number
  throw invalid(`${name} is out of range`, `Send a whole number from ${least} to ${most}.`, place)
}

/** False when absent. */
export function flagOf(object: JsonObject, name: string, place = name): boolean {
  const value = member(object, name)
  if (value === undefined || value === null) return false
  const flag = lenientBoolean(value)
  if (flag === undefined) throw invalid(`${name} is not a boolean`, 'Send true or false.', place)
  return flag
}

/** The objects of a member that is a list, or one of them by itself; none when absent. */
export function objectsOf(request: JsonObject, name: string): readonly JsonObject[] {
  const value = member(request, name)
  if (value === undefined || value === null) return []
  return (Array.isArray(value) ? value : [value]).map((each, n) => objectAt(each, `${name}/${n}`))
}

export function objectAt(value: JsonValue, place: string): JsonObject {
  if (isJsonObject(value)) return value
  throw invalid(`${place === '' ? 'a request' : place} is not an object`, 'Send an object.', place)
}
