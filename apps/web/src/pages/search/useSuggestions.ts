import { useEffect, useRef, useState } from 'react'
import { suggest } from '../../api/endpoints.ts'

const WAIT_MS = 150
const MOST = 8

/** How what is typed may go on; asks once the typing rests, and forgets the question before. `undefined` asks nothing. */
export function useSuggestions(typed: string | undefined): readonly string[] {
  const [found, setFound] = useState<{ readonly for: string; readonly value: readonly string[] }>()
  const isMissing = useRef(false)
  useEffect(() => {
    if (!typed?.trim() || isMissing.current) return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      const outcome = await suggest(typed, MOST, abort.signal)
      if (abort.signal.aborted) return
      if (!outcome.ok && outcome.problem.status === 404) isMissing.current = true
      const value = outcome.ok ? outcome.value.value.map((one) => (typeof one === 'string' ? one : one.text)) : []
      setFound({ for: typed, value: value.filter((one) => one !== typed) })
    }, WAIT_MS)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [typed])
  return found !== undefined && found.for === typed ? found.value : []
}
