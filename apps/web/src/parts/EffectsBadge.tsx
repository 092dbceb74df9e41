import { Badge } from '@fluentui/react-components'
import type { Effects } from '../api/chat.ts'
import { text } from '../messages.ts'

const COLORS = { read: 'subtle', write: 'warning', destructive: 'danger' } as const

/** What a function does to the world; nothing where that is not known. */
export function EffectsBadge({ effects }: { readonly effects: Effects | null }) {
  if (effects === null) return null
  return (
    <Badge appearance="tint" color={COLORS[effects]}>
      {text.chat.plugins.effects[effects]}
    </Badge>
  )
}
