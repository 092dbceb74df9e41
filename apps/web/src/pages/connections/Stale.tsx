import { MessageBar, MessageBarBody } from '@fluentui/react-components'
import { useLive } from '../../live.tsx'
import { text } from '../../messages.ts'

/** Says when the live feed is broken and the figures may be old. */
export function Stale() {
  const { isLive } = useLive()
  if (isLive) return null
  return (
    <MessageBar intent="warning">
      <MessageBarBody>{text.connections.stale}</MessageBarBody>
    </MessageBar>
  )
}
