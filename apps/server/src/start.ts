import { rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { bootstrap, createOwnOrganisation, registerPages, welcomeCodeOf } from './bootstrap.ts'
import type { RouteEntry } from './http/app.ts'
import { isLoopbackAddress, isLoopbackHost } from './http/hosts.ts'
import { type Listening, listen } from './listen.ts'
import { createLogger } from './log.ts'
import type { OperatorOptions } from './operator.ts'
import { assemble } from './parts.ts'
import type { Settings } from './settings.ts'
import { mount } from './surface.ts'
import { ensureCertificates } from './tls.ts'

/**
 * Milliseconds that the ports stay closed for the sake of the index: enough to read its snapshot. One that has to be built
 * from the store is waited for by the searches alone.
 */
const INDEX_MS = 3_000

/** The line that `--json` prints. */
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

/** From settings to open ports: the parts, the organisation, the routes, the listeners, and the note for the command line. */
export async function start(settings: Settings, { now = Date.now }: StartOptions = {}): Promise<Running> {
  const { server } = settings
  const folder = resolve(server.data)
  const logger = createLogger(server.logLevel)
  let origins: readonly string[] = []
  let isStopping = false

  const mayActAsAnybody = server.sample || server.dev
  const isOneClick = (request: FastifyRequest) =>
    mayActAsAnybody && isLoopbackAddress(request.ip) && isLoopbackHost(request.hostname)
  const parts = await assemble({ settings, folder, logger, now, allowOneClick: isOneClick, origins: () => origins })
  try {
    const { store, directory, authority, living, vectoriser } = parts
    const { tenant, welcomeCode } = await bootstrap({ ...server, store, directory, folder })
    const operator: OperatorOptions = {
      folder,
      directory,
      authority,
      tenantId: tenant.id,
      mayIssueTokens: mayActAsAnybody,
      async createOrganisation(displayName, domain) {
        const created = await createOwnOrganisation({ store, directory }, displayName, domain)
        await registerPages(directory, created.id, origins)
        return { tenantId: created.id, welcomeCode: await welcomeCodeOf(directory, created) }
      },
      status: () => ({
        tenant,
        ...address,
        feed: living.follower.progress(),
        vectors: vectoriser.progress(),
        rebuilding: living.rebuilding() ?? null,
      }),
      rebuildIndex: () => {
        living.rebuild().then(
          () => logger.info('the index was rebuilt'),
          (err: unknown) => logger.error({ err }, 'the index was not rebuilt'),
        )
      },
    }
    const certificates = await ensureCertificates(join(folder, 'tls'), server.hosts)
    const surface = { settings, parts, logger, now, isOneClick, isStopping: () => isStopping, operator }
    const { app, routes } = await mount(surface)
    await Promise.race([living.follower.caughtUp(), wait(INDEX_MS, undefined, { ref: false })])

    const listening = await listen(app, server, certificates)
    origins = originsOf(listening, server.publicUrl)
    for (const { id } of directory.tenants()) await registerPages(directory, id, origins)
    const { url, httpsUrl } = listening
    const address: Ready = { ready: true, url, httpsUrl, ca: certificates.caPath, tenantId: tenant.id }
    const stateFile = join(folder, 'server.json')
    writeFileSync(stateFile, JSON.stringify({ pid: process.pid, ...address, domain: tenant.domain }), { mode: 0o600 })

    return {
      ready:
        welcomeCode === undefined ? address : { ...address, welcomeUrl: `${url ?? httpsUrl}/welcome/${welcomeCode}` },
      routes,
      async stop() {
        isStopping = true
        rmSync(stateFile, { force: true })
        await listening.close(server.stopSeconds * 1000)
        await app.close()
        await parts.close()
        logger.info('stopped')
      },
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

/** Sign-in may return to the public address, which goes first into links, or to the names that a person on this machine types. */
function originsOf({ url, httpsUrl }: Listening, publicUrl: string): string[] {
  const local = [url, httpsUrl].flatMap((origin) =>
    origin === null ? [] : [origin, origin.replace('127.0.0.1', 'localhost')],
  )
  return [...new Set(publicUrl === '' ? local : [publicUrl, ...local])]
}
