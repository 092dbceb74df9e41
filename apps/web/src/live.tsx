import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { ConnectionRow, Pulse } from './api/types.ts'
import { CONNECTION_ROLES, hasRole, useMe } from './session.tsx'

interface Live {
  /** The feed's latest word on every connection, by incarnation; empty before the first. */
  readonly pulses: ReadonlyMap<string, Pulse>
  /** False while the feed is broken: what is shown may be old. */
  readonly isLive: boolean
}

const LiveContext = createContext<Live>({ pulses: new Map(), isLive: true })

/** Listens to the server's feed for those who may see connections. */
export function LiveFeed({ children }: { readonly children: ReactNode }) {
  const mayListen = hasRole(useMe(), CONNECTION_ROLES)
  const [pulses, setPulses] = useState<ReadonlyMap<string, Pulse>>(new Map())
  const [isLive, setLive] = useState(true)
  useEffect(() => {
    if (!mayListen) return
    const feed = new EventSource('/api/events')
    feed.addEventListener('open', () => setLive(true))
    feed.addEventListener('error', () => setLive(false))
    feed.addEventListener('connections', (event: MessageEvent<string>) => {
      const { connections } = JSON.parse(event.data) as { readonly connections: readonly Pulse[] }
      setPulses(new Map(connections.map((pulse) => [pulse.uid, pulse])))
    })
    return () => feed.close()
  }, [mayListen])
  const live = useMemo(() => ({ pulses, isLive }), [pulses, isLive])
  return <LiveContext value={live}>{children}</LiveContext>
}

export const useLive = (): Live => useContext(LiveContext)

export interface Progress {
  readonly received: number
  readonly indexed: number
  readonly rate: number | null
  readonly etaSeconds: number | null
}

/** The row with the feed's latest word on it. */
export function withPulse<T extends ConnectionRow>(row: T, pulses: ReadonlyMap<string, Pulse>): T {
  const pulse = pulses.get(row.uid)
  return pulse ? { ...row, state: pulse.state, counts: pulse.counts, lastChangeAt: pulse.lastChangeAt } : row
}

/** How far the vectors have come, behind the text; undefined when there are none, or all. */
export function vectorProgressOf(row: ConnectionRow, pulses: ReadonlyMap<string, Pulse>): Progress | undefined {
  const pulse = pulses.get(row.uid)
  const { indexed, vectors } = (pulse ?? row).counts
  if (vectors === undefined || vectors >= indexed) return undefined
  const { rate = null, etaSeconds = null } = pulse?.vectors ?? {}
  return { received: indexed, indexed: vectors, rate, etaSeconds }
}

/** How far the index has come; undefined when it holds everything that was received. */
export function progressOf(row: ConnectionRow, pulses: ReadonlyMap<string, Pulse>): Progress | undefined {
  const pulse = pulses.get(row.uid)
  const { received, indexed } = (pulse ?? row).counts
  if (indexed >= received) return undefined
  return { received, indexed, rate: pulse?.rate ?? null, etaSeconds: pulse?.etaSeconds ?? null }
}
