// The oracle: how swagger-client would write the same call.
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import SwaggerClient from 'swagger-client'
import type { Operation } from '../../types.ts'

export interface OracleRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** A document with its references resolved, as the oracle wants it; for many operations resolve it once. Refuses with the oracle's own errors. */
export async function resolvedSpec(root: JsonObject): Promise<JsonObject> {
  const { spec } = await SwaggerClient.resolve({ spec: structuredClone(root), allowMetaPatches: false })
  return isJsonObject(spec) ? spec : root
}

/** Throws what the oracle throws, for example for a required parameter that is absent. */
export function oracleRequest(
  spec: JsonObject,
  place: { readonly path: string; readonly method: string },
  operation: Operation,
  args: JsonObject,
): OracleRequest {
  const id = 'asked'
  const requestBody = bodyFor(operation, args)
  const { prepared, parameters } = prepare(spec, place, id, operation, args, requestBody)
  const built = SwaggerClient.buildRequest({
    spec: prepared,
    operationId: id,
    parameters,
    server: undefined,
    ...(requestBody !== undefined && { requestBody, requestContentType: operation.body?.mediaType }),
  })
  return {
    method: String(built.method).toUpperCase(),
    url: built.url,
    headers: Object.fromEntries(
      Object.entries(built.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: built.body,
  }
}

/** The document with this one operation only, under a known id, and the values by place and name. */
function prepare(
  spec: JsonObject,
  { path, method }: { readonly path: string; readonly method: string },
  operationId: string,
  operation: Operation,
  args: JsonObject,
  requestBody: JsonValue | undefined,
) {
  const paths = isJsonObject(spec.paths) ? spec.paths : {}
  const item = own(paths, path)
  const given = isJsonObject(item) ? own(item, method.toLowerCase()) : undefined
  const asked = { ...(isJsonObject(given) ? given : {}), operationId }
  const kept = isJsonObject(item)
    ? { parameters: item.parameters ?? [], ...(item.servers && { servers: item.servers }) }
    : {}
  const prepared = { ...spec, paths: { [path]: { ...kept, [method.toLowerCase()]: asked } } }
  const parameters: JsonObject = {}
  for (const parameter of operation.parameters) {
    const value = own(args, parameter.argument) ?? parameter.default
    if (value !== undefined) setOwn(parameters, `${parameter.in}.${parameter.name}`, value)
  }
  // Never a parameter of ours; the oracle asks for them where a document requires them.
  for (const name of ['Authorization', 'authorization', 'Content-Type', 'content-type'])
    setOwn(parameters, `header.${name}`, '-')
  if (spec.swagger !== undefined && requestBody !== undefined) placeBody(parameters, [item, asked], requestBody)
  return { prepared, parameters }
}

/** Swagger 2.0 has no body of its own: it is a parameter, or several. */
function placeBody(parameters: JsonObject, holders: readonly (JsonValue | undefined)[], body: JsonValue): void {
  const declared = holders.flatMap((holder) =>
    isJsonObject(holder) && Array.isArray(holder.parameters) ? holder.parameters : [],
  )
  for (const parameter of declared) {
    if (!isJsonObject(parameter) || typeof parameter.name !== 'string') continue
    if (parameter.in === 'body') setOwn(parameters, `body.${parameter.name}`, body)
    const value = parameter.in === 'formData' && isJsonObject(body) ? own(body, parameter.name) : undefined
    if (value !== undefined) setOwn(parameters, `formData.${parameter.name}`, value)
  }
}

function bodyFor({ body }: Operation, args: JsonObject): JsonValue | undefined {
  if (body === undefined) return undefined
  if (body.argument !== undefined) return own(args, body.argument)
  const value: JsonObject = {}
  for (const { argument, name, default: fallback } of body.properties) {
    const member = own(args, argument) ?? fallback
    if (member !== undefined) setOwn(value, name, member)
  }
  return Object.keys(value).length > 0 || body.isRequired ? value : undefined
}
