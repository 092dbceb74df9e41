import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/** Nothing from elsewhere: no image, no font, no frame, no script of another origin. Styles are injected by Fluent UI. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

const DIST = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Paths of the single-page application; anything else that is unknown stays a Graph 404. */
const PAGE_PATHS = [
  '/',
  '/search',
  '/connections',
  '/connections/*',
  '/audit',
  '/signin/:uid',
  '/welcome/:code',
  '/developer',
  '/device',
]

export async function pageRoutes(app: FastifyInstance): Promise<void> {
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
    maxAge: '1y',
  })
  const page = async (_request: unknown, reply: FastifyReply) => {
    const html = await readFile(join(DIST, 'index.html'))
    return reply
      .headers({
        'content-security-policy': PAGE_POLICY,
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cache-control': 'no-cache',
      })
      .type('text/html; charset=utf-8')
      .send(html)
  }
  for (const path of PAGE_PATHS) app.get(path, page)
}
