import { Card, makeStyles, Text, tokens } from '@fluentui/react-components'
import { readRefusals } from '../../api/endpoints.ts'
import type { Refusal } from '../../api/types.ts'
import { CheckmarkCircleRegular } from '../../icons.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { When } from '../../parts/When.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '12px' },
  card: { gap: '8px' },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '4px 12px',
    justifyContent: 'space-between',
    color: tokens.colorNeutralForeground3,
  },
  item: { color: tokens.colorNeutralForeground1, overflowWrap: 'anywhere' },
  message: { overflowWrap: 'anywhere' },
  place: { color: tokens.colorNeutralForeground3 },
  fix: { borderLeft: `3px solid ${tokens.colorBrandStroke1}`, paddingLeft: '12px' },
})

/** What connectors sent and we did not take: the rule, the place and the fix. */
export function RefusedTab({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles()
  const { resource, reload } = useResource(connectionId, (signal) => readRefusals(connectionId, signal))
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} onRetry={reload} />
  if (resource.state === 'waiting') return isSlow(resource) ? <Lines blocks={3} /> : null
  const refusals = resource.value.value
  if (refusals.length === 0) {
    return (
      <Notice icon={<CheckmarkCircleRegular />} title={text.connections.noRefusalsTitle}>
        <p style={{ margin: 0 }}>{text.connections.noRefusals}</p>
      </Notice>
    )
  }
  return (
    <ul className={styles.list}>
      {refusals.map((refusal) => (
        <li key={`${refusal.at} ${refusal.itemId} ${refusal.place}`}>
          <RefusalCard refusal={refusal} />
        </li>
      ))}
    </ul>
  )
}

function RefusalCard({ refusal }: { readonly refusal: Refusal }) {
  const styles = useStyles()
  return (
    <Card appearance="outline" className={styles.card}>
      <div className={styles.head}>
        <Text weight="semibold" className={styles.item}>
          {refusal.itemId ?? text.connections.wholeConnection}
        </Text>
        <Text size={200}>
          <When at={refusal.at} />
        </Text>
      </div>
      <Text className={styles.message}>{refusal.message}</Text>
      {refusal.fix ? <Text className={styles.fix}>{refusal.fix}</Text> : null}
      <Text size={200} font="monospace" className={styles.place}>
        {[refusal.code, refusal.place].filter(Boolean).join(' · ')}
      </Text>
    </Card>
  )
}
