import { useCallback, useEffect, useRef, useState } from 'react'
import type { Outcome, Problem } from '../api/http.ts'

export type Resource<T> =
  /** `isSlow` turns true after 100 ms: until then what was there before stays, afterwards a skeleton stands in. */
  | { readonly state: 'waiting'; readonly isSlow: boolean; readonly previous: T | undefined }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly problem: Problem }

/** What to show now: the answer, or for the first moments of a new load the answer before it. */
export function shownOf<T>(resource: Resource<T>): T | undefined {
  if (resource.state === 'ready') return resource.value
  return resource.state === 'waiting' && !resource.isSlow ? resource.previous : undefined
}

/** Whether a skeleton should stand in. */
export const isSlow = (resource: Resource<unknown>): boolean => resource.state === 'waiting' && resource.isSlow

const SKELETON_AFTER_MS = 100

interface Held<T> {
  readonly key: string | undefined
  readonly value: T | undefined
  readonly resource: Resource<T>
}

const waiting = { state: 'waiting', isSlow: false, previous: undefined } as const

/** Loads what `key` names, again whenever it changes; an undefined key loads nothing. A superseded load is aborted. */
export function useResource<T>(
  key: string | undefined,
  load: (signal: AbortSignal) => Promise<Outcome<T>>,
): { readonly resource: Resource<T>; readonly reload: () => void; readonly refresh: () => void } {
  const [held, setHeld] = useState<Held<T>>({ key: undefined, value: undefined, resource: waiting })
  const [round, setRound] = useState({ n: 0, quiet: false })
  const latest = useRef(load)
  latest.current = load

  useEffect(() => {
    if (key === undefined) return
    const abort = new AbortController()
    const slow = setTimeout(
      () =>
        setHeld((now) =>
          now.resource.state === 'waiting' ? { ...now, resource: { ...now.resource, isSlow: true } } : now,
        ),
      SKELETON_AFTER_MS,
    )
    setHeld((now) =>
      round.quiet && now.key === key && now.resource.state === 'ready'
        ? now
        : { key, value: now.value, resource: { state: 'waiting', isSlow: false, previous: now.value } },
    )
    void latest.current(abort.signal).then((outcome) => {
      clearTimeout(slow)
      if (abort.signal.aborted) return
      if (outcome.ok) setHeld({ key, value: outcome.value, resource: { state: 'ready', value: outcome.value } })
      else setHeld({ key, value: undefined, resource: { state: 'failed', problem: outcome.problem } })
    })
    return () => {
      clearTimeout(slow)
      abort.abort()
    }
  }, [key, round])

  const reload = useCallback(() => setRound(({ n }) => ({ n: n + 1, quiet: false })), [])
  const refresh = useCallback(() => setRound(({ n }) => ({ n: n + 1, quiet: true })), [])
  // The render between a new key and its effect must not show the old key's answer as if it were the new one's.
  const resource: Resource<T> =
    held.key === key ? held.resource : { state: 'waiting', isSlow: false, previous: held.value }
  return { resource, reload, refresh }
}
