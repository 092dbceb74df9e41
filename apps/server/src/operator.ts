import { randomBytes, timingSafeEqual } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Authority } from '@jumpseat/authority'
import type { App, Directory } from '@jumpseat/directory'
import { isGuid, type TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { serverErrors } from './errors.ts'
import { isLoopbackAddress } from './http/hosts.ts'

export interface OperatorOptions {
  readonly folder: string
  readonly directory: Directory
  readonly authority: Authority
  /** The organisation that is meant when a call names none. */
  readonly tenantId: TenantId
  readonly createOrganisation: (displayName: string, domain: string) => Promise<object>
  /** Sample or development on loopback: tokens without a sign-in are allowed. */
  readonly mayIssueTokens: boolean
  readonly status: () => object
  /** Begins to make the index anew from the store; the old one answers until then. */
  readonly rebuildIndex: () => void
}

const newOrganisation = z.object({
  displayName: z.string().min(1).max(128),
  domain: z.string().regex(/^[a-z0-9.-]{3,253}$/i),
})
const newApp = z.object({
  tenantId: z.string().optional(),
  displayName: z.string().min(1).max(120),
  permissions: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default([]),
  isPublic: z.boolean().default(false),
  reuseSecret: z.string().optional(),
})
const newToken = z.object({
  tenantId: z.string().optional(),
  user: z.string(),
  app: z.string().optional(),
  scopes: z.array(z.string()).optional(),
})

/** Calls of the command-line client. Who can read the operator token in the data folder is the operator; nobody else is. */
export function operatorRoutes(options: OperatorOptions) {
  const { directory, authority } = options
  const tenantOf = (named: string | undefined): TenantId => {
    const tenant = directory.tenant(named ?? options.tenantId)
    if (!tenant) throw serverErrors.unknownOrganisation({ name: named ?? '' })
    return tenant.id
  }
  const token = randomBytes(32).toString('base64url')
  writeFileSync(join(options.folder, 'operator.token'), token, { mode: 0o600 })

  return async (app: FastifyInstance) => {
    app.addHook('onRequest', async (request) => {
      if (!isLoopbackAddress(request.ip) || !isOperator(request, token)) throw serverErrors.operatorOnly()
    })

    app.get('/api/operator/status', async () => options.status())

    app.post('/api/operator/index/rebuild', async (_request, reply) => {
      options.rebuildIndex()
      return reply.code(202).send(options.status())
    })

    app.post('/api/operator/organisations', async (request, reply) => {
      const { displayName, domain } = newOrganisation.parse(request.body)
      if (directory.tenant(domain)) throw serverErrors.domainTaken({ domain })
      return reply.code(201).send(await options.createOrganisation(displayName, domain))
    })

    app.post('/api/operator/apps', async (request) => {
      const wanted = newApp.parse(request.body)
      const tenantId = tenantOf(wanted.tenantId)
      const registered = await takeOrCreate(directory, tenantId, wanted)
      const isReusable =
        wanted.reuseSecret !== undefined && directory.isAppSecret(tenantId, registered.appId, wanted.reuseSecret)
      const ids = { appId: registered.appId, objectId: registered.objectId, tenantId }
      if (isReusable) return { ...ids, secretIsValid: true }
      if (registered.isPublic) return ids
      return {
        ...ids,
        secretIsValid: false,
        secret: await directory.addAppSecret(tenantId, registered.appId, 'system'),
      }
    })

    app.post('/api/operator/token', async (request) => {
      if (!options.mayIssueTokens) throw serverErrors.tokensAreForDevelopment()
      const { user: name, app: appName, scopes, ...named } = newToken.parse(request.body)
      const tenantId = tenantOf(named.tenantId)
      const user = directory.user(tenantId, name)
      if (!user) throw serverErrors.unknownPerson({ name, example: exampleOf(directory, tenantId) })
      const client = appName === undefined ? await ownApp(directory, tenantId) : findApp(directory, tenantId, appName)
      if (!client) throw serverErrors.unknownApp({ name: appName ?? '' })
      const asked = scopes?.map((scope) => scope.replace('https://graph.microsoft.com/', '')) ?? client.scopes
      for (const scope of asked) {
        if (!client.scopes.includes(scope)) {
          throw serverErrors.scopeNotGranted({ app: client.displayName, scope, granted: client.scopes.join(' ') })
        }
      }
      return { token: await authority.issueDelegated(tenantId, user.id, client.appId, asked), expiresIn: 3599 }
    })
  }
}

/** The command-line client's own registration. */
const OWN_APP = 'Jumpseat command line'
const OWN_SCOPES = [
  'User.Read',
  'User.Read.All',
  'Group.Read.All',
  'ExternalItem.Read.All',
  'ExternalConnection.Read.All',
]

async function ownApp(directory: Directory, tenantId: TenantId): Promise<App> {
  const wanted = { displayName: OWN_APP, permissions: [], scopes: OWN_SCOPES, isPublic: true }
  return directory.appByName(tenantId, OWN_APP) ?? directory.createApp(tenantId, wanted, 'system')
}

async function takeOrCreate(directory: Directory, tenantId: TenantId, wanted: z.infer<typeof newApp>): Promise<App> {
  const { displayName, permissions, scopes, isPublic } = wanted
  const app = directory.appByName(tenantId, displayName)
  if (!app) return directory.createApp(tenantId, { displayName, permissions, scopes, isPublic }, 'system')
  return directory.grant(tenantId, app.appId, { permissions, scopes }, 'system')
}

function findApp(directory: Directory, tenantId: TenantId, name: string): App | undefined {
  return isGuid(name) ? directory.app(tenantId, name) : directory.appByName(tenantId, name)
}

function exampleOf(directory: Directory, tenantId: TenantId): string {
  const domain = directory.tenant(tenantId)?.domain ?? ''
  return domain === 'lumenquay.example' ? `alina.petrescu@${domain}` : `admin@${domain}`
}

function isOperator(request: FastifyRequest, token: string): boolean {
  const given = Buffer.from(/^operator\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '')
  const wanted = Buffer.from(token)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
