import { useCallback, useEffect, useReducer, useRef } from 'react'
import { ask, type Request, readConversation, readTurn, stopTurn } from '../../api/chat.ts'
import { useResource } from '../../lib/useResource.ts'
import { after, EMPTY } from './thread.ts'

/** Milliseconds between two looks at a turn that goes on without a stream to this page. */
const LOOK_EVERY = 1000

/** A conversation as it goes on; undefined for one that has not begun. */
export function useThread(conversationId: string | undefined) {
  const [thread, dispatch] = useReducer(after, EMPTY)
  const streaming = useRef<{ readonly conversationId: string; readonly abort: AbortController } | undefined>(undefined)
  /** Conversations that began on this page: what they hold is here already. */
  const begun = useRef(new Set<string>())
  const isRead = conversationId !== undefined && !begun.current.has(conversationId)
  const { resource, reload } = useResource(isRead ? `conversation ${conversationId}` : undefined, (signal) =>
    readConversation(conversationId ?? '', signal),
  )

  useEffect(() => {
    if (streaming.current?.conversationId === conversationId) return
    // Leaving a conversation does not stop it.
    streaming.current?.abort.abort()
    streaming.current = undefined
    begun.current.clear()
    dispatch({ kind: 'loaded', turns: [] })
  }, [conversationId])
  useEffect(() => {
    if (resource.state === 'ready' && resource.value.id === conversationId)
      dispatch({ kind: 'loaded', turns: resource.value.turns })
  }, [resource, conversationId])
  useEffect(() => () => streaming.current?.abort.abort(), [])

  const liveId = thread.live?.turnId
  useEffect(() => {
    if (liveId === undefined || conversationId === undefined || streaming.current) return
    const timer = setInterval(async () => {
      const outcome = await readTurn(conversationId, liveId)
      if (outcome.ok) dispatch({ kind: 'read', turn: outcome.value })
    }, LOOK_EVERY)
    return () => clearInterval(timer)
  }, [liveId, conversationId])

  const turns = useRef(thread.turns)
  turns.current = thread.turns
  const send = useCallback(async (id: string, request: Request, agentName?: string) => {
    if (turns.current.length === 0) begun.current.add(id)
    const abort = new AbortController()
    const before = turns.current
    streaming.current = { conversationId: id, abort }
    dispatch({ kind: 'asked', request, agentName })
    let turnId: string | undefined
    let isOver = false
    const problem = await ask(
      id,
      request,
      (event) => {
        if (event.name === 'turn') turnId = event.turnId
        if (event.name === 'done' || event.name === 'error') isOver = true
        dispatch({ kind: 'event', event })
      },
      abort.signal,
    )
    if (abort.signal.aborted) return
    streaming.current = undefined
    if (problem) dispatch({ kind: 'refused', problem, turns: before })
    else if (!isOver) {
      const outcome = turnId === undefined ? undefined : await readTurn(id, turnId)
      if (outcome?.ok) dispatch({ kind: 'read', turn: outcome.value })
      else dispatch({ kind: 'brokeOff' })
    }
  }, [])
  const stop = useCallback(async () => {
    if (conversationId !== undefined) await stopTurn(conversationId)
  }, [conversationId])

  return { thread, resource, reload, send, stop }
}
