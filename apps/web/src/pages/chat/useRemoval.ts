import { useCallback, useEffect, useRef, useState } from 'react'
import { type Conversation, deleteConversation } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'

/** Milliseconds in which a deletion can be taken back. */
const UNDO_FOR = 10_000

/** Deletes a conversation ten seconds after it was asked for, or at once when the page is left. */
export function useRemoval(onRemoved: () => void) {
  const [removed, setRemoved] = useState<Conversation>()
  const [problem, setProblem] = useState<Problem>()
  const waiting = useRef<{ readonly id: string; readonly timer: ReturnType<typeof setTimeout> } | undefined>(undefined)

  const finish = useCallback(async () => {
    const now = waiting.current
    if (!now) return
    waiting.current = undefined
    clearTimeout(now.timer)
    const outcome = await deleteConversation(now.id)
    setRemoved((removed) => (removed?.id === now.id ? undefined : removed))
    setProblem(outcome.ok ? undefined : outcome.problem)
    onRemoved()
  }, [onRemoved])
  const remove = useCallback(
    async (conversation: Conversation) => {
      await finish()
      setRemoved(conversation)
      waiting.current = { id: conversation.id, timer: setTimeout(() => void finish(), UNDO_FOR) }
    },
    [finish],
  )
  const undo = useCallback(() => {
    clearTimeout(waiting.current?.timer)
    waiting.current = undefined
    setRemoved(undefined)
  }, [])
  useEffect(() => {
    const leave = () => void finish()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [finish])
  return { removed, remove, undo, problem }
}
