import type { IncomingMessage } from 'node:http'
import type { FastifyBaseLogger } from 'fastify'
import { authorityErrors, type OauthIds } from './errors.ts'
import type { Generation } from './issuer.ts'
import type { Asked } from './scopes.ts'

/** What the front knows of a request that it hands to the engine. */
export interface EngineRequest {
  readonly generation: Generation
  readonly ids: OauthIds
  readonly log: FastifyBaseLogger
  /** What the token request itself asked for, when it said so. */
  readonly asked: Asked | undefined
  /** Rights that the front has found to be granted; they go before those of the code or refresh token. */
  readonly rights: Rights | undefined
  /** Set by the engine once a token is made. */
  granted?: Rights
  /** Set by the engine: what it says in private about an error. */
  detail?: string
}

export interface Rights {
  readonly resource: string
  readonly scopes: readonly string[]
}

const requests = new WeakMap<IncomingMessage, EngineRequest>()

export const remember = (message: IncomingMessage, request: EngineRequest) => requests.set(message, request)

export function requestOf(message: IncomingMessage): EngineRequest {
  const request = requests.get(message)
  if (!request) throw authorityErrors.interactionGone()
  return request
}
