// What calls need in tests: servers on loopback, a way out that one app may use to reach them, credentials.
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEgressOfApps, defaultPolicy, type EgressOfApps } from '@jumpseat/egress'
import type { JsonObject, TenantId } from '@jumpseat/wire'
import { type CallContext, type CredentialAnswer, type Credentials, DEFAULT_BUDGET } from '../call/types.ts'
import { readOperation } from '../openapi/operation.ts'
import { schemaReader } from '../schema/read.ts'
import { skillIdOf } from '../sources/skill.ts'
import type { Skill } from '../types.ts'

export interface Seen {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Listening {
  readonly url: string
  readonly seen: readonly Seen[]
  close(): Promise<void>
}

/** A server on loopback that records what reaches it. */
export async function listen(
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => unknown,
): Promise<Listening> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ method: request.method, url: request.url, headers: request.headers, body })
    await answer(request, response, body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

/** The ways out of a tenant in which the app `berths` may reach loopback, and no other. */
export const waysOut = (): EgressOfApps =>
  createEgressOfApps({ ...defaultPolicy, timeout: 3000 }, async ({ app }) => (app === 'berths' ? ['127.0.0.1'] : []), {
    limits: { open: 32, waiting: 1000 },
  })

export const NO_CREDENTIALS: Credentials = {
  serves: () => false,
  present: async () => ({ kind: 'signIn', challenge: null }),
}

/** Gives the answers in turn, the last one for ever. */
export function credentials(...answers: readonly Partial<Extract<CredentialAnswer, { kind: 'given' }>>[]): Credentials {
  let asked = 0
  return {
    serves: () => true,
    present: async () => {
      const answer = answers[Math.min(asked++, answers.length - 1)]
      return { kind: 'given', headers: {}, query: {}, cookies: {}, ...answer }
    },
  }
}

export function contextOf(egress: EgressOfApps, more: Partial<CallContext> = {}): CallContext {
  return {
    tenant: 't1' as TenantId,
    user: 'u1',
    egress: egress.of({ tenant: 't1', app: 'berths' }),
    credentials: NO_CREDENTIALS,
    locale: 'en-GB',
    budget: DEFAULT_BUDGET,
    session: 'c1',
    ...more,
  }
}

/** A function that calls one operation of a document at `server`. */
export function skillAt(
  server: string,
  operation: object,
  more: Partial<Skill> = {},
  place = { path: '/berths', method: 'get' },
): Skill {
  const { path, method } = place
  const root: JsonObject = JSON.parse(
    JSON.stringify({ openapi: '3.0.3', servers: [{ url: server }], paths: { [path]: { [method]: operation } } }),
  )
  const pathItem = (root.paths as Record<string, JsonObject>)[path] ?? {}
  const read = readOperation(
    { root, reader: schemaReader(root), url: undefined },
    { name: 'findBerths', method, path, pointer: '/x', pathItem, operation: pathItem[method] as JsonObject },
  )
  const source: Skill['source'] = {
    app: { id: 'berths', version: '1', name: 'Berth Desk' },
    action: { id: 'a', name: 'Berths', namespace: 'berths', description: '' },
    runtime: 'OpenApi',
    place: '/functions/0',
  }
  return {
    id: skillIdOf(source, 'findBerths'),
    tenant: 't1' as TenantId,
    name: 'findBerths',
    title: 'Find berths',
    description: '',
    parameters: read.parameters,
    effects: method === 'get' ? 'read' : 'write',
    authentication: { kind: 'none' },
    confirmation: { isConsequential: false, mayAlwaysAllow: false, title: undefined, body: undefined },
    response: undefined,
    states: { reasoning: undefined, responding: undefined },
    dataHandling: undefined,
    source,
    binding: { kind: 'http', operation: read.operation },
    ...more,
  }
}
