import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'

/** One function as simple function JSON or a model vendor's tool list describes it. Contract: packages 8.1. */
export interface SimpleFunction {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object, types in the words of JSON Schema. */
  readonly parameters: JsonObject
  /** JSON pointer into what was read. */
  readonly place: string
}

/** The functions of a document: an object, a list, or a vendor's `{ type: 'function', function }`. What is none is left out. */
export function readFunctions(document: JsonValue): readonly SimpleFunction[] {
  const list = Array.isArray(document) ? document : [document]
  return list.flatMap((entry, index) => functionOf(entry, Array.isArray(document) ? `/${index}` : ''))
}

function functionOf(entry: JsonValue, place: string): SimpleFunction[] {
  if (!isJsonObject(entry)) return []
  const wrapped = own(entry, 'function')
  if (isJsonObject(wrapped)) return functionOf(wrapped, `${place}/function`)
  const name = own(entry, 'name')
  const description = own(entry, 'description')
  if (typeof name !== 'string' || name.trim() === '') return []
  // `input_schema` and `inputSchema` are what other vendors call the same member.
  const parameters = own(entry, 'parameters') ?? own(entry, 'input_schema') ?? own(entry, 'inputSchema')
  return [
    {
      name: name.trim(),
      description: typeof description === 'string' ? description : '',
      parameters: parametersOf(isJsonObject(parameters) ? parameters : {}),
      place,
    },
  ]
}

/** A map of parameters, or a schema of an object, as a schema of an object. */
function parametersOf(given: JsonObject): JsonObject {
  const properties = own(given, 'properties')
  const isSchema = isJsonObject(properties) && typeof (own(given, 'type') ?? 'object') === 'string'
  const members = isSchema ? properties : given
  const listed = isSchema ? own(given, 'required') : undefined
  const required = new Set(Array.isArray(listed) ? listed.filter((name) => typeof name === 'string') : [])
  const read: JsonObject = {}
  for (const [name, schema] of Object.entries(members)) {
    if (isJsonObject(schema) && own(schema, 'required') === true) required.add(name)
    setOwn(read, name, schemaOf(schema, DEPTH))
  }
  const known = [...required].filter((name) => Object.hasOwn(read, name))
  return { type: 'object', properties: read, ...(known.length > 0 && { required: known }) }
}

/** Levels of nesting that are read; what lies deeper is taken as anything. */
const DEPTH = 12

// contract: packages 8.1; the rest are words seen in the field.
const TYPES: ReadonlyMap<string, string> = new Map([
  ...['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'].map((name) => [name, name] as const),
  ...['int', 'int32', 'int64', 'long'].map((name) => [name, 'integer'] as const),
  ...['float', 'double', 'decimal'].map((name) => [name, 'number'] as const),
  ['bool', 'boolean'],
  ...['list', 'tuple', 'arraylist', 'set'].map((name) => [name, 'array'] as const),
  ...['dict', 'map', 'hashmap', 'hash'].map((name) => [name, 'object'] as const),
])
const ANY = 'any'

function schemaOf(value: JsonValue, depth: number): JsonObject {
  if (typeof value === 'string') return { type: typeOf(value) }
  if (!isJsonObject(value) || depth === 0) return {}
  const read: JsonObject = {}
  for (const [key, member] of Object.entries(value)) {
    if (key === 'type') setType(read, member)
    else if (key === 'properties' && isJsonObject(member)) {
      const inner: JsonObject = {}
      for (const [name, schema] of Object.entries(member)) setOwn(inner, name, schemaOf(schema, depth - 1))
      read.properties = inner
    } else if (key === 'items' || key === 'additionalProperties') {
      setOwn(read, key, isJsonObject(member) ? schemaOf(member, depth - 1) : member)
    } else if (key !== 'required' || Array.isArray(member)) setOwn(read, key, member)
  }
  return read
}

function setType(schema: JsonObject, type: JsonValue): void {
  const names = [type].flat().filter((name) => typeof name === 'string')
  const known = names.filter((name) => name.toLowerCase() !== ANY).map(typeOf)
  if (known.length === 1 && known[0] !== undefined) schema.type = known[0]
  else if (known.length > 1) schema.type = [...new Set(known)]
}

const typeOf = (name: string) => TYPES.get(name.toLowerCase()) ?? 'string'
