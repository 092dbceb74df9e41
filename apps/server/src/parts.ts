import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Audit, auditMigrations, createAudit } from '@jumpseat/audit'
import { type Authority, authorityMigrations, createAuthority, type TrustedIssuer } from '@jumpseat/authority'
import { type Connectors, connectorsMigrations, createConnectors } from '@jumpseat/connectors'
import { type AdministeredDirectory, createDirectory, directoryMigrations } from '@jumpseat/directory'
import { createEgress, createEgressOfApps } from '@jumpseat/egress'
import { createEmbedders, type Memory, placesOf } from '@jumpseat/embed'
import { type LivingIndex, openIndex, type Vectoriser, vectorise } from '@jumpseat/index'
import { createOrchestrator, modelHosts, type Orchestrator, orchestratorMigrations } from '@jumpseat/orchestrator'
import { createSearch, itemSource, type Search, searchMigrations } from '@jumpseat/search'
import { createCaller } from '@jumpseat/skills'
import { openSqlite, type Store } from '@jumpseat/store'
import { createVault, type Vault, vaultMigrations } from '@jumpseat/vault'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { hostOf } from './http/hosts.ts'
import { sessionMigrations } from './session/records.ts'
import type { Settings } from './settings.ts'

/** The domain packages, wired to each other. Nothing here speaks HTTP. */
export interface Parts {
  readonly store: Store
  readonly audit: Audit
  readonly directory: AdministeredDirectory
  readonly authority: Authority
  readonly connectors: Connectors
  readonly living: LivingIndex
  readonly vectoriser: Vectoriser
  readonly search: Search
  readonly vault: Vault
  readonly orchestrator: Orchestrator
  /** Ends what runs in the background, and the store last. */
  close(): Promise<void>
}

export interface PartsOptions {
  readonly settings: Settings
  readonly folder: string
  readonly logger: Logger
  readonly now: () => number
  /** Whether a sign-in without a password may be offered to this request. */
  readonly allowOneClick: (request: FastifyRequest) => boolean
  /** Origins under which people reach the pages; none before the ports are open. */
  readonly origins: () => readonly string[]
}

const MIGRATIONS = [
  ...auditMigrations,
  ...directoryMigrations,
  ...authorityMigrations,
  ...connectorsMigrations,
  ...searchMigrations,
  ...vaultMigrations,
  ...orchestratorMigrations,
  ...sessionMigrations,
]

/** Opens the data folder and puts the parts together. Each `const` below is one part; read it as the list of what there is. */
export async function assemble({
  settings,
  folder,
  logger,
  now,
  allowOneClick,
  origins,
}: PartsOptions): Promise<Parts> {
  const { server } = settings
  const store = await openSqlite({ folder, migrations: MIGRATIONS, masterKey: server.masterKey || undefined })
  try {
    const limits = {
      timeout: server.egressTimeout,
      maxBytes: server.egressMaxBytes,
      maxRedirects: server.egressMaxRedirects,
    }
    const targets = { limits: { open: server.egressOpen, waiting: server.egressWaiting } }
    const egress = createEgress({ ...limits, allow: server.egressAllow }, targets)
    // The operator names the services of embeddings, which may be in a private range; nobody else's calls go there.
    const models = { settings: settings.embedder, memory: fileMemory(join(folder, 'embedder.json')) }
    const embedderEgress = createEgress({
      ...limits,
      allow: [...server.egressAllow, ...placesOf(models).flatMap(hostOf)],
    })
    const { embedders, builtIn } = await createEmbedders({ ...models, egress: embedderEgress })
    const audit = createAudit(store)
    const { record } = audit
    const directory = createDirectory({ store, record })
    const trustedIssuers = server.trustedIssuers as readonly TrustedIssuer[]
    const authority = createAuthority({ store, directory, egress, trustedIssuers, allowOneClick, origins, now })
    const connectors = createConnectors({
      store,
      directory,
      record,
      egress,
      settings: settings.connectors,
      signNotification: authority.signNotification,
      indexedCount: (uid) => living.index.countOf(uid),
      vectorCount: (uid) => vectoriser.doneCount(uid),
      report: (err) => logger.error({ err }, 'background work of connectors failed and will be tried again'),
    })
    const { reader } = connectors
    const source = itemSource(reader, directory)
    const living = openIndex({
      store,
      source,
      folder: join(folder, 'index'),
      snapshotSeconds: server.indexSnapshotSeconds,
      snapshotShare: server.indexSnapshotShare,
      report: (err) => logger.warn({ err }, 'the snapshot of the index was not used or not written'),
    })
    const { index, follower } = living
    const vectoriser = vectorise({ store, source, follower, index, embedders })
    const search = createSearch({
      store,
      directory,
      record,
      index,
      follower,
      vectoriser,
      now,
      connectors: reader,
      settings: settings.search,
    })
    const modelEgress = createEgress({
      // Whoever runs the server has named these places, so they may be private.
      allow: [...server.egressAllow, ...modelHosts(settings.orchestrator)],
      timeout: settings.orchestrator.modelTimeout,
      maxBytes: server.egressMaxBytes,
      maxRedirects: 0,
    })
    const caller = createCaller({ now })
    // What an administrator opened to one app is closed to its neighbours, and to whatever the operator opened.
    const appsEgress = createEgressOfApps(
      { ...limits, allow: [] },
      async ({ tenant, app }) => orchestrator.apps.get(tenant as TenantId, app)?.places ?? [],
    )
    const vault = createVault({ store, record, now })
    const orchestrator = createOrchestrator({
      store,
      audit,
      directory,
      search,
      settings: settings.orchestrator,
      now,
      vault,
      // Functions and questions go to no other place for this.
      embedder: builtIn,
      egressOf: appsEgress.of,
      modelEgress,
      call: caller.call,
      discover: caller.discover,
    })
    await orchestrator.begin()
    const close = async () => {
      await connectors.close()
      await vectoriser.stop()
      for (const embedder of embedders) await embedder.close?.()
      await living.close()
      await egress.close()
      await caller.close()
      await orchestrator.close()
      await appsEgress.close()
      await modelEgress.close()
      await embedderEgress.close()
      await store.close()
    }
    return { store, audit, directory, authority, connectors, living, vectoriser, search, vault, orchestrator, close }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** A JSON file that may be missing or damaged: what it says is a help and nothing more. */
const fileMemory = (path: string): Memory => ({
  read() {
    try {
      return JSON.parse(readFileSync(path, 'utf8'))
    } catch {
      return undefined
    }
  },
  write: (models) => writeFileSync(path, JSON.stringify(models, null, 2), { mode: 0o600 }),
})
