import type { Authority } from '@jumpseat/authority'
import type { Caller, Directory, Tenant } from '@jumpseat/directory'
import { callerOf } from '@jumpseat/directory'
import type { Store } from '@jumpseat/store'
import { type AppId, type TenantId, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { serverErrors } from '../errors.ts'
import type { SessionRecords } from './records.ts'
import { callerOfSession } from './service.ts'
import { type LocalFetch, pendingSignIn, type SignedIn, signInClient } from './sign-in.ts'

export interface SessionOptions {
  readonly store: Store
  readonly directory: Directory
  readonly records: SessionRecords
  readonly localFetch: LocalFetch
  readonly endSession: Authority['endSession']
  /** The pages' own app registration in a tenant. */
  readonly pagesApp: (tenantId: TenantId) => { readonly appId: AppId; readonly scopes: readonly string[] }
  /** The origin that sign-in returns to for this request. */
  readonly originOf: (request: FastifyRequest) => string
  readonly isOneClick: (request: FastifyRequest) => boolean
  readonly sessionMs: number
  readonly now: () => number
}

const PENDING_COOKIE = 'jumpseat_signin'
const PENDING_MS = 10 * 60_000
const PASSWORD_LENGTH = 12
const SECURE_COOKIE = '__Host-jumpseat'
const PLAIN_COOKIE = 'jumpseat'

/** The cookie of a page session: `__Host-` over TLS; plain HTTP exists on loopback only. */
const cookieName = (request: FastifyRequest) => (request.protocol === 'https' ? SECURE_COOKIE : PLAIN_COOKIE)

export function sessionCaller({
  records,
  directory,
  now,
}: SessionOptions): (request: FastifyRequest) => Caller | undefined {
  return (request) => {
    const cookie = request.cookies[cookieName(request)]
    const session = cookie === undefined ? undefined : records.find(cookie, now())
    return session && callerOfSession(directory, session)
  }
}

/** `/signin`, its callback, sign-out, the welcome link, and who is signed in. */
export function sessionRoutes(options: SessionOptions) {
  const { directory, records, originOf, now } = options
  const client = signInClient(options.localFetch)

  const begin = async (request: FastifyRequest, reply: FastifyReply, { userId, tenantId, scopes }: SignedIn) => {
    const { appId } = options.pagesApp(tenantId)
    const expires = now() + options.sessionMs
    const cookie = await records.create({ tenantId, userId, appId, scopes, expires })
    reply.setCookie(cookieName(request), cookie, { ...cookieRules(request), expires: new Date(expires) })
  }

  return async (app: FastifyInstance) => {
    app.get('/signin', async (request, reply) => {
      const { returnTo, prompt, tenant: named } = signInQuery.parse(request.query)
      const tenant = tenantFor(directory, named)
      const { appId, scopes } = options.pagesApp(tenant.id)
      const start = await client.start(tenant, originOf(request), appId, scopes, localPath(returnTo), prompt)
      const sealed = options.store.sealer.seal(tenant.id, PENDING_COOKIE, JSON.stringify(start.pending))
      const value = `${tenant.id}.${Buffer.from(sealed).toString('base64url')}`
      // Lax: the authority may be reached under another name, and its redirect back must carry the cookie.
      const rules = { ...cookieRules(request), sameSite: 'lax' as const, expires: new Date(now() + PENDING_MS) }
      return reply.setCookie(PENDING_COOKIE, value, rules).redirect(start.url.href)
    })

    app.get('/signin/callback', async (request, reply) => {
      const pending = pendingOf(options, request)
      const url = new URL(request.url, pending.origin)
      const signedIn = await client.finish(url, options.pagesApp(pending.tenantId as TenantId).appId, pending)
      await begin(request, reply, signedIn)
      return reply.clearCookie(PENDING_COOKIE, cookieRules(request)).redirect(pending.returnTo)
    })

    app.post('/api/signout', async (request, reply) => {
      const cookie = request.cookies[cookieName(request)]
      const session = cookie === undefined ? undefined : records.find(cookie, now())
      if (cookie !== undefined) await records.end(cookie)
      if (session) await options.endSession(session.tenantId, request, reply)
      return reply.clearCookie(cookieName(request), cookieRules(request)).code(204).send()
    })

    app.post('/api/welcome', async (request, reply) => {
      const { code, password } = welcomeBody.parse(request.body)
      if (password.length < PASSWORD_LENGTH) throw serverErrors.weakPassword({}, { place: '/password' })
      const user = await directory.redeemWelcomeCode(code)
      if (!user) throw serverErrors.welcomeCodeInvalid({}, { place: '/code' })
      await directory.setPassword(user.tenantId, user.id, password)
      await begin(request, reply, {
        tenantId: user.tenantId,
        userId: user.id,
        scopes: options.pagesApp(user.tenantId).scopes,
      })
      return { redirectTo: '/' }
    })

    app.get('/api/me', async (request) => {
      const caller = permitPerson(request)
      const tenant = directory.tenant(caller.tenantId)
      const user = directory.user(caller.tenantId, caller.objectId)
      return {
        id: caller.objectId,
        displayName: user?.displayName ?? caller.name,
        userPrincipalName: user?.userPrincipalName ?? caller.name,
        jobTitle: user?.jobTitle ?? null,
        isGuest: caller.isGuest,
        roles: [...caller.roles],
        tenant: { id: caller.tenantId, displayName: tenant?.displayName ?? '' },
        isSample: tenant?.isSample ?? false,
        oneClick: options.isOneClick(request),
      }
    })
  }
}

const signInQuery = z.object({
  returnTo: z.string().catch('/'),
  prompt: z.enum(['login', 'select_account']).optional().catch(undefined),
  tenant: z.string().max(253).optional(),
})
const welcomeBody = z.object({ code: z.string().max(200).catch(''), password: z.string().max(1_000).catch('') })

/** These routes are about a person; an app has no page. */
function permitPerson(request: FastifyRequest): Caller {
  const caller = callerOf(request)
  if (caller.kind === 'user') return caller
  throw wireErrors.denied({ fix: 'Use a delegated token of a person.' })
}

function tenantFor(directory: Directory, named: string | undefined): Tenant {
  const tenant = named === undefined ? directory.tenants()[0] : directory.tenant(named)
  if (!tenant) throw serverErrors.signInFailed({ reason: 'there is no such organisation here' })
  return tenant
}

/** Only a path of ours: `//host` and `/\host` lead elsewhere in a browser. */
function localPath(path: string): string {
  return /^\/(?![/\\])[^\s\\]*$/.test(path) ? path : '/'
}

function cookieRules(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict' as const, secure: request.protocol === 'https' }
}

function pendingOf({ store, directory }: SessionOptions, request: FastifyRequest) {
  const [tenantId = '', sealed = ''] = (request.cookies[PENDING_COOKIE] ?? '').split('.')
  const tenant = directory.tenant(tenantId)
  if (!tenant || sealed === '')
    throw serverErrors.signInFailed({ reason: 'it was not started in this browser, or too long ago' })
  try {
    const text = store.sealer.openText(tenant.id, PENDING_COOKIE, Buffer.from(sealed, 'base64url'))
    return pendingSignIn.parse(JSON.parse(text))
  } catch (cause) {
    throw serverErrors.signInFailed({ reason: 'its state is not ours' }, { cause })
  }
}
