import { defineErrors } from './errors.ts'

/** Errors that every Graph-shaped route may answer with. Contract: connectors 8.6. */
export const wireErrors = defineErrors({
  malformedJson: {
    status: 400,
    code: 'BadRequest',
    message:
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    fix: 'Send a JSON document in UTF-8: {reason}.',
  },
  badRequest: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  invalidToken: {
    status: 401,
    code: 'InvalidAuthenticationToken',
    message: '{reason}',
    fix: 'Get a new access token for https://graph.microsoft.com from this server and send it as "Authorization: Bearer …".',
  },
  denied: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    fix: '{fix}',
  },
  routeNotFound: {
    status: 404,
    code: 'BadRequest',
    message: "Resource not found for the segment '{segment}'.",
    fix: 'Check the path against the reference of routes.',
  },
  methodNotAllowed: {
    status: 405,
    code: 'MethodNotAllowed',
    message: 'The method {method} is not allowed on this resource.',
    fix: 'Use one of: {allowed}.',
  },
  tooLarge: {
    status: 413,
    code: 'RequestEntityTooLarge',
    message: 'The request body is larger than {limit} bytes.',
    fix: 'Send a smaller body, or raise the limit {setting}.',
  },
  unsupportedMediaType: {
    status: 415,
    code: 'UnsupportedMediaType',
    message: "The content type '{type}' is not supported.",
    fix: 'Send "Content-Type: application/json".',
  },
  tooManyRequests: {
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many requests: {limit}.',
    fix: 'Wait for the number of seconds in Retry-After, then send the request again.',
  },
  internal: {
    status: 500,
    code: 'InternalServerError',
    message: 'The server met an unexpected condition.',
    fix: 'Nothing was changed unless said otherwise. Send the request again; if it fails again, look up the request id in the log.',
  },
  unavailable: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The server is {reason}.',
    fix: 'Send the request again after the number of seconds in Retry-After.',
  },
})
