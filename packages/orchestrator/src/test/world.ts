// Lumen Quay with a real store, directory, audit, connectors and index behind the orchestrator; a header says who asks.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditMigrations, createAudit } from '@jumpseat/audit'
import { connectorsMigrations } from '@jumpseat/connectors'
import {
  type Caller,
  createDirectory,
  createSampleOrganisation,
  directoryMigrations,
  SAMPLE_TENANT,
  sampleId,
} from '@jumpseat/directory'
import { createReferenceIndex, follow, type ItemIndex } from '@jumpseat/index'
import { createSearch, itemSource, searchMigrations, searchSettings } from '@jumpseat/search'
import { openSqlite, type Store } from '@jumpseat/store'
import { createVault, vaultMigrations } from '@jumpseat/vault'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import { openApp } from '../../../search/src/test/app.ts'
import { connectorCalls, openConnectors } from '../../../search/src/test/connectors.ts'
import {
  createOrchestrator,
  type OrchestratorOptions,
  type OrchestratorSettings,
  orchestratorMigrations,
  orchestratorSettings,
} from '../index.ts'

export const TENANT = SAMPLE_TENANT.id as TenantId
export const userId = (name: string) => sampleId('user', name) as ObjectId
export const groupId = (name: string) => sampleId('group', name) as ObjectId

const CLOSED: OrchestratorOptions['modelEgress'] = {
  fetch: () => Promise.reject(new RangeError('nothing goes out here')),
}

export interface WorldOptions extends Partial<Omit<OrchestratorOptions, 'settings'>> {
  readonly settings?: Partial<OrchestratorSettings>
  readonly folder?: string
  readonly index?: ItemIndex
  /** Looks at, or changes, the store that the orchestrator gets. */
  readonly through?: (store: Store) => Store
}

export type World = Awaited<ReturnType<typeof openWorld>>

export async function openWorld({
  settings = {},
  folder: given,
  index = createReferenceIndex(),
  through = (store) => store,
  ...more
}: WorldOptions = {}) {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'jumpseat-chat-'))
  const store = await openSqlite({
    folder,
    migrations: [
      ...auditMigrations,
      ...directoryMigrations,
      ...connectorsMigrations,
      ...searchMigrations,
      ...vaultMigrations,
      ...orchestratorMigrations,
    ],
  })
  const audit = createAudit(store)
  const directory = createDirectory({ store, record: audit.record })
  await createSampleOrganisation(directory)
  await store.sealer.createKey(TENANT)
  const opened = openConnectors({ store, directory, record: audit.record })
  const follower = follow({ store, index, source: itemSource(opened.reader, directory) })
  const clock = { now: Date.UTC(2027, 2, 1, 9) }
  const search = createSearch({
    store,
    directory,
    index,
    follower,
    connectors: opened.reader,
    settings: searchSettings({ retrievalsPerHour: 0 }),
    record: audit.record,
    now: () => clock.now,
  })
  const vault = createVault({ store, record: audit.record })
  let ids = 0
  const orchestrator = createOrchestrator({
    store: through(store),
    audit,
    directory,
    search,
    settings: orchestratorSettings(settings),
    now: () => clock.now,
    vault,
    call: () => Promise.reject(new RangeError('nothing may be called here')),
    discover: () => Promise.reject(new RangeError('no server may be asked here')),
    egressOf: () => CLOSED,
    modelEgress: CLOSED,
    newId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    ...more,
  })

  await orchestrator.begin()

  const callerOf = (user: string): Caller => {
    const objectId = userId(user)
    const person = directory.user(TENANT, objectId)
    return {
      tenantId: TENANT,
      kind: 'user',
      objectId,
      appId: 'client-app' as AppId,
      scopes: new Set(['ExternalItem.Read.All']),
      permissions: new Set(),
      isGuest: person?.userType === 'Guest',
      roles: directory.rolesOf(TENANT, objectId),
      name: person?.userPrincipalName ?? user,
    }
  }
  const app = openApp(callerOf, () => clock.now)
  await app.register(opened.routes, { prefix: '/v1.0' })
  await app.register(orchestrator.graphRoutes, { prefix: '/beta' })
  await app.register(orchestrator.pageRoutes)
  await app.register(orchestrator.openAiRoutes)
  await app.ready()

  type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  const inject = async (
    user: string,
    method: Method,
    url: string,
    type: string | undefined,
    payload: string | Buffer | undefined,
  ) => {
    const answer = await app.inject({
      method,
      url,
      headers: { 'x-caller': JSON.stringify(user), ...(type === undefined ? {} : { 'content-type': type }) },
      ...(payload === undefined ? {} : { payload }),
    })
    const isJson = String(answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
      body: (isJson ? JSON.parse(answer.body) : undefined) as any,
    }
  }
  const call = (user: string, method: Method, url: string, body?: unknown) =>
    inject(
      user,
      method,
      url,
      body === undefined ? undefined : 'application/json',
      body === undefined ? undefined : JSON.stringify(body),
    )
  /** Sends a package. */
  const send = (user: string, method: Method, url: string, zip: Uint8Array) =>
    inject(user, method, url, 'application/zip', Buffer.from(zip))

  return {
    send,
    app,
    audit,
    call,
    callerOf,
    clock,
    connectors: connectorCalls(app, opened),
    directory,
    folder,
    follower,
    orchestrator,
    search,
    store,
    vault,
    /** Asks in a new conversation, or in the given one; gives the events and the turn that they end with. */
    async ask(
      user: string,
      text: string,
      { conversation, ...body }: { conversation?: string } & Record<string, unknown> = {},
    ) {
      const id = conversation ?? (await call(user, 'POST', '/api/chat/conversations', {})).body.id
      const answer = await call(user, 'POST', `/api/chat/conversations/${id}/turns`, { text, ...body })
      const events = eventsOf(answer.text)
      const last = events.at(-1)
      return { conversation: id as string, answer, events, turn: last?.data.turn }
    },
    async close({ keep = false } = {}) {
      await app.close()
      await follower.stop()
      await opened.close()
      await store.close()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface SeenEvent {
  readonly name: string
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
  readonly data: any
}

export function eventsOf(text: string): SeenEvent[] {
  return text.split('\n\n').flatMap((block) => {
    const name = /^event: (.*)$/m.exec(block)?.[1]
    const data = /^data: (.*)$/m.exec(block)?.[1]
    return data === undefined ? [] : [{ name: name ?? '', data: JSON.parse(data) }]
  })
}
