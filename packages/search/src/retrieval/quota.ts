import type { Caller } from '@jumpseat/directory'
import { searchErrors } from '../errors.ts'

const HOUR = 60 * 60 * 1000

/** Counts calls per person in the last hour; one more than the limit is a 429 with the seconds to wait. */
export function hourlyQuota(limit: number, now: () => number): (caller: Caller) => void {
  const calls = new Map<string, number[]>()
  return ({ tenantId, objectId }) => {
    if (limit === 0) return
    const key = `${tenantId}/${objectId}`
    const since = now() - HOUR
    const recent = (calls.get(key) ?? []).filter((at) => at > since)
    const oldest = recent[0]
    if (oldest !== undefined && recent.length >= limit) {
      const seconds = Math.max(1, Math.ceil((oldest - since) / 1000))
      throw searchErrors.tooManyRetrievals({ limit }, { headers: { 'retry-after': String(seconds) } })
    }
    // Most recently active people last, so that the idle ones are found at the front.
    calls.delete(key)
    calls.set(key, [...recent, now()])
    for (const [idle, times] of calls) {
      if ((times.at(-1) ?? 0) > since) break
      calls.delete(idle)
    }
  }
}
