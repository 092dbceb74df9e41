// Lumen Quay with a real store, directory, audit and index behind the routes; a header says who is asking.
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
import type { Embedder } from '@jumpseat/embed'
import { createReferenceIndex, follow, type ItemIndex, vectorise } from '@jumpseat/index'
import { openSqlite } from '@jumpseat/store'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import { createSearch, itemSource, type SearchSettings, searchMigrations, searchSettings } from '../index.ts'
import { openApp } from './app.ts'
import { connectorCalls, openConnectors } from './connectors.ts'

export const TENANT = SAMPLE_TENANT.id as TenantId
export const userId = (name: string) => sampleId('user', name) as ObjectId
export const groupId = (name: string) => sampleId('group', name) as ObjectId

export interface WorldOptions {
  readonly settings?: Partial<SearchSettings>
  readonly index?: ItemIndex
  /** Without one, words answer alone. */
  readonly embedder?: Embedder
}

export type World = Awaited<ReturnType<typeof openWorld>>

export async function openWorld({ settings = {}, index = createReferenceIndex(), embedder }: WorldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-search-'))
  const store = await openSqlite({
    folder,
    migrations: [...auditMigrations, ...directoryMigrations, ...connectorsMigrations, ...searchMigrations],
  })
  const audit = createAudit(store)
  const directory = createDirectory({ store, record: audit.record })
  await createSampleOrganisation(directory)
  await store.sealer.createKey(TENANT)
  const opened = openConnectors({ store, directory, record: audit.record })
  const source = itemSource(opened.reader, directory)
  const follower = follow({ store, index, source })
  const vectoriser = vectorise({ store, index, source, follower, embedders: embedder ? [embedder] : [] })
  const clock = { now: Date.UTC(2027, 2, 1, 9) }
  const search = createSearch({
    store,
    directory,
    index,
    follower,
    vectoriser,
    connectors: opened.reader,
    settings: searchSettings(settings),
    record: audit.record,
    now: () => clock.now,
  })

  const callerOf = (asked: Asker): Caller => {
    const isApp = asked.app !== undefined
    const objectId = userId(asked.user ?? 'Maren Voss')
    const user = directory.user(TENANT, objectId)
    return {
      tenantId: TENANT,
      kind: isApp ? 'app' : 'user',
      objectId: isApp ? ('0'.repeat(8) as ObjectId) : objectId,
      appId: (asked.app ?? 'client-app') as AppId,
      scopes: new Set(isApp ? [] : (asked.scopes ?? ['ExternalItem.Read.All'])),
      permissions: new Set(isApp ? ['ExternalItem.ReadWrite.OwnedBy'] : []),
      isGuest: user?.userType === 'Guest',
      roles: isApp ? new Set() : directory.rolesOf(TENANT, objectId),
      name: user?.userPrincipalName ?? 'an app',
    }
  }
  const app = openApp(callerOf, () => clock.now)
  for (const prefix of ['/v1.0', '/beta']) {
    await app.register(search.routes, { prefix })
    await app.register(opened.routes, { prefix })
  }
  await app.register(search.pageRoutes)
  await app.ready()

  const call = async (
    who: string | Asker,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const asker = typeof who === 'string' ? { user: who } : who
    const answer = await app.inject({
      method,
      url,
      headers: {
        'x-caller': JSON.stringify(asker),
        ...more,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
      body: (answer.body === '' ? undefined : JSON.parse(answer.body)) as any,
    }
  }

  return {
    app,
    audit,
    clock,
    connectors: connectorCalls(app, opened),
    /** Ids of items that the connectors keep from the index. */
    unindexable: opened.unindexable,
    directory,
    follower,
    index,
    search,
    store,
    vectoriser,
    call,
    /** `POST /v1.0/search/query` with one request. */
    query: (who: string | Asker, queryString: string, more: object = {}) =>
      call(who, 'POST', '/v1.0/search/query', {
        requests: [{ entityTypes: ['externalItem'], query: { queryString }, ...more }],
      }),
    retrieve: (who: string | Asker, queryString: string, more: object = {}) =>
      call(who, 'POST', '/v1.0/copilot/retrieval', { queryString, dataSource: 'externalItem', ...more }),
    explain: (who: string | Asker, connectionId: string, itemId: string, person?: string) =>
      call(who, 'POST', '/api/explain', { connectionId, itemId, ...(person === undefined ? {} : { userId: person }) }),
    preview: (who: string | Asker, connectionId: string, itemId: string) =>
      call(who, 'GET', `/api/items/${connectionId}/${itemId}`),
    async close() {
      await app.close()
      await vectoriser.stop()
      await follower.stop()
      await opened.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Who asks: a person of the sample organisation by name, or an app by its client id. */
export interface Asker {
  readonly user?: string
  readonly app?: string
  readonly scopes?: readonly string[]
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
export const containerOf = (answer: { body: any }) => answer.body.value[0].hitsContainers[0]

/** Item ids of a search answer, in order, as shipped clients take them out. Contract: connectors 5.4. */
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
export const idsOf = (answer: { body: any }): string[] =>
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came back
  (containerOf(answer).hits ?? []).map((hit: any) => hit.resource.properties.substrateContentDomainId.split(',')[1])
