import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { below } from '../findings.ts'
import type { ApiDocument, ApiOperation, Place } from '../types.ts'
import { dereference } from './references.ts'

/** What a call of an operation is made of, in any dialect, references followed at the outside. */
export interface OperationView {
  readonly parameters: readonly ParameterView[]
  readonly body: BodyView | undefined
  /** Media types of its answers; empty when none is named. */
  readonly answers: readonly string[]
  /** Of each alternative, the names of the schemes that it needs together. */
  readonly security: readonly (readonly string[])[]
}

export interface ParameterView {
  readonly name: string
  readonly in: string
  readonly isRequired: boolean
  readonly schema: JsonObject
  readonly pointer: string
}

export interface BodyView {
  readonly mediaTypes: readonly string[]
  /** Of the JSON body, else of the first. */
  readonly schema: JsonValue | undefined
  readonly pointer: string
}

export function viewOf(document: ApiDocument, { operation, pathItem, pointer }: ApiOperation): OperationView {
  const parameters = [
    ...parametersOf(document, own(pathItem, 'parameters'), `${pointer.slice(0, pointer.lastIndexOf('/'))}/parameters`),
    ...parametersOf(document, own(operation, 'parameters'), `${pointer}/parameters`),
  ]
  return {
    parameters: parameters.filter((parameter) => parameter.in !== 'body' && parameter.in !== 'formData'),
    body:
      document.version === '2.0' ? swaggerBody(document, operation, parameters) : bodyOf(document, operation, pointer),
    answers: answersOf(document, operation),
    security: securityOf(own(operation, 'security') ?? own(document.root, 'security')),
  }
}

/** Of one operation or path; every operation of a document may name the same list. */
const MOST_PARAMETERS = 200

function parametersOf({ root, version }: ApiDocument, list: JsonValue | undefined, pointer: string): ParameterView[] {
  return (Array.isArray(list) ? list.slice(0, MOST_PARAMETERS) : []).flatMap((written, n) => {
    const target = dereference(root, written, `${pointer}/${n}`)
    const value = target?.value
    const name = isJsonObject(value) ? own(value, 'name') : undefined
    if (target === undefined || !isJsonObject(value) || typeof name !== 'string') return []
    const place = own(value, 'in')
    const schema = version === '2.0' && place !== 'body' ? value : own(value, 'schema')
    return [
      {
        name,
        in: typeof place === 'string' ? place : '',
        isRequired: own(value, 'required') === true,
        schema: isJsonObject(schema) ? schema : {},
        pointer: target.pointer,
      },
    ]
  })
}

function bodyOf({ root }: ApiDocument, operation: JsonObject, pointer: string): BodyView | undefined {
  const target = dereference(root, own(operation, 'requestBody'), `${pointer}/requestBody`)
  const content = isJsonObject(target?.value) ? own(target.value, 'content') : undefined
  if (target === undefined || !isJsonObject(content)) return undefined
  const mediaTypes = Object.keys(content)
  const chosen = mediaTypes.find(isJson) ?? mediaTypes[0]
  const media = chosen === undefined ? undefined : own(content, chosen)
  const at = below(
    { file: '', pointer: `${target.pointer}/content` },
    ...(chosen === undefined ? [] : [chosen, 'schema']),
  )
  return { mediaTypes, schema: isJsonObject(media) ? own(media, 'schema') : undefined, pointer: at.pointer }
}

function swaggerBody(
  { root }: ApiDocument,
  operation: JsonObject,
  parameters: readonly ParameterView[],
): BodyView | undefined {
  const body = parameters.find((parameter) => parameter.in === 'body')
  const form = parameters.find((parameter) => parameter.in === 'formData')
  const consumes = textsOf(own(operation, 'consumes') ?? own(root, 'consumes'))
  if (body !== undefined) {
    return {
      mediaTypes: consumes.length === 0 ? ['application/json'] : consumes,
      schema: body.schema,
      pointer: `${body.pointer}/schema`,
    }
  }
  return (
    form && {
      mediaTypes: consumes.length === 0 ? ['multipart/form-data'] : consumes,
      schema: undefined,
      pointer: form.pointer,
    }
  )
}

function answersOf({ root, version }: ApiDocument, operation: JsonObject): readonly string[] {
  if (version === '2.0') return textsOf(own(operation, 'produces') ?? own(root, 'produces'))
  const responses = own(operation, 'responses')
  if (!isJsonObject(responses)) return []
  return Object.entries(responses).flatMap(([status, written]) => {
    const value = /^(2|default)/.test(status) ? dereference(root, written)?.value : undefined
    const content = isJsonObject(value) ? own(value, 'content') : undefined
    return isJsonObject(content) ? Object.keys(content) : []
  })
}

function securityOf(security: JsonValue | undefined): readonly (readonly string[])[] {
  return (Array.isArray(security) ? security : []).flatMap((entry) => (isJsonObject(entry) ? [Object.keys(entry)] : []))
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return (Array.isArray(value) ? value : []).filter((text) => typeof text === 'string')
}

/** Where `pointer` of the document stands, also when the document is a text inside of another file. */
export function placeIn({ file }: ApiDocument, pointer: string): Place {
  const hash = file.indexOf('#/')
  return hash === -1 ? { file, pointer } : { file: file.slice(0, hash), pointer: file.slice(hash + 1) + pointer }
}

export function isJson(mediaType: string): boolean {
  return /^[\w.+-]*\/([\w.-]+\+)?json\b/i.test(mediaType) || mediaType === '*/*'
}

/** The names of what a call takes: parameters, and the properties of the body. */
export function argumentNames(document: ApiDocument, view: OperationView): ReadonlySet<string> {
  const schema = dereference(document.root, view.body?.schema)?.value
  const properties = isJsonObject(schema) ? own(schema, 'properties') : undefined
  return new Set([
    ...view.parameters.map(({ name }) => name),
    ...(isJsonObject(properties) ? Object.keys(properties) : []),
  ])
}
