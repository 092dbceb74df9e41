import { type CodedError, defineErrors } from '@jumpseat/wire'

/** Errors of the authority outside the OAuth endpoints: start-up and the sign-in interaction. */
export const authorityErrors = defineErrors({
  issuerIsLocal: {
    status: 500,
    code: 'TrustedIssuerIsLocal',
    message: "The trusted issuer '{issuer}' is an issuer of the tenant '{tenant}' of this server.",
    fix: 'Remove it from the trusted issuers, or give this server another issuer host.',
  },
  issuerTwice: {
    status: 500,
    code: 'TrustedIssuerTwice',
    message: "The trusted issuer '{issuer}' is configured more than once.",
    fix: 'Keep one entry: an issuer is bound to one tenant and one set of keys.',
  },
  issuerIncomplete: {
    status: 500,
    code: 'TrustedIssuerIncomplete',
    message: "The trusted issuer '{issuer}' cannot be used: {reason}.",
    fix: 'Give an https issuer, an existing tenant, and either jwks or an https jwksUri.',
  },
  outgoingRefused: {
    status: 500,
    code: 'AuthorityFetchRefused',
    message: "The authority does not fetch '{url}'.",
    fix: 'Nothing the authority does needs an outgoing request, except the keys of trusted issuers.',
  },
  noSuchTenant: {
    status: 404,
    code: 'ItemNotFound',
    message: "There is no tenant '{tenant}'.",
    fix: 'Use the id or a verified domain of a tenant of this server.',
  },
  noSuchSubject: {
    status: 404,
    code: 'ItemNotFound',
    message: 'There is no such {kind} in the tenant, or it is disabled.',
    fix: 'Use the id of a {kind} that exists and is enabled.',
  },
  scopeNotGranted: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: "The app is not granted the delegated scope '{scope}'.",
    fix: 'Ask an administrator to grant it, then try again.',
  },
  interactionGone: {
    status: 404,
    code: 'InteractionNotFound',
    message: 'This sign-in has expired or was started in another browser.',
    fix: 'Go back to the app and start again.',
  },
  wrongCredentials: {
    status: 401,
    code: 'InvalidCredentials',
    message: 'The name or the password is not right.',
    fix: 'Check both and try again. An administrator can give you a new welcome code.',
  },
  tooManyAttempts: {
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many failed attempts to sign in.',
    fix: 'Wait {seconds} seconds, then try again.',
  },
  foreignOrigin: {
    status: 403,
    code: 'OriginRefused',
    message: 'This request did not come from a page of this server.',
    fix: 'Sign in on the page of this server; a script sends its Origin header.',
  },
  badBody: {
    status: 400,
    code: 'BadRequest',
    message: 'The body of the sign-in is not readable: {reason}.',
    fix: 'Send JSON with userPrincipalName and password, or with samplePerson.',
  },
  noOneClick: {
    status: 403,
    code: 'OneClickRefused',
    message: 'Sign-in without a password is not offered here.',
    fix: 'Sign in with the name and the password. One-click serves the sample organisation on this machine only.',
  },
})

const spec = <const S extends number, const C extends string>(status: S, code: C, message: string, fix: string) => ({
  status,
  code,
  message,
  fix,
})

