import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'

/** All of these at once: `allOf` in one schema. What two say differently is asked of both again. */
export function allOf(members: readonly JsonObject[]): JsonObject {
  return members.reduce((merged, member) => both(merged, member), {})
}

function both(a: JsonObject, b: JsonObject): JsonObject {
  const merged: JsonObject = { ...a }
  for (const [key, value] of Object.entries(b)) {
    const known = own(merged, key)
    setOwn(merged, key, known === undefined ? value : met(key, known, value))
  }
  return merged
}

function met(key: string, a: JsonValue, b: JsonValue): JsonValue {
  if (key === 'properties' && isJsonObject(a) && isJsonObject(b)) {
    const properties: JsonObject = { ...a }
    for (const [name, schema] of Object.entries(b)) {
      const known = own(properties, name)
      const isBoth = isJsonObject(known) && isJsonObject(schema)
      setOwn(properties, name, isBoth ? { allOf: [known, schema] } : schema)
    }
    return properties
  }
  if (key === 'required' && Array.isArray(a) && Array.isArray(b)) return [...new Set([...a, ...b])]
  if (key === 'enum' && Array.isArray(a) && Array.isArray(b)) {
    const shared = a.filter((value) => b.includes(value))
    return shared.length > 0 ? shared : a
  }
  if ((key === 'anyOf' || key === 'oneOf' || key === 'allOf') && Array.isArray(a) && Array.isArray(b))
    return key === 'allOf' ? [...a, ...b] : a
  if (key === 'additionalProperties') return a === false || b === false ? false : isJsonObject(a) ? a : b
  if (key === 'minimum' || key === 'minLength' || key === 'minItems') return Math.max(Number(a), Number(b))
  if (key === 'maximum' || key === 'maxLength' || key === 'maxItems') return Math.min(Number(a), Number(b))
  return a
}

/** Any of these, as one object: the properties of all, of which only those are required that all require. */
export function anyOfObjects(members: readonly JsonObject[]): JsonObject {
  const properties: JsonObject = {}
  for (const member of members) {
    for (const [name, schema] of Object.entries(isJsonObject(member.properties) ? member.properties : {})) {
      const known = own(properties, name)
      const isNew = known === undefined || JSON.stringify(known) === JSON.stringify(schema)
      setOwn(properties, name, isNew ? schema : { anyOf: [...choicesOf(known), schema] })
    }
  }
  const lists = members.map(({ required }) => new Set(Array.isArray(required) ? required : []))
  const required = [...(lists[0] ?? [])].filter((name) => lists.every((list) => list.has(name)))
  return { type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** Constants that tell shapes apart become the choices of one property. */
function choicesOf(schema: JsonValue): readonly JsonValue[] {
  return isJsonObject(schema) && Array.isArray(schema.anyOf) && Object.keys(schema).length === 1
    ? schema.anyOf
    : [schema]
}
