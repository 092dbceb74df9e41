import fastifyCookie from '@fastify/cookie'
import { auditRoutes } from '@jumpseat/audit'
import { adminRoutes, canonicalPath, connectorRoutes, directItems } from '@jumpseat/connectors'
import { directoryRoutes, permitRole } from '@jumpseat/directory'
import type { Progress } from '@jumpseat/index'
import { vaultRoutes } from '@jumpseat/vault'
import { MICROSOFT_HOSTS } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { pagesApp } from './bootstrap.ts'
import { eventRoutes } from './events.ts'
import { createApp, type Surface } from './http/app.ts'
import { batchRoutes } from './http/batch.ts'
import { healthRoutes } from './http/health.ts'
import { hostCheck, hostOf } from './http/hosts.ts'
import { identify } from './http/identity.ts'
import { createMetrics } from './http/metrics.ts'
import { type OperatorOptions, operatorRoutes } from './operator.ts'
import { pageRoutes } from './pages.ts'
import type { Parts } from './parts.ts'
import { sessionRecords } from './session/records.ts'
import { type SessionOptions, sessionCaller, sessionRoutes } from './session/routes.ts'
import type { LocalFetch } from './session/sign-in.ts'
import type { Settings } from './settings.ts'

export interface SurfaceOptions {
  readonly settings: Settings
  readonly parts: Parts
  readonly logger: Logger
  readonly now: () => number
  readonly isOneClick: (request: FastifyRequest) => boolean
  readonly isStopping: () => boolean
  readonly operator: OperatorOptions
}

const VERSIONS = ['v1.0', 'beta'] as const
const SWEEP_MS = 3_600_000

/** Everything that the server answers, mounted on one HTTP surface. */
export async function mount({
  settings,
  parts,
  logger,
  now,
  isOneClick,
  isStopping,
  operator,
}: SurfaceOptions): Promise<Surface> {
  const { server } = settings
  const { store, audit, directory, authority, connectors, living, vectoriser, search, vault, orchestrator } = parts
  const { follower } = living
  const { app, routes, onAnswered } = createApp({
    logger,
    rewriteUrl: canonicalPath,
    isOurHost: hostCheck([...server.hosts, ...hostOf(server.publicUrl)], MICROSOFT_HOSTS),
    bodyLimit: settings.connectors.itemBytes,
  })
  const sessions: SessionOptions = {
    store,
    directory,
    records: sessionRecords(store),
    localFetch: localFetchOver(app),
    endSession: authority.endSession,
    pagesApp: (tenantId) => pagesApp(directory, tenantId),
    originOf: (request) => server.publicUrl || `${request.protocol}://${request.host}`,
    isOneClick,
    sessionMs: server.sessionHours * 3_600_000,
    now,
  }
  const metrics = createMetrics({ onAnswered }, { feedHead: store.head, indexMark: follower.mark })

  await app.register(fastifyCookie)
  identify(app, { verify: authority.verify, sessionCaller: sessionCaller(sessions) })
  await app.register(
    healthRoutes(
      {
        waitingFor: () => (isStopping() ? 'the stop' : waitingForIndex(follower.progress())),
        rebuilding: living.rebuilding,
      },
      metrics,
    ),
  )
  await app.register(authority.routes)
  await app.register(sessionRoutes(sessions))
  for (const version of VERSIONS) {
    const prefix = `/${version}`
    await app.register(directoryRoutes({ directory }), { prefix })
    await app.register(connectorRoutes(connectors), { prefix })
    await app.register(search.routes, { prefix })
    const bodyLimit = server.batchBytes
    await app.register(batchRoutes({ version, bodyLimit, direct: directItems(connectors), onAnswered }), { prefix })
  }
  // contract: connectors 6.3, beta only
  await app.register(orchestrator.graphRoutes, { prefix: '/beta' })
  await app.register(adminRoutes(connectors))
  await app.register(search.pageRoutes)
  await app.register(orchestrator.pageRoutes)
  await app.register(orchestrator.openAiRoutes)
  await app.register(vaultRoutes(vault))
  await app.register(eventRoutes({ store, connectors, follower, vectoriser, isStopping }))
  await app.register(
    auditRoutes({ audit, mayRead: (request) => permitRole(request, 'complianceAdministrator').tenantId }),
  )
  await app.register(pageRoutes({ isSignedIn: (request) => request.caller !== undefined }))
  await app.register(operatorRoutes(operator))
  sweepSessions(app, sessions)
  return { app, routes, onAnswered }
}

const waitingForIndex = ({ problem, building }: Progress) =>
  problem ?? (building && `the index, which is built from the store: ${building.done} of about ${building.of} items`)

function sweepSessions(app: FastifyInstance, { records, now }: SessionOptions): void {
  const sweeping = setInterval(() => void records.sweep(now()), SWEEP_MS)
  app.addHook('onClose', async () => clearInterval(sweeping))
}

/** The pages' sign-in calls the authority inside the process: the request passes the same routes and never meets a network. */
function localFetchOver(app: FastifyInstance): LocalFetch {
  return async (url, { method, headers, body }) => {
    const payload = body === undefined ? {} : { payload: body }
    const answer = await app.inject({ method: method as 'GET', url, headers, ...payload })
    const type = String(answer.headers['content-type'] ?? '')
    return new Response(answer.body, { status: answer.statusCode, headers: { 'content-type': type } })
  }
}
