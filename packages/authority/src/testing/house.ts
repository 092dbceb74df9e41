import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AdministeredDirectory,
  createDirectory,
  createSampleOrganisation,
  directoryMigrations,
  SAMPLE_TENANT,
  sampleId,
} from '@jumpseat/directory'
import { openSqlite, type Store } from '@jumpseat/store'
import { type AppId, CodedError, envelopeOf, type ObjectId, type TenantId } from '@jumpseat/wire'
import Fastify, { type FastifyInstance } from 'fastify'
import { type AuthorityOptions, authorityMigrations, createAuthority } from '../index.ts'
import type { Authority } from '../types.ts'
import { selfSigned } from './certificate.ts'

export const TENANT = SAMPLE_TENANT.id as TenantId
export const CONNECTOR = sampleId('app', 'Harbour documents connector') as AppId
export const LANTERN = sampleId('app', 'Lantern line') as AppId
export const MAREN = sampleId('user', 'Maren Voss') as ObjectId
export const VIKTOR = sampleId('user', 'Viktor Stahl') as ObjectId
export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default'

export interface House {
  readonly folder: string
  readonly store: Store
  readonly directory: AdministeredDirectory
  readonly authority: Authority
  readonly app: FastifyInstance
  /** Origin of the running https server. */
  readonly origin: string
  readonly host: string
  close(): Promise<void>
}

/** A real server with the sample organisation on a port of its own. The directory may be changed on its way into the authority. */
export async function openHouse(
  options: Partial<AuthorityOptions> = {},
  bend: (directory: AdministeredDirectory) => AdministeredDirectory = (directory) => directory,
): Promise<House> {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-authority-'))
  const store = await openSqlite({ folder, migrations: [...directoryMigrations, ...authorityMigrations] })
  const record = () => []
  const directory = createDirectory({ store, record })
  await createSampleOrganisation(directory)
  const authority = createAuthority({ store, directory: bend(directory), ...options })
  const { key, certificate } = await selfSigned('localhost')
  const app = Fastify({ https: { key, cert: certificate } }) as unknown as FastifyInstance
  app.setErrorHandler((error, _request, reply) => {
    if (!(error instanceof CodedError)) return reply.send(error)
    const ids = { requestId: 'a', clientRequestId: 'b' }
    return reply
      .code(error.status)
      .headers(error.more.headers ?? {})
      .send(envelopeOf(error, ids, new Date(0)))
  })
  await app.register(authority.routes)
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    folder,
    store,
    directory,
    authority,
    app,
    origin: address,
    host: new URL(address).host,
    async close() {
      await app.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
