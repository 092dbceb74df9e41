import type { Connectors } from '@jumpseat/connectors'
import { callerOf, permitRole } from '@jumpseat/directory'
import type { Follower } from '@jumpseat/index'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'

export interface EventOptions {
  readonly store: Store
  readonly connectors: Connectors
  readonly follower: Follower
  readonly isStopping: () => boolean
}

const INTERVAL_MS = 1_000
/** A comment line that keeps proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000

/** `GET /api/events`: what a connections page shows live, sent when something changed, at most once a second. */
export function eventRoutes(options: EventOptions) {
  const { store, follower, isStopping } = options
  return async (app: FastifyInstance) => {
    app.get('/api/events', async (request, reply) => {
      permitRole(request, 'globalAdministrator', 'searchAdministrator', 'aiAdministrator', 'globalReader')
      const { tenantId } = callerOf(request)
      reply.hijack()
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      const progress = progressOf(options, tenantId)
      let sentHead = -1
      let wasBehind = true
      let quiet = 0
      const send = () => {
        if (isStopping()) return void reply.raw.end()
        const head = store.head()
        const isBehind = follower.progress().behind > 0
        quiet += INTERVAL_MS
        if (head !== sentHead || isBehind || wasBehind) {
          reply.raw.write(`event: connections\ndata: ${JSON.stringify({ connections: progress() })}\n\n`)
          sentHead = head
          wasBehind = isBehind
          quiet = 0
        } else if (quiet >= KEEP_ALIVE_MS) {
          reply.raw.write(': still here\n\n')
          quiet = 0
        }
      }
      send()
      const timer = setInterval(send, INTERVAL_MS)
      reply.raw.on('close', () => clearInterval(timer))
    })
  }
}

/** Counts with the rates between two looks, and the time that the index needs for what is left. */
function progressOf({ connectors, follower }: EventOptions, tenantId: TenantId) {
  let last: { at: number; counts: ReadonlyMap<string, Counts> } | undefined
  return () => {
    const at = Date.now()
    const lag = follower.progress().behind
    const summaries = connectors.summaries(tenantId)
    const rows = summaries.map(({ id, uid, state, counts, lastChangeAt }) => {
      const before = last?.counts.get(uid) ?? counts
      const seconds = last ? (at - last.at) / 1000 : 1
      const indexRate = (counts.indexed - before.indexed) / seconds
      const left = counts.received - counts.indexed
      return {
        ...{ id, uid, state, counts, lastChangeAt, lag },
        rate: Math.round(Math.max(0, counts.received - before.received) / seconds),
        etaSeconds: left > 0 && indexRate > 0 ? Math.ceil(left / indexRate) : null,
      }
    })
    last = { at, counts: new Map(summaries.map(({ uid, counts }) => [uid, counts])) }
    return rows
  }
}

type Counts = ReturnType<Connectors['summaries']>[number]['counts']
