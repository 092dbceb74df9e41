import type { ApiDocument, ApiOperation, Auth, PluginFunction } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject, own, setOwn } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { readOperation } from '../openapi/operation.ts'
import type { Api } from '../openapi/types.ts'
import { schemaReader } from '../schema/read.ts'
import type { Authentication, Finding, Operation, Skill, Source } from '../types.ts'
import { authenticationOf } from './authentication.ts'
import { confirmationOf, effectsOfMethod } from './effects.ts'
import { declaredBy, type Origin, skillIdOf, titleOf } from './skill.ts'

/** A document and the reader that its functions share. */
export const apiOf = (document: ApiDocument): Api => ({
  root: document.root,
  reader: schemaReader(document.root),
  // Of a document that was fetched: servers may be written relative to it.
  url: /^https?:\/\//i.test(document.file) ? document.file : undefined,
})

/** The function that calls an operation. Errors: those of `readOperation`, and `signInUnserved`. */
export function skillOfOperation(
  origin: Origin,
  source: Source,
  api: Api,
  fn: PluginFunction,
  place: ApiOperation,
  auth: Auth,
  isBare: boolean,
): { readonly skill: Skill; readonly findings: readonly Finding[] } {
  const read = readOperation(api, place)
  const authentication = authenticationOf(api.root, place.operation, auth, isBare)
  if (authentication.kind === 'unserved') throw skillsErrors.signInUnserved({ scheme: authentication.scheme })
  const own = withoutCredential(read.operation, read.parameters, authentication)
  const fitted = fn.parameters === undefined ? { ...own, findings: [] } : overridden(own, fn.parameters, source)
  const effects = effectsOfMethod(read.operation.method)
  const { summary } = place.operation
  return {
    skill: {
      id: skillIdOf(source, fn.name),
      tenant: origin.tenant,
      name: fn.name,
      title: typeof summary === 'string' && summary.length > 0 && summary.length <= 60 ? summary : titleOf(fn.name),
      description: fn.description ?? '',
      parameters: fitted.parameters,
      effects,
      authentication,
      confirmation: confirmationOf(effects, place.operation, fn.confirmation),
      ...declaredBy(fn),
      source,
      binding: { kind: 'http', operation: fitted.operation },
    },
    findings: [...read.findings, ...fitted.findings],
  }
}

interface Fitted {
  readonly operation: Operation
  readonly parameters: JsonObject
}

/** A description may list its key as a parameter as well: it is not for the model to fill in. */
function withoutCredential(operation: Operation, parameters: JsonObject, authentication: Authentication): Fitted {
  if (authentication.kind === 'none' || authentication.kind === 'unserved') return { operation, parameters }
  const { placement } = authentication
  const isKey = (parameter: Operation['parameters'][number]) =>
    parameter.in === placement.in && parameter.name.toLowerCase() === placement.name.toLowerCase()
  const hidden = new Set(operation.parameters.filter(isKey).map(({ argument }) => argument))
  if (hidden.size === 0) return { operation, parameters }
  const properties: JsonObject = {}
  for (const [name, schema] of Object.entries(isJsonObject(parameters.properties) ? parameters.properties : {})) {
    if (!hidden.has(name)) setOwn(properties, name, schema)
  }
  const { required: asked, ...rest } = parameters
  const required = (Array.isArray(asked) ? asked : []).filter((name) => typeof name !== 'string' || !hidden.has(name))
  return {
    operation: { ...operation, parameters: operation.parameters.filter((parameter) => !isKey(parameter)) },
    parameters: { ...rest, properties, ...(required.length > 0 && { required }) },
  }
}

/**
 * contract: packages 2.3, the plugin's parameters stand in for those of the operation. What the operation cannot do without
 * is asked for all the same; what it does not know goes into a body where there is one.
 */
function overridden(
  { operation, parameters }: Fitted,
  given: JsonObject,
  { place }: Source,
): Fitted & { readonly findings: readonly Finding[] } {
  const reader = schemaReader(given)
  const read = reader.complete(reader.read(given))
  const properties: JsonObject = { ...(isJsonObject(read.properties) ? read.properties : {}) }
  const known = isJsonObject(parameters.properties) ? parameters.properties : {}
  const needed = (Array.isArray(parameters.required) ? parameters.required : []).filter(
    (name) => typeof name === 'string',
  )
  for (const name of needed) {
    if (own(properties, name) === undefined) setOwn(properties, name, own(known, name) ?? {})
  }
  const unknown = Object.keys(properties).filter((name) => !Object.hasOwn(known, name))
  const { body } = operation
  const canCarry = body !== undefined && body.argument === undefined
  const named = (Array.isArray(read.required) ? read.required : []).filter((name) => typeof name === 'string')
  const required = [...new Set([...named, ...needed])]
  const $defs = {
    ...(isJsonObject(parameters.$defs) ? parameters.$defs : {}),
    ...(isJsonObject(read.$defs) ? read.$defs : {}),
  }
  return {
    operation: unknown.length > 0 && canCarry ? { ...operation, body: { ...body, takesMore: true } } : operation,
    parameters: {
      ...read,
      properties,
      ...(required.length > 0 && { required }),
      ...(Object.keys($defs).length > 0 && { $defs }),
    },
    findings: canCarry ? [] : unknown.map((name) => findingOf(skillsErrors.argumentUnknown({ name }), place)),
  }
}
