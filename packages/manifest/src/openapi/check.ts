// contract: packages 4.1. What is accepted here and not everywhere, for the operations that a package uses.
import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import type { ApiDocument, ApiOperation, Place } from '../types.ts'
import { dereference, referenceOf } from './references.ts'
import { isJson, type OperationView, placeIn, viewOf } from './view.ts'

interface Subject {
  readonly context: Context
  readonly document: ApiDocument
  readonly operation: ApiOperation
  readonly view: OperationView
  readonly at: (pointer: string) => Place
}

type Check = (subject: Subject) => void

const CHECKS: readonly Check[] = [pathParameters, namesTwice, bodyType, answerType, shapes, securitySchemes]

export function checkOperation(context: Context, document: ApiDocument, operation: ApiOperation): void {
  const key = `operation ${document.file}#${operation.pointer}`
  if (context.checked.has(key)) return
  context.checked.add(key)
  const at = (pointer: string) => placeIn(document, pointer)
  const subject = { context, document, operation, view: viewOf(document, operation), at }
  for (const check of CHECKS) check(subject)
}

function pathParameters({ context, operation, view, at }: Subject): void {
  const declared = new Set(view.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name))
  for (const [, name = ''] of operation.path.matchAll(/\{([^{}]{1,200})\}/g)) {
    if (!declared.has(name)) context.report.add('openapi.path-parameter', at(operation.pointer), { name })
  }
}

/** contract: packages 4.2, names are unique over all places. */
function namesTwice({ context, document, view, at }: Subject): void {
  const schema = dereference(document.root, view.body?.schema)?.value
  const properties = isJsonObject(schema) ? own(schema, 'properties') : undefined
  const seen = new Map<string, string>()
  for (const { name, in: place, pointer } of view.parameters) {
    const other = seen.get(name) ?? (isJsonObject(properties) && Object.hasOwn(properties, name) ? 'body' : undefined)
    if (other !== undefined && other !== place) context.report.add('openapi.name-twice', at(pointer), { name, other })
    seen.set(name, place)
  }
}

function bodyType({ context, view, at }: Subject): void {
  if (view.body === undefined || view.body.mediaTypes.some(isJson)) return
  context.report.add('openapi.body-type', at(view.body.pointer), { types: view.body.mediaTypes.join(', ') })
}

function answerType({ context, operation, view, at }: Subject): void {
  if (view.answers.length === 0 || view.answers.some(isJson)) return
  context.report.add('openapi.answer-type', at(`${operation.pointer}/responses`), { types: view.answers.join(', ') })
}

const COMPOSERS = ['allOf', 'oneOf', 'anyOf', 'not'] as const

/** Objects inside of objects, and schemas put together, in what a call sends. The first of each is enough. */
function shapes({ context, document, view, at }: Subject): void {
  const roots = [
    ...view.parameters.map(({ schema, pointer }) => ({ schema, pointer: `${pointer}/schema`, depth: 1 })),
    ...(view.body === undefined ? [] : [{ schema: view.body.schema, pointer: view.body.pointer, depth: 0 }]),
  ]
  const found = { nested: false, composed: false }
  for (const { schema, pointer, depth } of roots) {
    for (const { value, pointer: where, depth: within } of schemasIn(document.root, schema, pointer, depth)) {
      const composer = COMPOSERS.find((name) => own(value, name) !== undefined)
      if (composer !== undefined && !found.composed) {
        found.composed = true
        context.report.add('openapi.composed', at(where), { composer })
      }
      if (within > 0 && isJsonObject(own(value, 'properties')) && !found.nested) {
        found.nested = true
        context.report.add('openapi.nested', at(where))
      }
    }
  }
}

interface Schema {
  readonly value: JsonObject
  readonly pointer: string
  readonly depth: number
}

const MOST_SCHEMAS = 400

/** A schema and those inside it, each that a reference names once. `depth`: objects around it. */
function* schemasIn(root: JsonObject, schema: JsonValue | undefined, pointer: string, depth: number): Iterable<Schema> {
  const waiting: { value: JsonValue | undefined; pointer: string; depth: number }[] = [
    { value: schema, pointer, depth },
  ]
  const named = new Set<string>()
  for (let count = 0; count < MOST_SCHEMAS; count += 1) {
    const next = waiting.pop()
    if (next === undefined) return
    const reference = referenceOf(next.value)
    if (reference !== undefined && named.has(reference)) continue
    if (reference !== undefined) named.add(reference)
    const target = dereference(root, next.value, next.pointer)
    if (target === undefined || !isJsonObject(target.value)) continue
    yield { value: target.value, pointer: target.pointer, depth: next.depth }
    const properties = own(target.value, 'properties')
    for (const [name, inner] of Object.entries(isJsonObject(properties) ? properties : {})) {
      waiting.push({ value: inner, pointer: `${target.pointer}/properties/${name}`, depth: next.depth + 1 })
    }
    waiting.push({ value: own(target.value, 'items'), pointer: `${target.pointer}/items`, depth: next.depth })
  }
}

/** contract: packages 6.1: one scheme at a time, and not every kind. */
function securitySchemes({ context, document, operation, view, at }: Subject): void {
  const place = at(operation.pointer)
  if (view.security.some((names) => names.length > 1)) context.report.add('openapi.security-several', place)
  for (const name of new Set(view.security.flat())) {
    const scheme = schemeNamed(document, name)
    const kind = scheme === undefined ? undefined : kindOf(scheme)
    if (scheme === undefined) context.report.add('openapi.security-missing', place, { name })
    else if (kind !== undefined) context.report.add('openapi.security-kind', place, { name, kind })
  }
}

function schemeNamed({ root, version }: ApiDocument, name: string): JsonObject | undefined {
  const components = own(root, 'components')
  const holder =
    version === '2.0'
      ? own(root, 'securityDefinitions')
      : isJsonObject(components)
        ? own(components, 'securitySchemes')
        : undefined
  const scheme = isJsonObject(holder) ? dereference(root, own(holder, name))?.value : undefined
  return isJsonObject(scheme) ? scheme : undefined
}

/** What is not served everywhere, in words; `undefined` when it is. */
function kindOf(scheme: JsonObject): string | undefined {
  const type = own(scheme, 'type')
  const place = own(scheme, 'in')
  if (type === 'basic' || (type === 'http' && String(own(scheme, 'scheme')).toLowerCase() === 'basic')) return 'basic'
  if (type === 'apiKey' && place === 'cookie') return 'a key in a cookie'
  return type === 'apiKey' || type === 'http' || type === 'oauth2' || type === 'openIdConnect'
    ? undefined
    : String(type)
}
