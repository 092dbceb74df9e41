// What the published schemas say about a document, in words. Level `strict`.
import { isJsonObject, type JsonValue, own } from '@jumpseat/wire'
import type { ErrorObject } from 'ajv'
import type { Context } from '../context.ts'
import { below, type Params } from '../findings.ts'
import type { RuleId } from '../rules.ts'
import { hasPlaceholder } from '../text/placeholders.ts'
import type { Place } from '../types.ts'
import { worthTelling } from './alternatives.ts'
import { officialSchema, type SchemaKind } from './official.ts'

/** Values in a document from which on only the first error is looked for. */
const HUGE = 10_000
/** Entries of a list from which on nothing is checked: that no two are the same takes the square of that. */
const LONGEST_LIST = 1_000
/** Errors of one document that are put into words. */
const MOST_ERRORS = 300

/** Reports where `document` differs from the published schema of its kind and version. */
export function checkSchema(
  context: Context,
  kind: SchemaKind,
  version: string,
  place: Place,
  document: JsonValue,
): void {
  const key = `${kind} ${place.file}#${place.pointer}`
  if (context.checked.has(key)) return
  context.checked.add(key)
  const schema = officialSchema(kind, version)
  if (!schema.isExact) context.report.add('schema.version', place, { version, used: schema.version })
  const errors = errorsOf(schema.validate, document)
  if (errors === undefined) context.report.add('schema.unchecked', place)
  for (const error of worthTelling(schema.root, errors ?? [])) {
    const { rule, pointer, params } = explain(error, schema.version)
    if (!isPending(document, error))
      context.report.add(rule, { file: place.file, pointer: place.pointer + pointer }, params)
  }
}

/** `undefined` when the document is too large to check, or a pattern gave up on a hostile text. */
function errorsOf(
  validate: ReturnType<typeof officialSchema>['validate'],
  document: JsonValue,
): readonly ErrorObject[] | undefined {
  const { values, longestList } = sizeOf(document)
  if (longestList > LONGEST_LIST) return undefined
  try {
    return (validate(document, values > HUGE) ?? []).slice(0, MOST_ERRORS)
  } catch {
    return undefined
  }
}

function sizeOf(document: JsonValue): { readonly values: number; readonly longestList: number } {
  const waiting: JsonValue[] = [document]
  let values = 0
  let longestList = 0
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    values += 1
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) longestList = Math.max(longestList, value.length)
    if (longestList > LONGEST_LIST) break
    for (const inner of Object.values(value)) waiting.push(inner)
  }
  return { values, longestList }
}

/** A value that waits for its environment cannot be judged. */
function isPending(document: JsonValue, { instancePath }: ErrorObject): boolean {
  const value = valueAt(document, instancePath)
  return typeof value === 'string' && hasPlaceholder(value)
}

function valueAt(document: JsonValue, pointer: string): JsonValue | undefined {
  let value: JsonValue | undefined = document
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    value = Array.isArray(value) ? value[Number(key)] : isJsonObject(value) ? own(value, key) : undefined
  }
  return value
}

interface Explanation {
  readonly rule: RuleId
  readonly pointer: string
  readonly params: Params
}

type Explain = (error: ErrorObject) => Omit<Explanation, 'pointer'> & { readonly member?: string }

/** What each keyword of the schemas means to whoever wrote the document. */
const EXPLAIN: Readonly<Record<string, Explain>> = {
  required: ({ params }) => ({ rule: 'schema.required', params: { name: params.missingProperty } }),
  dependencies: ({ params }) => ({
    rule: 'schema.required',
    params: { name: params.missingProperty, because: ` beside '${params.property}'` },
  }),
  additionalProperties: ({ params }) => ({
    rule: 'schema.unknown-member',
    params: { name: params.additionalProperty },
    member: params.additionalProperty,
  }),
  propertyNames: ({ params }) => ({
    rule: 'schema.unknown-member',
    params: { name: params.propertyName },
    member: params.propertyName,
  }),
  type: ({ params, data }) => ({ rule: 'schema.type', params: { wanted: String(params.type), found: typeName(data) } }),
  enum: ({ params, data }) => ({
    rule: 'schema.value',
    params: { found: brief(data), wanted: params.allowedValues.map(brief).join(', ') },
  }),
  const: ({ params, data }) => ({
    rule: 'schema.value',
    params: { found: brief(data), wanted: brief(params.allowedValue) },
  }),
  maxLength: ({ params, data }) => ({
    rule: 'schema.too-long',
    params: { length: String(data).length, limit: params.limit },
  }),
  minLength: ({ params }) => ({ rule: 'schema.too-short', params: { limit: params.limit } }),
  maxItems: ({ params, data }) => ({
    rule: 'schema.too-many',
    params: { count: lengthOf(data), limit: params.limit },
  }),
  minItems: ({ params, data }) => ({ rule: 'schema.too-few', params: { count: lengthOf(data), limit: params.limit } }),
  pattern: ({ params, data }) => ({
    rule: 'schema.form',
    params: {
      found: brief(data),
      wanted: FORMS.find(([part]) => params.pattern.includes(part))?.[1] ?? params.pattern,
    },
  }),
  format: ({ params, data }) => ({
    rule: 'schema.form',
    params: { found: brief(data), wanted: FORMATS[params.format] ?? params.format },
  }),
}

/** What the patterns of the schemas ask for; the first that is part of one names it. */
const FORMS: readonly (readonly [string, string])[] = [
  ['{8}-', 'a GUID'],
  ['[Hh][Tt][Tt][Pp][Ss]://', 'an address that begins with https://'],
  ['[Hh][Tt][Tt][Pp][Ss]?://', 'an address that begins with https:// or http://'],
  ['[0-9a-fA-F]{6}', 'a colour such as #0A5C8A'],
  ['[1-9]+[0-9]*)\\.', 'a version such as 1.0.0'],
  ['{1,8}(-', 'a language tag such as en-us'],
  ['[sS][mM]', 'a number, or small, medium or large'],
  ['[a-zA-Z_][a-zA-Z0-9_]*(\\]\\])', 'a text without [[ and ]], or exactly one [[key]]'],
  ['(?!\\[\\[)', 'a text that is no [[key]]'],
  ['^[A-Za-z0-9_]+$', 'letters, digits and _ only'],
  ['^[A-Za-z0-9-]+$', 'letters, digits and - only'],
  ['^[A-Za-z0-9_-]+$', 'letters, digits, _ and - only'],
  ['\\S.*', 'a text that is not blank'],
]
const FORMATS: Readonly<Record<string, string>> = {
  uri: 'an absolute address',
  email: 'an e-mail address',
  uuid: 'a GUID',
}

function explain(error: ErrorObject, version: string): Explanation {
  const { rule, params, member } = EXPLAIN[error.keyword]?.(error) ?? {
    rule: 'schema.other' as const,
    params: { reason: error.message ?? error.keyword },
  }
  const { pointer } = below({ file: '', pointer: error.instancePath }, ...(member === undefined ? [] : [member]))
  return { rule, pointer, params: { because: '', version, ...params } }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0
}

function brief(value: unknown): string {
  return typeof value === 'string' ? `'${value.slice(0, 60)}'` : (JSON.stringify(value)?.slice(0, 60) ?? 'nothing')
}
