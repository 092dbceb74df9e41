import { isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { orchestratorErrors } from '../errors.ts'

export function objectOf(body: unknown): JsonObject {
  if (body === undefined || body === null) return {}
  if (isJsonObject(body)) return body
  throw invalid('The body is not an object.', 'Send a JSON object.', '')
}

/** The text of a member; undefined when absent. */
export function textMember(body: JsonObject, name: string): string | undefined {
  const value = member(body, name)
  if (value === undefined || value === null) return undefined
  if (typeof value === 'string') return value
  throw invalid(`${name} is not a string.`, 'Send a string, or leave it out.', name)
}

export function objectMember(body: JsonObject, name: string): JsonObject | undefined {
  const value = member(body, name)
  if (value === undefined || value === null) return undefined
  if (isJsonObject(value)) return value
  throw invalid(`${name} is not an object.`, 'Send an object, or leave it out.', name)
}

export function listMember(body: JsonObject, name: string): readonly JsonValue[] | undefined {
  const value = member(body, name)
  if (value === undefined || value === null) return undefined
  if (Array.isArray(value)) return value
  throw invalid(`${name} is not a list.`, 'Send an array, or leave it out.', name)
}

export const invalid = (reason: string, fix: string, place: string) =>
  orchestratorErrors.requestInvalid({ reason, fix }, { place })
