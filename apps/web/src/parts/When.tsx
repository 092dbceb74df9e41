import { Tooltip } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { exactTime, isoTime, type Moment, relativeTime } from '../lib/time.ts'
import { text } from '../messages.ts'

/** `3 hours ago`, with the exact time on hover; moves on by itself. */
export function When({ at }: { readonly at: Moment | null | undefined }) {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick((n) => n + 1), 30_000)
    return () => clearInterval(timer)
  }, [])
  const relative = at ? relativeTime(at) : undefined
  const exact = at ? exactTime(at) : undefined
  if (!at || relative === undefined || exact === undefined) return <span>{text.unknownTime}</span>
  return (
    <Tooltip content={exact} relationship="description">
      <time dateTime={isoTime(at)}>{relative}</time>
    </Tooltip>
  )
}
