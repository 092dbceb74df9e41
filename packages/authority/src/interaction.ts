import { SAMPLE_PEOPLE, samplePrincipalName, type Tenant, type User } from '@jumpseat/directory'
import type { ObjectId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type Provider from 'oidc-provider'
import { z } from 'zod'
import { payloadId } from './adapter.ts'
import { createAttempts } from './attempts.ts'
import type { AuthorityContext } from './context.ts'
import type { Engines } from './engine.ts'
import { INTERACTION_COOKIE } from './engine-terms.ts'
import { authorityErrors } from './errors.ts'
import { originOf } from './origin.ts'

type InteractionRequest = FastifyRequest<{ Params: { uid: string } }>
type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>

const NOBODY = '00000000-0000-0000-0000-000000000000' as ObjectId
const password = z.object({ userPrincipalName: z.string().min(1).max(320), password: z.string().min(1).max(1024) })
const oneClick = z.object({ samplePerson: z.string().min(1).max(320) })

interface Open {
  readonly tenant: Tenant
  readonly interaction: Interaction
}

/** What the sign-in page reads and writes. Every call needs the cookie of the browser that began; a change needs our own origin too. */
export function interactionRoutes(app: FastifyInstance, context: AuthorityContext, engines: Engines): void {
  const attempts = createAttempts(context.now)

  app.get('/api/interaction/:uid', async (request: InteractionRequest, reply) => {
    const { tenant, interaction } = await openInteraction(context, engines, request, reply)
    return describeInteraction(context, request, tenant, interaction)
  })

  app.post('/api/interaction/:uid/login', async (request: InteractionRequest, reply) => {
    refuseForeign(context, request)
    const { tenant, interaction } = await openInteraction(context, engines, request, reply)
    const isOneClick = oneClick.safeParse(request.body).success
    const user = isOneClick
      ? chosenPerson(context, request, tenant)
      : await provenPerson(context, attempts, request, tenant)
    const login = { accountId: user.id, remember: true, ...(isOneClick ? {} : { amr: ['pwd'] }) }
    return finish(context, interaction, { login, select_account: {}, consent: {} })
  })

  app.post('/api/interaction/:uid/abort', async (request: InteractionRequest, reply) => {
    refuseForeign(context, request)
    const { interaction } = await openInteraction(context, engines, request, reply)
    return finish(context, interaction, {
      error: 'access_denied',
      error_description: 'AADSTS65004: The person declined to sign in.',
    })
  })
}

/** The interaction, for the browser that began it. Errors: `interactionGone`. */
async function openInteraction(
  { records, directory }: AuthorityContext,
  engines: Engines,
  request: InteractionRequest,
  reply: FastifyReply,
): Promise<Open> {
  reply.header('cache-control', 'no-store')
  const { uid } = request.params
  const tenantId = records.tenantOfPayload('Interaction', payloadId(uid))
  const tenant = tenantId && directory.tenant(tenantId)
  if (!tenant) throw authorityErrors.interactionGone()
  const engine = await engines.of(tenant.id)
  const cookie = engine.createContext(request.raw, reply.raw).cookies.get(INTERACTION_COOKIE, { signed: true })
  const interaction = cookie === uid ? await engine.Interaction.find(uid) : undefined
  if (!interaction) throw authorityErrors.interactionGone()
  return { tenant, interaction }
}

function describeInteraction(
  { directory, allowOneClick }: AuthorityContext,
  request: FastifyRequest,
  tenant: Tenant,
  { params, prompt, deviceCode }: Interaction,
) {
  const app = directory.app(tenant.id, String(params.client_id))
  const people = tenant.isSample && allowOneClick(request) ? samplePeople(directory, tenant) : undefined
  return {
    clientName: app?.displayName ?? '',
    tenantName: tenant.displayName,
    kind: deviceCode === undefined ? (prompt.name === 'consent' ? 'consent' : 'login') : 'device',
    ...(typeof params.login_hint === 'string' ? { hint: params.login_hint } : {}),
    ...(people ? { people } : {}),
  }
}

function samplePeople(directory: AuthorityContext['directory'], tenant: Tenant) {
  return SAMPLE_PEOPLE.map((person) => directory.user(tenant.id, samplePrincipalName(person)))
    .filter((user): user is User => user?.accountEnabled === true)
    .map(({ id, displayName, userPrincipalName, jobTitle, department, userType }) => ({
      id,
      displayName,
      userPrincipalName,
      jobTitle,
      department,
      isGuest: userType === 'Guest',
    }))
}

/** A person of the sample organisation, without a password. Errors: `noOneClick`. */
function chosenPerson({ directory, allowOneClick }: AuthorityContext, request: FastifyRequest, tenant: Tenant): User {
  if (!tenant.isSample || !allowOneClick(request)) throw authorityErrors.noOneClick()
  const user = directory.user(tenant.id, oneClick.parse(request.body).samplePerson)
  if (!user?.accountEnabled) throw authorityErrors.wrongCredentials()
  return user
}

/** The person of a name and a password. An unknown name costs the same time and gets the same answer. Errors: `wrongCredentials`, `tooManyAttempts`. */
async function provenPerson(
  { directory }: AuthorityContext,
  attempts: ReturnType<typeof createAttempts>,
  request: FastifyRequest,
  tenant: Tenant,
): Promise<User> {
  const read = password.safeParse(request.body)
  if (!read.success) throw authorityErrors.badBody({ reason: z.prettifyError(read.error) })
  const account = `${tenant.id} ${read.data.userPrincipalName.toLowerCase()}`
  attempts.begin(account, request.ip)
  const user = directory.user(tenant.id, read.data.userPrincipalName)
  const isRight = await directory.isPassword(tenant.id, user?.id ?? NOBODY, read.data.password)
  if (!isRight || !user?.accountEnabled) throw authorityErrors.wrongCredentials()
  attempts.succeeded(account, request.ip)
  return user
}

/** A change comes as JSON from one of our own pages: a form on another site can give neither. Errors: `foreignOrigin`, `badBody`. */
function refuseForeign({ origins }: AuthorityContext, request: FastifyRequest): void {
  const { origin } = request.headers
  if (origin === undefined || ![originOf(request), ...origins()].includes(origin)) throw authorityErrors.foreignOrigin()
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
    throw authorityErrors.badBody({ reason: 'the content type is not application/json' })
  }
}

async function finish(
  { now }: AuthorityContext,
  interaction: Interaction,
  result: NonNullable<Interaction['result']>,
): Promise<{ redirectTo: string }> {
  interaction.result = result
  await interaction.save(Math.max(1, interaction.exp - Math.floor(now() / 1000)))
  return { redirectTo: interaction.returnTo }
}
