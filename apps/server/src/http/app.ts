import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { CodedError, envelopeOf, wireErrors } from '@jumpseat/wire'
import fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import { serverErrors } from '../errors.ts'
import { parseBodies } from './body.ts'

export interface AppOptions {
  readonly logger: Logger
  /** Path rewriting before routing: keywords in any case. */
  readonly rewriteUrl: (url: string) => string
  /** True for the host names (without port) that this server answers for. */
  readonly isOurHost: (host: string) => boolean
  /** Largest body of an ordinary request, in bytes. */
  readonly bodyLimit: number
}

export interface RouteEntry {
  readonly method: string
  readonly url: string
}

/** A request that was answered, alone or in a batch. */
export interface Answered {
  readonly requestId: string
  readonly method: string
  readonly route: string
  readonly status: number
  readonly ms: number
  readonly appId: string | undefined
}

export interface Surface {
  readonly app: FastifyInstance
  /** Called after each answer: the access log, and what is added here. */
  readonly onAnswered: Set<(answered: Answered) => void>
  /** Everything that has been registered. */
  readonly routes: readonly RouteEntry[]
}

const CLIENT_REQUEST_ID_LIMIT = 256
const CHALLENGE = 'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/v2.0/authorize"'

/** The HTTP surface without any route: request ids, host check, JSON, Graph headers, the error envelope, the access log. */
export function createApp(options: AppOptions): Surface {
  const app = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A logger of its own costs each request more than the rest of its hooks; what is logged names the request.
    childLoggerFactory: (logger) => logger,
    bodyLimit: options.bodyLimit,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2_000, ignoreTrailingSlash: true },
    rewriteUrl: (request: IncomingMessage) => options.rewriteUrl(request.url ?? '/'),
    requestTimeout: 120_000,
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply),
  })
  app.decorateRequest('caller', undefined)
  app.decorateRequest('callerProblem', undefined)
  app.decorateRequest('requestGuid', '')
  app.addHook('onRequest', (request, reply, done) => {
    request.requestGuid = request.id
    reply.headers(graphHeaders(request.id, request.headers['client-request-id']))
    if (!options.isOurHost(request.hostname)) throw serverErrors.wrongHost({ host: request.hostname })
    done()
  })
  const onAnswered: Surface['onAnswered'] = new Set([(answered) => logAnswer(options.logger, answered)])
  app.addHook('onResponse', (request, reply, done) => {
    const answered = {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: reply.elapsedTime,
      appId: request.caller?.appId,
    }
    for (const listener of onAnswered) listener(answered)
    done()
  })
  parseBodies(app)
  app.setErrorHandler(answerError)
  const routes = collectRoutes(app)
  app.setNotFoundHandler((request) => {
    const allowed = methodsOf(routes, request.url)
    if (allowed.length > 0) {
      const headers = { allow: allowed.join(', ') }
      throw wireErrors.methodNotAllowed({ method: request.method, allowed: headers.allow }, { headers })
    }
    throw wireErrors.routeNotFound({ segment: lastSegment(request.url) })
  })
  return { app, routes, onAnswered }
}

function logAnswer(logger: Logger, { requestId, method, route, status, ms, appId }: Answered): void {
  if (!logger.isLevelEnabled('info')) return
  logger.info({ reqId: requestId, method, route, status, ms: Math.round(ms), app: appId }, 'request')
}

/** The methods that a path is served with. */
function methodsOf(routes: readonly RouteEntry[], url: string): string[] {
  const segments = pathSegments(url)
  const matches = ({ url: pattern }: RouteEntry) => {
    const wanted = pathSegments(pattern)
    return wanted.length === segments.length && wanted.every((part, n) => part.startsWith(':') || part === segments[n])
  }
  return [...new Set(routes.filter(matches).map(({ method }) => method))].sort()
}

function pathSegments(url: string): string[] {
  return (url.split('?')[0] ?? '').split('/').filter(Boolean)
}

/** Collects every route that is registered from now on. */
function collectRoutes(app: FastifyInstance): readonly RouteEntry[] {
  const routes: RouteEntry[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const name of [method].flat()) routes.push({ method: name, url })
  })
  return routes
}

/** Contract: connectors 8.5, headers on all answers. */
export function graphHeaders(id: string, clientId: unknown): Record<string, string> {
  return {
    'request-id': id,
    ...(typeof clientId === 'string' ? { 'client-request-id': clientId.slice(0, CLIENT_REQUEST_ID_LIMIT) } : {}),
    'x-ms-ags-diagnostic': '{"ServerInfo":{"DataCenter":"jumpseat","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
    'x-content-type-options': 'nosniff',
  }
}

/** Turns whatever was thrown into the Graph envelope; what we did not expect is logged and told as 500 without its text. */
function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, headers, body } = errorAnswer(error, {
    requestId: request.id,
    clientId: request.headers['client-request-id'],
    bodyLimit: request.routeOptions.bodyLimit,
    logger: request.log,
  })
  return reply.code(status).headers(headers).send(body)
}

export interface Failed {
  readonly requestId: string
  readonly clientId: unknown
  readonly bodyLimit: number | undefined
  readonly logger: Pick<FastifyBaseLogger, 'error'>
}

/** The answer to a request that failed. */
export function errorAnswer(error: unknown, { requestId, clientId, bodyLimit, logger }: Failed) {
  const coded = codedOf(error, bodyLimit)
  if (coded.status >= 500) logger.error({ err: error instanceof Error ? error : String(error), requestId }, 'failed')
  const clientRequestId = typeof clientId === 'string' ? clientId.slice(0, CLIENT_REQUEST_ID_LIMIT) : requestId
  const challenge = { 'www-authenticate': CHALLENGE }
  return {
    status: coded.status,
    headers: { ...(coded.status === 401 ? challenge : {}), ...coded.more.headers },
    body: envelopeOf(coded, { requestId, clientRequestId }, new Date()),
  }
}

function codedOf(error: unknown, bodyLimit = 0): CodedError {
  if (error instanceof CodedError) return error
  if (error instanceof ZodError) return badShape(error)
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return wireErrors.tooLarge({ limit: bodyLimit, setting: 'connectors.itemBytes' })
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return wireErrors.badRequest({ reason: (error as Error).message, fix: 'Check the request against the reference.' })
  }
  return wireErrors.internal({}, { cause: error })
}

function badShape({ issues: [issue] }: ZodError): CodedError {
  const place = `/${issue?.path.join('/') ?? ''}`
  return wireErrors.badRequest(
    {
      reason: `The request is not as it should be at ${place}: ${issue?.message ?? ''}.`,
      fix: 'Check the request against the reference.',
    },
    { place },
  )
}

function lastSegment(url: string): string {
  return pathSegments(url).at(-1)?.slice(0, 100) ?? ''
}
