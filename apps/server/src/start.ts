import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fastifyCookie from '@fastify/cookie'
import { auditMigrations, auditRoutes, createAudit } from '@jumpseat/audit'
import { authorityMigrations, createAuthority, type TrustedIssuer } from '@jumpseat/authority'
import {
  adminRoutes,
  canonicalPath,
  connectorRoutes,
  connectorsMigrations,
  createConnectors,
} from '@jumpseat/connectors'
import { createDirectory, directoryMigrations, directoryRoutes, permitRole } from '@jumpseat/directory'
import { createEgress } from '@jumpseat/egress'
import { createReferenceIndex, follow } from '@jumpseat/index'
import { createSearch, itemSource } from '@jumpseat/search'
import { openSqlite } from '@jumpseat/store'
import { MICROSOFT_HOSTS, type TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bootstrap, createOwnOrganisation, pagesApp, registerPages, welcomeCodeOf } from './bootstrap.ts'
import { eventRoutes } from './events.ts'
import { createApp, type RouteEntry } from './http/app.ts'
import { batchRoutes } from './http/batch.ts'
import { healthRoutes } from './http/health.ts'
import { hostCheck, isLoopbackAddress, isLoopbackHost } from './http/hosts.ts'
import { identify } from './http/identity.ts'
import { createMetrics } from './http/metrics.ts'
import { type Listening, listen } from './listen.ts'
import { createLogger } from './log.ts'
import { operatorRoutes } from './operator.ts'
import { pageRoutes } from './pages.ts'
import { sessionMigrations, sessionRecords } from './session/records.ts'
import { sessionCaller, sessionRoutes } from './session/routes.ts'
import type { LocalFetch } from './session/sign-in.ts'
import type { Settings } from './settings.ts'
import { ensureCertificates } from './tls.ts'

export interface Ready {
  readonly ready: true
  readonly url: string | null
  readonly httpsUrl: string
  /** Path of the CA certificate that clients must trust. */
  readonly ca: string
  readonly tenantId: string
  /** Where the first administrator sets a password, once; only until that is done. */
  readonly welcomeUrl?: string
}

export interface Running {
  readonly ready: Ready
  /** Everything that the server answers. */
  readonly routes: readonly RouteEntry[]
  stop(): Promise<void>
}

export interface StartOptions {
  /** The clock of tokens and sessions, in milliseconds. */
  readonly now?: () => number
}

const VERSIONS = ['v1.0', 'beta'] as const
const MIGRATIONS = [
  ...auditMigrations,
  ...directoryMigrations,
  ...authorityMigrations,
  ...connectorsMigrations,
  ...sessionMigrations,
]
const SWEEP_MS = 3_600_000

