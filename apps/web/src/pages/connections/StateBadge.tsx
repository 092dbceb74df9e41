import { Badge, type BadgeProps } from '@fluentui/react-components'
import { text } from '../../messages.ts'

const COLORS: Readonly<Record<string, BadgeProps['color']>> = {
  draft: 'informative',
  ready: 'success',
  limitExceeded: 'warning',
  obsolete: 'severe',
}

/** Contract: connectors 1.4. */
export function StateBadge({ state }: { readonly state: string }) {
  return (
    <Badge appearance="tint" shape="rounded" color={COLORS[state] ?? 'informative'}>
      {text.connections.states[state] ?? state}
    </Badge>
  )
}
