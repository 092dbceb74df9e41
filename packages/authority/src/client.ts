import { X509Certificate } from 'node:crypto'
import type { App, Tenant } from '@jumpseat/directory'
import { GuardError } from '@jumpseat/store'
import { isJsonObject } from '@jumpseat/wire'
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import type { AuthorityContext } from './context.ts'
import { oauthErrors } from './errors.ts'
import type { Form } from './form.ts'
import { thumbprint } from './keys.ts'

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Seconds: the longest life of a client assertion, and how far clocks may differ. */
const ASSERTION_LIFE = 24 * 60 * 60
const SKEW = 300

/** What a request offers as proof of who the app is. */
export interface Offered {
  readonly clientId: string | undefined
  readonly secret: string | undefined
  readonly assertion: string | undefined
  readonly assertionType: string | undefined
}

export interface Client {
  readonly app: App
  /** False for a public client, which has nothing to prove itself with. */
  readonly isProven: boolean
}

/** Reads the credential from the form or from HTTP Basic. Errors: `malformed`. */
export function offeredBy(form: Form, authorization: string | undefined): Offered {
  const basic = readBasic(authorization)
  const assertion = form.get('client_assertion')
  const proofs = [form.get('client_secret'), assertion, basic?.secret].filter((proof) => proof !== undefined)
  if (proofs.length > 1) throw oauthErrors.malformed({ reason: 'only one credential of the app may be sent' })
  const named = form.get('client_id') ?? basic?.clientId
  if (basic && named !== basic.clientId) throw oauthErrors.malformed({ reason: 'two different client ids were sent' })
  return {
    clientId: named ?? subjectOf(assertion),
    secret: form.get('client_secret') ?? basic?.secret,
    assertion,
    assertionType: form.get('client_assertion_type'),
  }
}

/** The app behind the request, proven where it is confidential. Errors: `oauthErrors`. */
export async function authenticate(
  context: AuthorityContext,
  tenant: Tenant,
  offered: Offered,
  audiences: readonly string[],
): Promise<Client> {
  const { clientId, secret, assertion } = offered
  if (clientId === undefined) throw oauthErrors.parameterMissing({ name: 'client_id' })
  const app = context.directory.app(tenant.id, clientId)
  if (!app) throw oauthErrors.appUnknown({ app: clientId, tenant: tenant.displayName })
  if (secret !== undefined) {
    if (!context.directory.isAppSecret(tenant.id, app.appId, secret)) throw oauthErrors.secretWrong({ app: app.appId })
    return { app, isProven: true }
  }
  if (assertion !== undefined) {
    await checkAssertion(context, tenant, app, offered, audiences)
    return { app, isProven: true }
  }
  if (!app.isPublic) throw oauthErrors.credentialMissing()
  return { app, isProven: false }
}

async function checkAssertion(
  context: AuthorityContext,
  tenant: Tenant,
  app: App,
  { assertion = '', assertionType }: Offered,
  audiences: readonly string[],
): Promise<void> {
  if (assertionType !== ASSERTION_TYPE) throw refused('client_assertion_type is not the one of a JWT')
  const claims = await verifiedAssertion(context, tenant, app, assertion)
  const named = Array.isArray(claims.aud) ? claims.aud : [claims.aud]
  if (!named.some((aud) => audiences.includes(String(aud)))) throw oauthErrors.assertionAudience()
  const now = context.now() / 1000
  const { exp = 0, iat = claims.nbf ?? now, jti } = claims
  if (exp > now + ASSERTION_LIFE || iat > now + SKEW) throw oauthErrors.assertionTime()
  if (typeof jti !== 'string' || jti === '') throw refused('it has no jti')
  await useOnce(context, tenant, `${app.appId} ${jti}`, (exp + SKEW) * 1000)
}

async function verifiedAssertion(context: AuthorityContext, tenant: Tenant, app: App, assertion: string) {
  const certificate = certificateOf(context, tenant, app, assertion)
  if (context.now() > certificate.validToDate.getTime()) throw refused('its certificate has expired')
  try {
    const { payload } = await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ['RS256', 'PS256'],
      issuer: app.appId,
      subject: app.appId,
      requiredClaims: ['exp', 'aud'],
      clockTolerance: SKEW,
      currentDate: new Date(context.now()),
    })
    return payload
  } catch (error) {
    const { code, claim } = isJsonObject(error) ? error : {}
    if (code === 'ERR_JWT_EXPIRED' || claim === 'nbf') throw oauthErrors.assertionTime({}, { cause: error })
    throw oauthErrors.assertionRefused({ reason: 'its signature or its issuer is not right' }, { cause: error })
  }
}

/** The app's certificate that the header names by `x5t` or `x5t#S256`. What the assertion brings along is not looked at. */
function certificateOf({ directory }: AuthorityContext, tenant: Tenant, app: App, assertion: string): X509Certificate {
  const header = headerOf(assertion)
  for (const pem of directory.appCertificates(tenant.id, app.appId)) {
    const certificate = new X509Certificate(pem)
    if (header['x5t#S256'] === thumbprint(certificate.raw, 'sha256')) return certificate
    if (header.x5t === thumbprint(certificate.raw, 'sha1') && header['x5t#S256'] === undefined) return certificate
  }
  throw refused('the certificate it was signed with is not added to the app')
}

function headerOf(assertion: string): Record<string, unknown> {
  try {
    return { ...decodeProtectedHeader(assertion) }
  } catch {
    throw refused('it is not a JWT')
  }
}

async function useOnce({ records }: AuthorityContext, tenant: Tenant, id: string, until: number): Promise<void> {
  try {
    await records.useAssertion(tenant.id, id, until)
  } catch (error) {
    if (error instanceof GuardError) throw refused('it was used before')
    throw error
  }
}

const refused = (reason: string) => oauthErrors.assertionRefused({ reason })

function subjectOf(assertion: string | undefined): string | undefined {
  if (assertion === undefined) return undefined
  try {
    return decodeJwt(assertion).sub
  } catch {
    return undefined
  }
}

function readBasic(authorization: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [id = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':')
  try {
    return { clientId: unformed(id), secret: unformed(rest.join(':')) }
  } catch {
    throw oauthErrors.malformed({ reason: 'the Authorization header is not readable' })
  }
}

/** RFC 6749 2.3.1: both halves are form-encoded. */
const unformed = (text: string) => decodeURIComponent(text.replaceAll('+', ' '))
