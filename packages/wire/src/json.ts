/** A JSON object read from outside. Keys are data: `__proto__` is an own property like any other. */
export type JsonObject = { [key: string]: JsonValue }
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The own value of `key`, never one inherited from a prototype. */
export function own<T>(object: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Sets `key` as an own property, also when it is `__proto__`; `Object.fromEntries` does so by itself. */
export function setOwn<T>(object: Record<string, T>, key: string, value: T): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}

/** The member of `object` whose name equals `name` without regard to case; the exact spelling wins. */
export function member(object: JsonObject, name: string): JsonValue | undefined {
  const exact = own(object, name)
  if (exact !== undefined) return exact
  const lower = name.toLowerCase()
  for (const key of Object.keys(object)) if (key.toLowerCase() === lower) return object[key]
  return undefined
}
