import { authorOf } from '@jumpseat/directory'
import { checkAllowed } from '@jumpseat/egress'
import type { Caller } from '@jumpseat/skills'
import type { Statement } from '@jumpseat/store'
import { CodedError, type TenantId } from '@jumpseat/wire'
import type { AgentNeeds } from '../agents/read.ts'
import { dropConsents } from '../consent/records.ts'
import type { Context } from '../context.ts'
import type { DocumentReader } from '../documents/reader.ts'
import { orchestratorErrors } from '../errors.ts'
import { invalid } from '../http/body.ts'
import type { Calling } from '../turn/ports.ts'
import { acceptDescription, addressesOf, askForDescription, descriptionsOf, dropDescriptions } from './descriptions.ts'
import { appIdOf, callableOf, installedApp, openPackage } from './read.ts'
import { dropApp, keepApp, type StoredApp, setAppPlaces, setAppState, storedApps } from './records.ts'
import { acceptTool, askServer, dropServers, liveServers } from './servers.ts'
import type { Apps, InstalledApp } from './types.ts'

type Needs = Pick<Context, 'store' | 'audit' | 'settings' | 'checker' | 'now'> & {
  /** Statements that forget the secrets of an app. */
  readonly forget: (tenantId: TenantId, appId: string) => readonly Statement[]
  readonly documents: DocumentReader
  readonly discover: Caller['discover']
  readonly reach: Pick<Calling, 'egressOf' | 'credentials'>
}

/** Documents that an agent names by their address. */
const FETCH = { headers: { accept: 'application/json' }, timeout: 5_000, maxBytes: 1_000_000 }

