import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ReactNode } from 'react'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: '12px',
    maxWidth: '480px',
    marginInline: 'auto',
    paddingBlock: '64px',
    paddingInline: '16px',
  },
  icon: {
    display: 'flex',
    fontSize: '32px',
    padding: '16px',
    borderRadius: tokens.borderRadiusCircular,
    color: tokens.colorBrandForeground1,
    backgroundColor: tokens.colorBrandBackground2,
  },
  body: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
  },
})

interface Props {
  readonly icon: ReactNode
  readonly title: string
  readonly children?: ReactNode
}

/** Stands where content would: nothing yet, nothing found, not allowed. */
export function Notice({ icon, title, children }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <div className={styles.icon} aria-hidden>
        {icon}
      </div>
      <Text as="h2" align="center" size={500} weight="semibold" style={{ margin: 0 }}>
        {title}
      </Text>
      <div className={styles.body}>{children}</div>
    </div>
  )
}
