import type { Connectors } from '@jumpseat/connectors'
import { callerOf, permitRole } from '@jumpseat/directory'
import type { Follower, Vectoriser } from '@jumpseat/index'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'

export interface EventOptions {
  readonly store: Store
  readonly connectors: Connectors
  readonly follower: Follower
  readonly vectoriser: Pick<Vectoriser, 'progress'>
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
      let sentText = ''
      let wasBehind = true
      let quiet = 0
      const send = () => {
        if (isStopping()) return void reply.raw.end()
        const head = store.head()
        const isBehind = follower.progress().behind > 0
        quiet += INTERVAL_MS
        const text = JSON.stringify({ connections: progress() })
        // Vectors come behind the text, when nothing else changes.
        if (head !== sentHead || isBehind || wasBehind || text !== sentText) {
          reply.raw.write(`event: connections\ndata: ${text}\n\n`)
          sentHead = head
          sentText = text
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

/** Counts with the rates of indexing between two looks, and the time that text and vectors need for what is left. */
function progressOf({ connectors, follower, vectoriser }: EventOptions, tenantId: TenantId) {
  let last: { at: number; counts: ReadonlyMap<string, Counts> } | undefined
  return () => {
    const at = Date.now()
    const lag = follower.progress().behind
    const summaries = connectors.summaries(tenantId)
    const rows = summaries.map(({ id, uid, state, counts, lastChangeAt }) => {
      const before = last?.counts.get(uid) ?? counts
      const seconds = last ? (at - last.at) / 1000 : 1
      return {
        ...{ id, uid, state, counts, lastChangeAt, lag },
        rate: rateOf(before.indexed, counts.indexed, seconds),
        etaSeconds: etaOf(before.indexed, counts.indexed, counts.received, seconds),
        ...(counts.vectors === undefined
          ? {}
          : {
              vectors: {
                rate: rateOf(before.vectors ?? 0, counts.vectors, seconds),
                etaSeconds: etaOf(before.vectors ?? 0, counts.vectors, counts.indexed, seconds),
                problem: vectoriser.progress().problem ?? null,
              },
            }),
      }
    })
    last = { at, counts: new Map(summaries.map(({ uid, counts }) => [uid, counts])) }
    return rows
  }
}

/** Items a second. */
const rateOf = (before: number, now: number, seconds: number) => Math.round(Math.max(0, now - before) / seconds)

/** Seconds until all are done; null when they are, or when nothing moves. */
function etaOf(before: number, now: number, all: number, seconds: number): number | null {
  const rate = (now - before) / seconds
  return now < all && rate > 0 ? Math.ceil((all - now) / rate) : null
}

type Counts = ReturnType<Connectors['summaries']>[number]['counts']
