// contract: packages 8.1, simple function JSON and the tool lists of model vendors. Every function is a draft.
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import type { Plugin, PluginFunction } from '../types.ts'
import { at, type Cursor, items, members, objectAt, placeOf, textAt } from './cursor.ts'

export function readSimpleFunctions(document: Cursor): Plugin {
  const namespace = document.file
    .replace(/^.*\//, '')
    .replace(/\.[^.]*$/, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
  const seen = new Set<string>()
  const functions = listOf(document).flatMap((cursor) => {
    const declared = objectAt(at(cursor, 'function')) === undefined ? cursor : at(cursor, 'function')
    const name = textAt(at(declared, 'name'))
    if (name === undefined || seen.has(name)) {
      cursor.context.report.add(name === undefined ? 'function.no-name' : 'function.twice', placeOf(declared), {
        name: name ?? '',
      })
      return []
    }
    seen.add(name)
    return [draftOf(declared, name)]
  })
  return {
    ...placeOf(document),
    key: document.file,
    form: 'functions',
    schemaVersion: '',
    nameForHuman: namespace,
    namespace,
    descriptionForHuman: '',
    descriptionForModel: undefined,
    logoUrl: undefined,
    functions,
    runtimes: [],
    conversationStarters: [],
    document: isJsonObject(document.value) ? document.value : {},
  }
}

function listOf(document: Cursor): readonly Cursor[] {
  if (Array.isArray(document.value)) return items(document)
  const inner = ['tools', 'functions'].map((name) => at(document, name)).find(({ value }) => Array.isArray(value))
  return inner === undefined ? [document] : items(inner)
}

function draftOf(cursor: Cursor, name: string): PluginFunction {
  cursor.context.report.add('function.draft', placeOf(cursor), { name })
  const parameters = ['parameters', 'input_schema', 'inputSchema']
    .map((key) => at(cursor, key))
    .find(({ value }) => isJsonObject(value))
  return {
    ...placeOf(cursor),
    name,
    id: undefined,
    description: textAt(at(cursor, 'description')),
    parameters: parameters && schemaOf(cursor, parameters),
    returns: undefined,
    states: { reasoning: undefined, responding: undefined },
    confirmation: undefined,
    responseSemantics: undefined,
    dataHandling: undefined,
    binding: { kind: 'draft' },
  }
}

/** A map of parameters becomes an object schema; a schema stays one, with its types spelled as JSON Schema does. */
function schemaOf(declared: Cursor, parameters: Cursor): JsonObject {
  const isSchema = isJsonObject(at(parameters, 'properties').value) || textAt(at(parameters, 'type')) === 'object'
  const properties: JsonObject = {}
  const required: string[] = []
  for (const [name, parameter] of members(isSchema ? at(parameters, 'properties') : parameters)) {
    if (typeof parameter.value === 'string') setOwn(properties, name, { type: 'string', description: parameter.value })
    if (!isJsonObject(parameter.value)) continue
    const { required: isRequired, ...schema } = parameter.value
    if (isRequired === true) required.push(name)
    setOwn(properties, name, typed(Array.isArray(isRequired) ? { ...schema, required: isRequired } : schema))
  }
  const lists = [at(parameters, 'required').value, at(declared, 'required').value].filter((list) => Array.isArray(list))
  const named = lists.flat().filter((name) => typeof name === 'string' && own(properties, name) !== undefined)
  const all = [...new Set([...required, ...named])]
  return { type: 'object', properties, ...(all.length === 0 ? {} : { required: all }) }
}

const TYPES: Readonly<Record<string, string>> = {
  int: 'integer',
  integer: 'integer',
  long: 'integer',
  float: 'number',
  double: 'number',
  number: 'number',
  decimal: 'number',
  bool: 'boolean',
  boolean: 'boolean',
  str: 'string',
  string: 'string',
  list: 'array',
  tuple: 'array',
  array: 'array',
  dict: 'object',
  object: 'object',
  null: 'null',
}

/** The schema of one parameter; an unknown type is a text. */
function typed(schema: JsonObject): JsonObject {
  const written = own(schema, 'type')
  const typed: JsonObject = {}
  for (const [key, value] of Object.entries(schema)) setOwn(typed, key, inner(key, value))
  if (typeof written === 'string') typed.type = own(TYPES, written.toLowerCase()) ?? 'string'
  else if (
    written === undefined &&
    own(schema, 'enum') === undefined &&
    own(schema, '$ref') === undefined &&
    !isComposed(schema)
  )
    typed.type = 'string'
  return typed
}

function isComposed(schema: JsonObject): boolean {
  return ['anyOf', 'oneOf', 'allOf', 'properties', 'items'].some((name) => own(schema, name) !== undefined)
}

function inner(key: string, value: JsonValue): JsonValue {
  if (key === 'items' && isJsonObject(value)) return typed(value)
  if (key !== 'properties' || !isJsonObject(value)) return value
  const properties: JsonObject = {}
  for (const [name, schema] of Object.entries(value))
    setOwn(properties, name, isJsonObject(schema) ? typed(schema) : schema)
  return properties
}
