import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Nothing from elsewhere: no image, no font, no frame, no script of another origin. Styles are injected by Fluent UI. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))
/** Pages that a person sees before signing in. */
const OPEN_PAGES = ['/signin/:uid', '/welcome/:code']
const PAGES = [
  '/',
  '/chat',
  '/chat/*',
  '/plugins',
  '/apps',
  '/search',
  '/connections',
  '/connections/*',
  '/result-types',
  '/verticals',
  '/audit',
]

export interface PageOptions {
  readonly isSignedIn: (request: FastifyRequest) => boolean
}

/** The single-page application. Paths that are not its own stay what they are to a program: a Graph 404. */
export function pageRoutes({ isSignedIn }: PageOptions) {
  return async (app: FastifyInstance): Promise<void> => {
    if (!existsSync(join(DIST, 'index.html'))) {
      app.get('/', async (_request, reply) =>
        reply.type('text/plain').send('The pages are not built yet. Run "npm run build", then restart.\n'),
      )
      return
    }
    await app.register(fastifyStatic, {
      root: join(DIST, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      immutable: true,
      preCompressed: true,
      maxAge: '1y',
    })
    for (const path of OPEN_PAGES) app.get(path, async (_request, reply) => sendPage(reply))
    for (const path of PAGES) {
      app.get(path, async (request, reply) =>
        isSignedIn(request) ? sendPage(reply) : reply.redirect(`/signin?returnTo=${encodeURIComponent(request.url)}`),
      )
    }
  }
}

async function sendPage(reply: FastifyReply) {
  return reply
    .headers({
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(await readFile(join(DIST, 'index.html')))
}
