import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { isSwagger } from './swagger.ts'
import type { Api, OperationPlace } from './types.ts'

/** The address that calls of an operation begin with: the first server of the operation, its path or the document. Contract: packages 4.1. */
export function serverOf({ root, url }: Api, { pathItem, operation, pointer }: OperationPlace): string {
  const text = isSwagger(root) ? swaggerServer(root, operation) : firstServer([operation, pathItem, root])
  const refuse = (reason: string) => skillsErrors.serverMissing({ reason }, { place: pointer })
  if (text === undefined && url === undefined) throw refuse('there is none')
  const server = URL.parse(text ?? '/', url)
  if (server === null) throw refuse(`'${(text ?? '').slice(0, 200)}' is not absolute`)
  if (server.protocol !== 'https:' && server.protocol !== 'http:') throw refuse(`'${server.protocol}' is not http`)
  const open = /\{[^{}]*\}|%7B[^%]*%7D|\$\{\{|<[^>]*>/i.exec(text ?? '')
  if (open !== null) throw refuse(`'${open[0]}' has no value`)
  return `${server.origin}${server.pathname.replace(/\/$/, '')}`
}

function firstServer(holders: readonly JsonObject[]): string | undefined {
  for (const { servers } of holders) {
    const server = Array.isArray(servers) ? servers.find(isJsonObject) : undefined
    if (server !== undefined && typeof server.url === 'string') return withVariables(server.url, server.variables)
  }
  return undefined
}

/** Variables become their defaults, or the first value they may have. */
function withVariables(text: string, variables: JsonValue | undefined): string {
  return text.replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = isJsonObject(variables) ? own(variables, name) : undefined
    if (!isJsonObject(variable)) return whole
    const value = variable.default ?? (Array.isArray(variable.enum) ? variable.enum[0] : undefined)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}

function swaggerServer(root: JsonObject, operation: JsonObject): string | undefined {
  const { host, basePath } = root
  if (typeof host !== 'string' || host === '') return typeof basePath === 'string' ? basePath : undefined
  const named = [operation.schemes ?? root.schemes ?? []].flat().filter((scheme) => typeof scheme === 'string')
  const scheme = named.includes('https') || named.length === 0 ? 'https' : named[0]
  return `${scheme}://${host}${typeof basePath === 'string' ? basePath : ''}`
}