/** Puts the parts together and opens the ports. Each `const` below is one part; read it as the list of what there is. */
export async function start(
  { server, connectors: connectorSettings, search: searchSettings }: Settings,
  { now = Date.now }: StartOptions = {},
): Promise<Running> {
  const folder = resolve(server.data)
  const logger = createLogger(server.logLevel)
  const store = await openSqlite({ folder, migrations: MIGRATIONS, masterKey: server.masterKey || undefined })
  try {
    const egress = createEgress({
      allow: server.egressAllow,
      timeout: server.egressTimeout,
      maxBytes: server.egressMaxBytes,
      maxRedirects: server.egressMaxRedirects,
    })
    const audit = createAudit(store)
    const directory = createDirectory({ store, record: audit.record })
    const { tenant, welcomeCode } = await bootstrap({ ...server, store, directory, folder })

    const isOneClick = (request: FastifyRequest) =>
      (server.sample || server.dev) && isLoopbackAddress(request.ip) && isLoopbackHost(request.hostname)
    const authority = createAuthority({
      store,
      directory,
      egress,
      trustedIssuers: server.trustedIssuers as readonly TrustedIssuer[],
      allowOneClick: isOneClick,
      origins: () => (listening ? originsOf(listening, server.publicUrl) : []),
      now,
    })
    const index = createReferenceIndex()
    const connectors = createConnectors({
      report: (err) => logger.error({ err }, 'background work of connectors failed and will be tried again'),
      store,
      directory,
      record: audit.record,
      settings: connectorSettings,
      egress,
      signNotification: authority.signNotification,
      indexedCount: index.countOf,
    })
    const follower = follow({ store, source: itemSource(connectors.reader, directory), index })
    const search = createSearch({
      store,
      connectors: connectors.reader,
      directory,
      index,
      follower,
      record: audit.record,
      settings: searchSettings,
      now,
    })

    const certificates = await ensureCertificates(join(folder, 'tls'), server.hosts)
    const { app, routes } = createApp({
      logger,
      rewriteUrl: canonicalPath,
      isOurHost: hostCheck([...server.hosts, ...publicHost(server.publicUrl)], MICROSOFT_HOSTS),
      bodyLimit: connectorSettings.itemBytes,
    })
    const sessions = sessionRecords(store)
    let isStopping = false
    const sessionOptions = {
      store,
      directory,
      records: sessions,
      localFetch: localFetchOver(app),
      endSession: authority.endSession,
      pagesApp: (tenantId: TenantId) => pagesApp(directory, tenantId),
      originOf: (request: FastifyRequest) => server.publicUrl || `${request.protocol}://${request.host}`,
      isOneClick,
      sessionMs: server.sessionHours * 3_600_000,
      now,
    }
    const metrics = createMetrics(app, { feedHead: store.head, indexMark: follower.mark })

    await app.register(fastifyCookie)
    identify(app, { verify: authority.verify, sessionCaller: sessionCaller(sessionOptions) })
    await app.register(healthRoutes({ waitingFor: () => (isStopping ? 'the stop' : undefined) }, metrics))
    await app.register(authority.routes)
    await app.register(sessionRoutes(sessionOptions))
    for (const version of VERSIONS) {
      const prefix = `/${version}`
      await app.register(directoryRoutes({ directory }), { prefix })
      await app.register(connectorRoutes(connectors), { prefix })
      await app.register(search.routes, { prefix })
      await app.register(batchRoutes(version, server.batchBytes), { prefix })
    }
    await app.register(adminRoutes(connectors))
    await app.register(search.pageRoutes)
    await app.register(eventRoutes({ store, connectors, follower, isStopping: () => isStopping }))
    await app.register(
      auditRoutes({
        audit,
        mayRead: (request) => permitRole(request, 'complianceAdministrator').tenantId,
      }),
    )
    await app.register(pageRoutes({ isSignedIn: (request) => request.caller !== undefined }))
    const status = (listening: Listening) => ({
      tenant,
      url: listening.url,
      httpsUrl: listening.httpsUrl,
      feed: follower.progress(),
    })
    let listening: Listening | undefined
    await app.register(
      operatorRoutes({
        folder,
        directory,
        authority,
        tenantId: tenant.id,
        createOrganisation: async (displayName, domain) => {
          const created = await createOwnOrganisation({ store, directory }, displayName, domain)
          if (listening) await registerPages(directory, created.id, originsOf(listening, server.publicUrl))
          return { tenantId: created.id, welcomeCode: await welcomeCodeOf(directory, created) }
        },
        mayIssueTokens: server.sample || server.dev,
        status: () => (listening ? status(listening) : {}),
      }),
    )

    await follower.caughtUp()
    listening = await listen(app, server, certificates)
    const origins = originsOf(listening, server.publicUrl)
    for (const { id } of directory.tenants()) await registerPages(directory, id, origins)
    const { url, httpsUrl } = listening
    const address: Ready = { ready: true, url, httpsUrl, ca: certificates.caPath, tenantId: tenant.id }
    const welcomeUrl = welcomeCode === undefined ? undefined : `${url ?? httpsUrl}/welcome/${welcomeCode}`
    const stateFile = join(folder, 'server.json')
    writeFileSync(stateFile, JSON.stringify({ pid: process.pid, ...address, domain: tenant.domain }), { mode: 0o600 })
    const sweeping = setInterval(() => void sessions.sweep(now()), SWEEP_MS)

    const { close } = listening
    return {
      ready: welcomeUrl === undefined ? address : { ...address, welcomeUrl },
      routes,
      async stop() {
        isStopping = true
        clearInterval(sweeping)
        rmSync(stateFile, { force: true })
        await close(server.stopSeconds * 1000)
        await app.close()
        await connectors.close()
        await follower.stop()
        await egress.close()
        await store.close()
        logger.info('stopped')
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The authority's own client calls it inside the process: the request passes the same routes and never meets a network. */
function localFetchOver(app: FastifyInstance): LocalFetch {
  return async (url, { method, headers, body }) => {
    const answer = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    })
    return new Response(answer.body, {
      status: answer.statusCode,
      headers: { 'content-type': String(answer.headers['content-type'] ?? '') },
    })
  }
}

function publicHost(publicUrl: string): string[] {
  return publicUrl === '' ? [] : [new URL(publicUrl).hostname]
}

/** Sign-in may return to the public address, which goes first into links, or to the names that a person on this machine types. */
function originsOf({ url, httpsUrl }: Listening, publicUrl: string): string[] {
  const local = [url, httpsUrl].flatMap((origin) =>
    origin === null ? [] : [origin, origin.replace('127.0.0.1', 'localhost')],
  )
  return [...new Set(publicUrl === '' ? local : [publicUrl, ...local])]
}
