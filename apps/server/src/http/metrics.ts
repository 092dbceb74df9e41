import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Surface } from './app.ts'

export interface Gauges {
  /** Newest sequence number of the change feed. */
  readonly feedHead: () => number
  /** Sequence number that the index has reached. */
  readonly indexMark: () => number
}

/** Prometheus metrics: request durations by route and status, the feed's head and the index's mark, the process. */
export function createMetrics({ onAnswered }: Pick<Surface, 'onAnswered'>, { feedHead, indexMark }: Gauges): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'jumpseat_request_seconds',
    help: 'Duration of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    registers: [registry],
  })
  gauge(registry, 'jumpseat_feed_head', 'Newest sequence number of the change feed', feedHead)
  gauge(registry, 'jumpseat_index_mark', 'Sequence number that the index has reached', indexMark)
  const known = new Map<string, Pick<Histogram.Internal<string>, 'observe'>>()
  onAnswered.add(({ method, route, status, ms }) => {
    const key = `${method} ${status} ${route}`
    const series = known.get(key) ?? durations.labels({ method, route, status })
    known.set(key, series)
    series.observe(ms / 1000)
  })
  return registry
}

function gauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read())
    },
  })
}
