// Connectors over a real store, directory and record in a temporary folder, with the pipeline that the server puts in front.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditMigrations, createAudit } from '@jumpseat/audit'
import { type Caller, createDirectory, type DirectoryRole, directoryMigrations } from '@jumpseat/directory'
import type { EgressInit } from '@jumpseat/egress'
import { openSqlite, type Store } from '@jumpseat/store'
import { type AppId, CodedError, envelopeOf, type ObjectId, parseJson, type TenantId, wireErrors } from '@jumpseat/wire'
import fastify, { type FastifyInstance } from 'fastify'
import {
  adminRoutes,
  type ConnectorSettings,
  type Connectors,
  canonicalPath,
  connectorRoutes,
  connectorSettings,
  connectorsMigrations,
  createConnectors,
} from '../index.ts'

export const APP = 'aaaaaaaa-0000-4000-8000-000000000001' as AppId
export const OTHER_APP = 'aaaaaaaa-0000-4000-8000-000000000002' as AppId

export const OWNED = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
export const ALL = ['ExternalConnection.ReadWrite.All', 'ExternalItem.ReadWrite.All']

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
  /** The parsed body, whatever it is; tests say what they expect. */
  readonly json: Record<string, unknown> & {
    error: { code: string; message: string; innerError: Record<string, string> }
  }
}
export type Call = (method: Method, url: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

export interface Fixture extends Awaited<ReturnType<typeof assemble>> {
  /** Ends everything and opens the same folder again. */
  restart(settings?: Partial<ConnectorSettings>): Promise<void>
  close(): Promise<void>
}

export interface FixtureOptions {
  readonly settings?: Partial<ConnectorSettings>
  readonly now?: () => number
  readonly fetch?: (url: string | URL, init?: EgressInit) => Promise<Response>
}

export async function openFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-connectors-'))
  const parts = await assemble(folder, options)
  const fixture: Fixture = {
    ...parts,
    async restart(settings) {
      await fixture.stop()
      Object.assign(fixture, await assemble(folder, { ...options, settings: { ...options.settings, ...settings } }))
    },
    async close() {
      await fixture.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return fixture
}

async function assemble(folder: string, { settings, now = Date.now, fetch }: FixtureOptions) {
  const store: Store = await openSqlite({
    folder,
    migrations: [...auditMigrations, ...directoryMigrations, ...connectorsMigrations],
  })
  const audit = createAudit(store, now)
  const directory = createDirectory({ store, record: audit.record, now })
  const connectors = createConnectors({
    report: (error) => {
      throw error
    },
    store,
    directory,
    record: audit.record,
    settings: connectorSettings({ provisioningDelay: 0, ...settings }),
    egress: { fetch: fetch ?? (async () => new Response(null, { status: 202 })) },
    signNotification: async (tenantId, audience, azp) => `signed.${tenantId}.${audience}.${azp}`,
    now,
    indexedCount: () => 0,
  })
  const app = await pipeline(connectors)

  const newTenant = async (domain: string): Promise<TenantId> => {
    const { id } = await directory.createTenant({ displayName: domain, domain, isSample: false })
    await store.sealer.createKey(id)
    return id
  }
  const as =
    (caller: Caller): Call =>
    async (method, url, body, headers = {}) => {
      const answer = await app.inject({
        method,
        url: url.startsWith('/api') || url.startsWith('/beta') ? url : `/v1.0${url}`,
        headers: {
          host: 'graph.microsoft.com',
          'x-test-caller': callers.push(caller).toString(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
      const isJson = String(answer.headers['content-type'] ?? '').includes('json')
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        json: isJson && answer.body !== '' ? JSON.parse(answer.body) : {},
      }
    }
  return {
    folder,
    store,
    audit,
    directory,
    connectors,
    newTenant,
    /** An app-only caller. */
    app: (tenantId: TenantId, permissions: readonly string[] = OWNED, appId: AppId = APP): Call =>
      as(appCaller(tenantId, permissions, appId)),
    /** A person with delegated scopes. */
    person: (
      tenantId: TenantId,
      objectId: ObjectId,
      scopes: readonly string[],
      roles: readonly DirectoryRole[] = [],
      isGuest = false,
    ): Call =>
      as({
        tenantId,
        kind: 'user',
        objectId,
        appId: APP,
        scopes: new Set(scopes),
        permissions: new Set(),
        isGuest,
        roles: new Set(roles),
        name: 'somebody',
      }),
    nobody: (async (method, url) => {
      const answer = await app.inject({ method, url: `/v1.0${url}` })
      return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: answer.json() }
    }) satisfies Call,
    async stop() {
      await app.close()
      await connectors.close()
      await store.close()
    },
  }
}

const callers: Caller[] = []

export function appCaller(tenantId: TenantId, permissions: readonly string[], appId: AppId = APP): Caller {
  return {
    tenantId,
    kind: 'app',
    objectId: appId as string as ObjectId,
    appId,
    scopes: new Set(),
    permissions: new Set(permissions),
    isGuest: false,
    roles: new Set(),
    name: 'connector',
  }
}

/** What the server does before and after the routes. */
async function pipeline(connectors: Connectors): Promise<FastifyInstance> {
  const app = fastify({
    routerOptions: { maxParamLength: 2_000 },
    rewriteUrl: (request) => canonicalPath(request.url ?? '/'),
  })
  app.decorateRequest('requestGuid', '')
  app.addHook('onRequest', async (request) => {
    request.requestGuid = randomUUID()
    const caller = callers[Number(request.headers['x-test-caller']) - 1]
    if (caller) request.caller = caller
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, parseJson(String(body)))
    } catch {
      done(wireErrors.malformedJson({ reason: 'it is not JSON' }))
    }
  })
  app.setErrorHandler((error, request, reply) => {
    const isTooLarge = (error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    const coded = isTooLarge ? wireErrors.tooLarge({ limit: request.routeOptions.bodyLimit ?? 0, setting: 'x' }) : error
    if (!(coded instanceof CodedError)) {
      console.error(error)
      return reply.code(500).send({ error: { code: 'unexpected', message: String(error), innerError: {} } })
    }
    const ids = { requestId: request.requestGuid, clientRequestId: request.requestGuid }
    return reply
      .code(coded.status)
      .headers(coded.more.headers ?? {})
      .send(envelopeOf(coded, ids, new Date()))
  })
  for (const prefix of ['/v1.0', '/beta']) await app.register(connectorRoutes(connectors), { prefix })
  await app.register(adminRoutes(connectors))
  return app
}

export const SCHEMA = {
  baseType: 'microsoft.graph.externalItem',
  properties: [
    { name: 'title', type: 'String', isSearchable: 'true', isRetrievable: true, labels: ['title'] },
    { name: 'url', type: 'string', isRetrievable: true, labels: ['url'] },
    { name: 'icon', type: 'string', isRetrievable: true, labels: ['iconUrl'] },
    { name: 'berth', type: 'int64', isQueryable: true, isRefinable: true, isRetrievable: true },
    { name: 'weight', type: 'double', isRetrievable: true },
    { name: 'isOpen', type: 'boolean', isRetrievable: true },
    { name: 'arrived', type: 'dateTime', isRetrievable: true },
    { name: 'tags', type: 'StringCollection', isSearchable: true, isRetrievable: true },
    { name: 'sizes', type: 'int64Collection' },
    { name: 'ratios', type: 'doubleCollection' },
    { name: 'calls', type: 'dateTimeCollection' },
    { name: 'pilot', type: 'principal' },
    { name: 'crew', type: 'principalCollection' },
    { name: '__proto__', type: 'string' },
  ],
}

export const EVERYONE = [{ type: 'everyone', value: 'everyone', accessType: 'grant' }]

/** A connection whose schema is in force. */
export async function readyConnection(
  call: Call,
  id = 'harborlogs',
  schema: object = SCHEMA,
  more: object = {},
): Promise<void> {
  const created = await call('POST', '/external/connections', { id, name: 'Harbor logs', description: 'd', ...more })
  if (created.status !== 201) throw new Error(created.text)
  const submitted = await call('PATCH', `/external/connections/${id}/schema`, schema)
  if (submitted.status !== 202) throw new Error(submitted.text)
  await settled(call, String(submitted.headers.location))
}

/** Polls an operation until it has ended. */
export async function settled(call: Call, location: string): Promise<Answer> {
  const path = new URL(location).pathname.replace('/v1.0', '')
  for (;;) {
    const answer = await call('GET', path)
    if (answer.json.status !== 'inprogress') return answer
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5))
}
