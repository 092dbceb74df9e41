import type { Caller } from '@jumpseat/directory'
import { wireErrors } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import type { ConnectorSettings } from './settings.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Makes room for another operation on the connection. */
    leave?: () => void
  }
  interface FastifyContextConfig {
    /** The rate that the route counts against, besides the one of the app as a whole. */
    rate?: 'groups' | 'items'
  }
}

/** A rate: `perSecond` on average, `burst` at once. 0 per second means no limit. */
export interface Rate {
  readonly name: string
  readonly perSecond: number
  readonly burst: number
}

export interface Throttle {
  /** Takes one token; gives the seconds to wait, 0 when it was there. */
  take(key: string, rate: Rate): number
  /** Starts one of at most `limit` at once; false when they are all busy. */
  enter(key: string, limit: number): boolean
  leave(key: string): void
}

/** Buckets kept before the full ones, which say nothing, are dropped. */
const KEPT = 10_000

/** Token buckets and counters in memory; a restart forgets them, which only ever lets more through. */
export function createThrottle(now: () => number): Throttle {
  const buckets = new Map<string, { tokens: number; at: number; rate: Rate }>()
  const busy = new Map<string, number>()
  const filled = (bucket: { tokens: number; at: number; rate: Rate }, at: number) =>
    Math.min(bucket.rate.burst, bucket.tokens + ((at - bucket.at) / 1000) * bucket.rate.perSecond)

  return {
    take(owner, rate) {
      if (rate.perSecond === 0) return 0
      const at = now()
      const key = `${rate.name}|${owner}`
      const bucket = buckets.get(key) ?? { tokens: rate.burst, at, rate }
      const tokens = filled(bucket, at)
      if (tokens < 1) return Math.max(1, Math.ceil((1 - tokens) / rate.perSecond))
      buckets.set(key, { tokens: tokens - 1, at, rate })
      if (buckets.size > KEPT) {
        for (const [name, one] of buckets) if (filled(one, at) >= one.rate.burst) buckets.delete(name)
      }
      return 0
    },
    enter(key, limit) {
      const running = busy.get(key) ?? 0
      if (limit > 0 && running >= limit) return false
      busy.set(key, running + 1)
      return true
    },
    leave(key) {
      const running = (busy.get(key) ?? 1) - 1
      if (running > 0) busy.set(key, running)
      else busy.delete(key)
    },
  }
}

/**
 * Admits an operation of a caller under the limits of their app, or throws 429: `rate` beside the one of the app as a
 * whole, and one of those that run at once on the connection, until the function that comes back is called.
 */
export function limitsOf(throttle: Throttle, settings: ConnectorSettings) {
  const global: Rate = {
    name: 'requests per app',
    perSecond: settings.requestsPerTenSeconds / 10,
    burst: settings.requestsPerTenSeconds,
  }
  const rates: Record<'groups' | 'items', Rate> = {
    groups: {
      name: 'external group calls per app',
      perSecond: settings.groupCallsPerSecond,
      burst: settings.groupCallsPerSecond,
    },
    items: { name: 'item writes per app', perSecond: settings.itemsPerSecond, burst: settings.itemsPerSecond * 10 },
  }
  const nothing = () => {}
  return (
    caller: Caller | undefined,
    rate: keyof typeof rates | undefined,
    connectionId: string | undefined,
  ): (() => void) => {
    if (!caller) return nothing
    const owner = `${caller.tenantId}|${caller.appId}`
    take(throttle, owner, global)
    if (rate) take(throttle, owner, rates[rate])
    if (connectionId === undefined) return nothing
    const key = `${owner}|${connectionId.toLowerCase()}`
    if (!throttle.enter(key, settings.concurrentOperations)) {
      throw tooMany(`${settings.concurrentOperations} concurrent operations on a connection`, 1)
    }
    let isInside = true
    return () => {
      if (isInside) throttle.leave(key)
      isInside = false
    }
  }
}

/** Limits every route of the plugin per tenant and app, before its body is read. Contract: connectors 1.10. */
export function limitRates(app: FastifyInstance, throttle: Throttle, settings: ConnectorSettings): void {
  const admit = limitsOf(throttle, settings)
  if (!app.hasRequestDecorator('leave')) app.decorateRequest('leave', undefined)
  app.addHook('onRequest', (request, reply, done) => {
    const { connId } = request.params as { connId?: string }
    request.leave = admit(request.caller, request.routeOptions.config.rate, connId)
    // A client that goes away is never answered.
    if (connId !== undefined) reply.raw.once('close', request.leave)
    done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    request.leave?.()
    done()
  })
}

function take(throttle: Throttle, owner: string, rate: Rate): void {
  const seconds = throttle.take(owner, rate)
  if (seconds > 0) throw tooMany(`${rate.perSecond} ${rate.name} and second`, seconds)
}

function tooMany(limit: string, seconds: number) {
  return wireErrors.tooManyRequests({ limit }, { headers: { 'retry-after': String(seconds) } })
}
