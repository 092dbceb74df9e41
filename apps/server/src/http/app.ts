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

export interface Surface {
  readonly app: FastifyInstance
  /** Everything that has been registered. */
  readonly routes: readonly RouteEntry[]
}

const CLIENT_REQUEST_ID_LIMIT = 256

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
    graphHeaders(request, reply)
    if (!options.isOurHost(request.hostname)) throw serverErrors.wrongHost({ host: request.hostname })
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    done()
    if (!options.logger.isLevelEnabled('info')) return
    options.logger.info(
      {
        reqId: request.id,
        method: request.method,
        route: request.routeOptions.url ?? '(none)',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        app: request.caller?.appId,
      },
      'request',
    )
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
  return { app, routes }
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
function graphHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('request-id', request.id)
  const clientId = request.headers['client-request-id']
  if (typeof clientId === 'string') reply.header('client-request-id', clientId.slice(0, CLIENT_REQUEST_ID_LIMIT))
  reply.header(
    'x-ms-ags-diagnostic',
    '{"ServerInfo":{"DataCenter":"jumpseat","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
  )
  reply.header('x-content-type-options', 'nosniff')
}

/** Turns whatever was thrown into the Graph envelope; what we did not expect is logged and told as 500 without its text. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const coded = codedOf(error, request)
  if (coded.status >= 500)
    request.log.error({ err: error instanceof Error ? error : String(error), requestId: request.id }, 'failed')
  const clientId = request.headers['client-request-id']
  const ids = {
    requestId: request.id,
    clientRequestId: typeof clientId === 'string' ? clientId.slice(0, CLIENT_REQUEST_ID_LIMIT) : request.id,
  }
  if (coded.status === 401)
    reply.header(
      'www-authenticate',
      'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/v2.0/authorize"',
    )
  return reply
    .code(coded.status)
    .headers(coded.more.headers ?? {})
    .send(envelopeOf(coded, ids, new Date()))
}

function codedOf(error: unknown, request: FastifyRequest): CodedError {
  if (error instanceof CodedError) return error
  if (error instanceof ZodError) return badShape(error)
  const { code, statusCode } = error as Partial<FastifyError>
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return wireErrors.tooLarge({ limit: request.routeOptions.bodyLimit ?? 0, setting: 'connectors.itemBytes' })
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
