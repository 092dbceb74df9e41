import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ReactNode, useEffect } from 'react'
import { text } from '../messages.ts'

const useStyles = makeStyles({
  root: {
    maxWidth: '1328px',
    marginInline: 'auto',
    padding: '24px',
    display: 'flex',
    flexDirection: 'column',
    gap: '20px',
    '@media (max-width: 720px)': { padding: '16px' },
  },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', justifyContent: 'space-between', gap: '12px' },
  names: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0 },
  title: { margin: 0, overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3, maxWidth: '720px' },
  actions: { display: 'flex', gap: '8px' },
})

interface Props {
  readonly title: string
  readonly lead?: ReactNode
  readonly above?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page with its heading; names the browser's tab too. */
export function Page({ title, lead, above, actions, children }: Props) {
  const styles = useStyles()
  useEffect(() => {
    document.title = `${title} · ${text.product}`
  }, [title])
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        <div className={styles.names}>
          {above}
          <Text as="h1" size={600} weight="semibold" className={styles.title}>
            {title}
          </Text>
          {lead ? <Text className={styles.quiet}>{lead}</Text> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {children}
    </div>
  )
}
