import { targetOf } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'

/** Reads the schemas of one document into the keywords that this package knows. */
export interface SchemaReader {
  /** References become `#/$defs/…`. What may only be read is left out. */
  read(schema: JsonValue | undefined): JsonObject
  /** The schema with every definition that it reaches, so that it stands for itself. */
  complete(schema: JsonObject): JsonObject
  /** The schema itself where it is a reference, as far as references go. */
  follow(schema: JsonObject): JsonObject
  /** References that lead nowhere in the document. */
  readonly unresolved: ReadonlySet<string>
}

// What is deeper, or more, is taken as anything: a hostile document costs no more than this.
const DEPTH = 40
const NODES = 50_000

/** Keywords that are taken over as they are. */
const KEPT = ['title', 'description', 'default', 'const', 'format', 'pattern', 'contentEncoding', 'contentMediaType']
const NUMBERS = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]
const TYPES: ReadonlySet<string> = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/** `root` is the document that references are resolved in: an OpenAPI document, or a schema that stands for itself. */
export function schemaReader(root: JsonObject): SchemaReader {
  const definitions = new Map<string, { readonly name: string; schema: JsonObject }>()
  const names = new Set<string>()
  const unresolved = new Set<string>()
  let nodes = 0

  function read(value: JsonValue | undefined, depth: number): JsonObject {
    if (!isJsonObject(value) || depth === 0 || ++nodes > NODES) return {}
    const schema: JsonObject = {}
    const reference = own(value, '$ref')
    if (typeof reference === 'string') {
      const name = define(reference)
      if (name !== undefined) schema.$ref = `#/$defs/${name}`
    }
    readType(schema, value)
    for (const key of KEPT) copy(schema, value, key, (member) => key === 'default' || key === 'const' || isText(member))
    for (const key of NUMBERS) copy(schema, value, key, (member) => typeof member === 'number')
    readBounds(schema, value)
    if (value.uniqueItems === true) schema.uniqueItems = true
    const choices = own(value, 'enum')
    if (Array.isArray(choices) && choices.length > 0) schema.enum = [...choices]
    for (const key of ['allOf', 'anyOf', 'oneOf'] as const) {
      const members = own(value, key)
      if (Array.isArray(members) && members.length > 0) schema[key] = members.map((member) => read(member, depth - 1))
    }
    if (isJsonObject(value.properties)) readProperties(schema, value, value.properties, depth)
    if (Array.isArray(value.prefixItems)) schema.prefixItems = value.prefixItems.map((item) => read(item, depth - 1))
    if (Array.isArray(value.items)) schema.prefixItems = value.items.map((item) => read(item, depth - 1))
    else if (value.items !== undefined && value.items !== false) schema.items = read(value.items, depth - 1)
    const more = own(value, 'additionalProperties')
    if (typeof more === 'boolean') schema.additionalProperties = more
    else if (isJsonObject(more)) schema.additionalProperties = read(more, depth - 1)
    if (value.nullable === true) admitNull(schema)
    return schema
  }

  function readProperties(schema: JsonObject, value: JsonObject, given: JsonObject, depth: number): void {
    const properties: JsonObject = {}
    for (const [name, member] of Object.entries(given)) {
      if (!isReadOnly(member)) setOwn(properties, name, read(member, depth - 1))
    }
    schema.properties = properties
    const required = own(value, 'required')
    if (!Array.isArray(required)) return
    const known = required.filter((name) => typeof name === 'string' && !isReadOnly(own(given, name)))
    if (known.length > 0) schema.required = [...new Set(known)]
  }

  const isReadOnly = (member: JsonValue | undefined) => isJsonObject(member) && follow(member).readOnly === true

  function define(reference: string): string | undefined {
    const known = definitions.get(reference)
    if (known !== undefined) return known.name
    const target = targetOf(root, reference)?.value
    if (!isJsonObject(target)) {
      unresolved.add(reference)
      return undefined
    }
    const name = freeName(reference)
    const definition: { name: string; schema: JsonObject } = { name, schema: {} }
    definitions.set(reference, definition)
    definition.schema = read(target, DEPTH)
    return name
  }

  function freeName(reference: string): string {
    const last = reference.split('/').at(-1) ?? ''
    const base = last.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, 60) || 'Definition'
    let name = base
    for (let count = 2; names.has(name); count++) name = `${base}_${count}`
    names.add(name)
    return name
  }

  function follow(schema: JsonObject): JsonObject {
    let at = schema
    for (let hops = 0; hops < DEPTH; hops++) {
      const reference = own(at, '$ref')
      const target = typeof reference === 'string' ? targetOf(root, reference)?.value : undefined
      if (!isJsonObject(target)) return at
      at = target
    }
    return at
  }

  function complete(schema: JsonObject): JsonObject {
    const byName = new Map([...definitions.values()].map((definition) => [definition.name, definition.schema]))
    const reached = new Set<string>()
    const open: JsonValue[] = [schema]
    for (let value = open.pop(); value !== undefined; value = open.pop()) {
      if (Array.isArray(value)) open.push(...value)
      else if (isJsonObject(value)) {
        const name = typeof value.$ref === 'string' ? value.$ref.slice('#/$defs/'.length) : undefined
        const definition = name === undefined ? undefined : byName.get(name)
        if (name !== undefined && definition !== undefined && !reached.has(name)) {
          reached.add(name)
          open.push(definition)
        }
        open.push(...Object.values(value))
      }
    }
    if (reached.size === 0) return schema
    const $defs: JsonObject = {}
    for (const name of [...reached].sort()) setOwn($defs, name, byName.get(name) ?? {})
    return { ...schema, $defs }
  }

  return { read: (schema) => read(schema, DEPTH), complete, follow, unresolved }
}

const isText = (value: JsonValue) => typeof value === 'string'

function copy(schema: JsonObject, value: JsonObject, key: string, fits: (member: JsonValue) => boolean): void {
  const member = own(value, key)
  if (member !== undefined && fits(member)) schema[key] = member
}

function readType(schema: JsonObject, value: JsonObject): void {
  const given = [own(value, 'type') ?? []].flat()
  // Swagger 2.0 calls an upload a type.
  if (given.includes('file')) Object.assign(schema, { type: 'string', format: 'binary' })
  const known = given.filter((name) => typeof name === 'string' && TYPES.has(name))
  if (known.length === 1 && known[0] !== undefined) schema.type = known[0]
  else if (known.length > 1) schema.type = [...new Set(known)]
  else if (schema.type === undefined && isJsonObject(value.properties)) schema.type = 'object'
}

/** OpenAPI 3.0 and Swagger 2.0 say with a boolean that a bound itself is out. */
function readBounds(schema: JsonObject, value: JsonObject): void {
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    if (value[exclusive] === true && typeof value[bound] === 'number') {
      schema[exclusive] = value[bound]
      delete schema[bound]
    }
  }
}

function admitNull(schema: JsonObject): void {
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) schema.enum = [...schema.enum, null]
  const types = [schema.type ?? []].flat()
  if (types.length > 0) {
    if (!types.includes('null')) schema.type = [...types, 'null']
  } else if (typeof schema.$ref === 'string') {
    const { $ref } = schema
    delete schema.$ref
    schema.anyOf = [{ $ref }, { type: 'null' }]
  } else if (Array.isArray(schema.anyOf)) schema.anyOf = [...schema.anyOf, { type: 'null' }]
}