/** Errors of the OAuth endpoints. The number in the text is what clients read. Contract: connectors 8.1. */
export const oauthErrors = defineErrors({
  tenantUnknown: spec(
    400,
    'invalid_request',
    "AADSTS90002: Tenant '{tenant}' not found.",
    'Use the id or a verified domain of a tenant of this server.',
  ),
  parameterMissing: spec(
    400,
    'invalid_request',
    "AADSTS900144: The request body must contain the following parameter: '{name}'.",
    'Send the parameter.',
  ),
  parameterTwice: spec(
    400,
    'invalid_request',
    "AADSTS90014: The parameter '{name}' is present more than once.",
    'Send it once.',
  ),
  malformed: spec(400, 'invalid_request', 'AADSTS900023: {reason}.', 'Correct the request.'),
  grantTypeUnknown: spec(
    400,
    'unsupported_grant_type',
    "AADSTS70003: The app requested an unsupported grant type '{grant}'.",
    'Use client_credentials, authorization_code, refresh_token, device_code or on-behalf-of.',
  ),
  appUnknown: spec(
    400,
    'unauthorized_client',
    "AADSTS700016: Application with identifier '{app}' was not found in the directory '{tenant}'.",
    'Check the client id and the tenant, or create the app.',
  ),
  secretWrong: spec(
    401,
    'invalid_client',
    "AADSTS7000215: Invalid client secret provided for the app '{app}'.",
    'Send the value of the secret, not its id; make a new one when it is lost.',
  ),
  credentialMissing: spec(
    401,
    'invalid_client',
    "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    'Send the credential of the app.',
  ),
  assertionRefused: spec(
    401,
    'invalid_client',
    'AADSTS700027: The client assertion was not accepted: {reason}.',
    'Sign it with a key whose certificate is added to the app.',
  ),
  assertionTime: spec(
    401,
    'invalid_client',
    'AADSTS700024: Client assertion is not within its valid time range.',
    'Check the clock; an assertion lives a day at most.',
  ),
  assertionAudience: spec(
    401,
    'invalid_client',
    'AADSTS700023: Client assertion audience claim does not match the token endpoint.',
    'Use the address of the token endpoint as audience.',
  ),
  scopeInvalid: spec(
    400,
    'invalid_scope',
    "AADSTS70011: The provided value for the input parameter 'scope' is not valid: {reason}.",
    'Ask for scopes of one resource, for example https://graph.microsoft.com/.default.',
  ),
  scopeNotDefault: spec(
    400,
    'invalid_scope',
    "AADSTS1002012: The provided value for scope '{scope}' is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.",
    'Ask for https://graph.microsoft.com/.default.',
  ),
  resourceUnknown: spec(
    400,
    'invalid_resource',
    "AADSTS500011: The resource principal named '{resource}' was not found in the tenant.",
    'Ask for https://graph.microsoft.com.',
  ),
  notConsented: spec(
    400,
    'invalid_grant',
    "AADSTS65001: The administrator has not granted the app '{app}' the scope '{scope}'.",
    'Ask an administrator to grant the scope to the app.',
  ),
  userDisabled: spec(
    400,
    'invalid_grant',
    'AADSTS50057: The user account is disabled or gone.',
    'Ask an administrator to enable the account.',
  ),
  userAssertionRefused: spec(
    400,
    'invalid_grant',
    'AADSTS50013: Assertion failed validation: {reason}.',
    'Send an access token of this tenant that was issued for your app.',
  ),
  userAssertionAudience: spec(
    400,
    'invalid_grant',
    "AADSTS500131: Assertion audience does not match the app '{app}' presenting the assertion.",
    'Send an access token of this tenant that was issued for your app.',
  ),
})

export interface OauthErrorBody {
  readonly error: string
  readonly error_description: string
  readonly error_codes: readonly number[]
  readonly timestamp: string
  readonly trace_id: string
  readonly correlation_id: string
}

export interface OauthIds {
  readonly traceId: string
  readonly correlationId: string
  readonly now: number
}

/** The error document of the token endpoint. Contract: connectors 8.1. */
export function oauthErrorBody(error: string, text: string, ids: OauthIds): OauthErrorBody {
  const number = /^AADSTS(\d+)/.exec(text)?.[1]
  const timestamp = `${new Date(ids.now).toISOString().slice(0, 19).replace('T', ' ')}Z`
  return {
    error,
    error_description: `${text} Trace ID: ${ids.traceId} Correlation ID: ${ids.correlationId} Timestamp: ${timestamp}`,
    error_codes: number === undefined ? [] : [Number(number)],
    timestamp,
    trace_id: ids.traceId,
    correlation_id: ids.correlationId,
  }
}

export const oauthBodyOf = (error: CodedError, ids: OauthIds) => oauthErrorBody(error.code, error.message, ids)
