import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import { decodeJwt } from 'jose'
import type Provider from 'oidc-provider'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { AuthorityContext } from './context.ts'
import { PAGE_POLICY } from './engine-pages.ts'
import { type EngineRequest, requestOf } from './engine-request.ts'
import { ENGINE_PATHS } from './engine-terms.ts'
import { oauthErrorBody } from './errors.ts'
import { spell } from './grants.ts'
import { GRAPH } from './scopes.ts'
import { TOKEN_LIFE } from './tokens.ts'

/** What the engine says, by its private detail, and the number that clients know it by. The first line that fits wins. */
const NUMBERS: readonly (readonly [error: string, detail: RegExp, text: string])[] = [
  ['invalid_grant', /already (used|consumed)/, 'AADSTS54005: The code or refresh token was already redeemed.'],
  ['invalid_grant', /is expired/, 'AADSTS70008: The code or refresh token has expired.'],
  ['invalid_grant', /account not found/, 'AADSTS50057: The user account is disabled or gone.'],
  [
    'invalid_grant',
    /redirect_uri mismatch/,
    'AADSTS50011: The redirect URI is not the one of the request for the code.',
  ],
  ['invalid_grant', /client mismatch/, 'AADSTS700005: The code or refresh token was issued to another app.'],
  ['invalid_grant', /code_verifier|PKCE/i, 'AADSTS501481: The code_verifier does not match the code_challenge.'],
  ['invalid_grant', /./, 'AADSTS70000: The provided grant is not valid.'],
  ['authorization_pending', /./, 'AADSTS70016: The person has not finished signing in. Continue polling.'],
  ['slow_down', /./, 'AADSTS70016: Polling too fast.'],
  ['expired_token', /./, 'AADSTS70020: The device code has expired.'],
  ['access_denied', /./, 'AADSTS65004: The person declined to sign in.'],
  ['invalid_scope', /./, 'AADSTS70011: The requested scope is not valid.'],
  ['invalid_request', /./, 'AADSTS900144: The request is not complete or not valid.'],
  ['invalid_client', /./, 'AADSTS7000218: The app could not be authenticated.'],
]
const POLL_SECONDS = 5

/** Gives the engine's answers the members that clients of the reference cloud read. Contract: connectors 8.1. */
export function shapeAnswers(context: AuthorityContext, engine: Provider): void {
  const note = (ctx: KoaContextWithOIDC, error: Error) => {
    const request = requestOf(ctx.req)
    request.detail = detailOf(error)
    return request
  }
  engine.on('grant.error', note)
  engine.on('device_authorization.error', note)
  engine.on('server_error', (ctx, error) => note(ctx, error).log.error({ err: error }, 'the authority failed'))
  engine.use(async (ctx, next) => {
    ctx.set('content-security-policy', PAGE_POLICY)
    await next()
    const { body } = ctx
    if (!isJsonObject(body)) return
    const request = requestOf(ctx.req)
    if (typeof body.error === 'string') ctx.body = errorOf(body.error, body, request)
    else if (ctx.path === ENGINE_PATHS.token) ctx.body = tokenReply(body, request)
    else if (ctx.path === ENGINE_PATHS.device_authorization)
      ctx.body = deviceReply(body, context.origins()[0] ?? `${ctx.protocol}://${ctx.host}`)
  })
}

const detailOf = (error: Error) =>
  ['error_detail', 'error_description', 'message']
    .map((name) => Reflect.get(error, name))
    .concat(error.cause instanceof Error ? error.cause.message : undefined)
    .filter((text) => typeof text === 'string')
    .join('; ')

function errorOf(error: string, body: JsonObject, { detail = '', ids }: EngineRequest) {
  const description = typeof body.error_description === 'string' ? body.error_description : ''
  const known = NUMBERS.find(([name, pattern]) => name === error && pattern.test(`${detail}; ${description}`))
  const isNumbered = description.startsWith('AADSTS')
  return oauthErrorBody(error, isNumbered || !known ? description : `${known[2]} ${description}.`, ids)
}

/** The token document. `scope` is spelled as the client asked, and `client_info` names the account for its cache. */
function tokenReply(body: JsonObject, { asked, granted }: EngineRequest): JsonObject {
  const scopes = granted?.scopes ?? []
  const oidc = typeof body.id_token === 'string' ? ['openid', 'profile', 'email'] : []
  const like = asked ?? { oidc, resource: granted?.resource ?? GRAPH, everything: false, names: [], spelled: [] }
  const { access_token = null, refresh_token, id_token } = body
  return {
    token_type: 'Bearer',
    scope: spell(like, scopes),
    expires_in: TOKEN_LIFE,
    ext_expires_in: TOKEN_LIFE,
    access_token,
    ...(refresh_token === undefined ? {} : { refresh_token }),
    ...(id_token === undefined ? {} : { id_token }),
    ...clientInfo(access_token),
  }
}

function clientInfo(accessToken: unknown): JsonObject {
  const { oid: uid, tid: utid } = decodeJwt(String(accessToken))
  return { client_info: Buffer.from(JSON.stringify({ uid, utid })).toString('base64url') }
}

/** Clients poll every `interval` seconds and show `message`; without them they poll without pause. */
function deviceReply(
  { device_code = null, user_code = null, expires_in = null }: JsonObject,
  origin: string,
): JsonObject {
  const page = `${origin}/devicelogin`
  return {
    user_code,
    device_code,
    verification_uri: page,
    verification_url: page,
    verification_uri_complete: `${page}?user_code=${user_code}`,
    expires_in,
    interval: POLL_SECONDS,
    message: `To sign in, open the page ${page} in a web browser and enter the code ${user_code}.`,
  }
}