export function createApps({ store, audit, settings, checker, now, forget, documents, discover, reach }: Needs): Apps {
  const asking = { store, now, discover, reach, record: audit.record }
  const byTenant = new Map<TenantId, Map<string, InstalledApp>>()
  const epochs = new Map<TenantId, number>()
  const ofTenant = (tenantId: TenantId) => {
    const known = byTenant.get(tenantId) ?? new Map<string, InstalledApp>()
    byTenant.set(tenantId, known)
    return known
  }
  const changed = (tenantId: TenantId) => epochs.set(tenantId, (epochs.get(tenantId) ?? 0) + 1)
  const known = (tenantId: TenantId, id: string): InstalledApp => {
    const app = ofTenant(tenantId).get(id)
    if (app) return app
    throw orchestratorErrors.appNotFound({ id })
  }

  const agentNeeds = ({ tenantId, id }: Pick<StoredApp, 'tenantId' | 'id'>): AgentNeeds => ({
    documents,
    now,
    async fetchText(url) {
      const answer = await reach.egressOf({ tenant: tenantId, app: id }).fetch(url, FETCH)
      if (!answer.ok) throw orchestratorErrors.failed()
      return answer.text()
    },
  })

  async function refresh(tenantId: TenantId, id: string): Promise<InstalledApp> {
    const app = known(tenantId, id)
    const servers = liveServers(app)
    const addresses = addressesOf(app)
    if (servers.length === 0 && addresses.length === 0) return app
    const [asked, descriptions] = await Promise.all([
      Promise.all(servers.map((server) => askServer(asking, server))),
      Promise.all(addresses.map((url) => askForDescription(asking, app, url))),
    ])
    // The app may have been replaced or removed while its servers were asked.
    const current = ofTenant(tenantId).get(id)
    if (current === undefined || current.changedAt !== app.changedAt) return current ?? app
    const live = asked.flatMap(({ skills }) => skills)
    const callable = callableOf(current, current.pkg, descriptions)
    const fresh = { ...current, ...callable, live, servers: asked.map(({ tools }) => tools) }
    ofTenant(tenantId).set(id, fresh)
    changed(tenantId)
    return fresh
  }

  return {
    async load() {
      for (const stored of storedApps(store)) {
        const pkg = await openPackage(stored.zip, Number.POSITIVE_INFINITY)
        ofTenant(stored.tenantId).set(
          stored.id,
          installedApp(stored, pkg, agentNeeds(stored), descriptionsOf(store, stored)),
        )
        changed(stored.tenantId)
        // A server that is slow to answer holds nothing up.
        void refresh(stored.tenantId, stored.id).catch(() => {})
      }
    },
    refresh,
    async accept(tenantId, id, { server, name, hash }, actor) {
      await acceptTool(asking, known(tenantId, id), server, name, hash, actor)
      return refresh(tenantId, id)
    },
    async acceptDescription(tenantId, id, url, hash, actor) {
      await acceptDescription(asking, known(tenantId, id), url, hash, actor)
      return refresh(tenantId, id)
    },
    epoch: (tenantId) => epochs.get(tenantId) ?? 0,
    list: (tenantId) => [...ofTenant(tenantId).values()],
    get: (tenantId, id) => ofTenant(tenantId).get(id),

    async install(tenantId, zip, actor) {
      const pkg = await openPackage(zip, settings.packageBytes)
      const id = appIdOf(pkg)
      const before = ofTenant(tenantId).get(id)
      if (before === undefined && ofTenant(tenantId).size >= settings.installedApps)
        throw orchestratorErrors.tooManyApps({ limit: settings.installedApps })
      const at = now()
      const stored: StoredApp = {
        tenantId,
        id,
        // A new version of what is blocked stays blocked.
        state: before?.state ?? 'allowed',
        installedAt: before?.installedAt ?? at,
        changedAt: at,
        // A new version reaches what the one before was allowed to, and no more.
        places: before?.places ?? [],
        zip,
      }
      const app = installedApp(stored, pkg, agentNeeds(stored), descriptionsOf(store, stored))
      await refuseHarm(app)
      // Whoever installs it is told at once what cannot be read.
      await Promise.all(
        app.agents.flatMap(({ files, editorial }) => [...files.map((file) => file.passages()), editorial.answers()]),
      )
      await store.write([
        keepApp(store, stored),
        ...audit.record({
          ...authorOf(actor),
          tenantId,
          action: before === undefined ? 'app.install' : 'app.update',
          object: { type: 'app', id, name: app.name },
          ...(before === undefined ? {} : { before: { version: before.version } }),
          after: { version: app.version, size: app.size },
        }),
      ])
      ofTenant(tenantId).set(id, app)
      changed(tenantId)
      return refresh(tenantId, id)
    },

    async setState(tenantId, id, state, actor) {
      const before = known(tenantId, id)
      const at = now()
      await store.write([
        setAppState(tenantId, id, state, at),
        ...audit.record({
          ...authorOf(actor),
          tenantId,
          action: state === 'blocked' ? 'app.block' : 'app.allow',
          object: { type: 'app', id, name: before.name },
          before: { state: before.state },
          after: { state },
        }),
      ])
      const app = { ...before, state, changedAt: at }
      ofTenant(tenantId).set(id, app)
      changed(tenantId)
      return app
    },

    async setPlaces(tenantId, id, places, actor) {
      refuseUnknownPlaces(places)
      const before = known(tenantId, id)
      const at = now()
      await store.write([
        setAppPlaces(tenantId, id, places, at),
        ...audit.record({
          ...authorOf(actor),
          tenantId,
          action: 'app.places',
          object: { type: 'app', id, name: before.name },
          before: { places: before.places },
          after: { places },
        }),
      ])
      ofTenant(tenantId).set(id, { ...before, places, changedAt: at })
      changed(tenantId)
      return refresh(tenantId, id)
    },

    async remove(tenantId, id, actor) {
      const before = known(tenantId, id)
      await store.write([
        ...dropApp(tenantId, id),
        ...dropConsents(tenantId, id),
        dropServers(tenantId, id),
        dropDescriptions(tenantId, id),
        ...forget(tenantId, id),
        ...audit.record({
          ...authorOf(actor),
          tenantId,
          action: 'app.remove',
          object: { type: 'app', id, name: before.name },
          before: { version: before.version },
        }),
      ])
      ofTenant(tenantId).delete(id)
      changed(tenantId)
    },
  }

  /** Contract: plugins-and-packages 7.8, at sideload. */
  async function refuseHarm({ agents }: InstalledApp): Promise<void> {
    for (const { name, description, instructions, starters } of agents) {
      const said = [name, description, instructions, ...starters.map(({ text }) => text)].join('\n')
      if ((await checker('agent', said)).refusal !== undefined)
        throw orchestratorErrors.packageRefused({ reason: `the agent “${name}” might encourage harmful actions` })
    }
  }
}

function refuseUnknownPlaces(places: readonly string[]): void {
  try {
    checkAllowed(places)
  } catch (error) {
    const reason = error instanceof CodedError ? error.message : 'A place cannot be read.'
    throw invalid(reason, 'Send host names, addresses, or blocks such as 10.2.0.0/16.', 'privatePlaces')
  }
}
