import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, Text } from '@fluentui/react-components'
import type { ReactNode } from 'react'
import { refreshApp } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  name: { overflowWrap: 'anywhere' },
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '4px' },
})

type Changed = (outcome: Outcome<unknown>) => void

/** What an app has from elsewhere, under one name. */
export function OutsideList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section className={useStyles().root} aria-label={label}>
      {children}
    </section>
  )
}

interface OutsideProps {
  readonly app: string
  readonly name: string
  readonly problem: string | null
  /** What waits for somebody to look at it. */
  readonly children: ReactNode
  readonly onChanged: Changed
}

/** One thing that an app has from elsewhere: asked for again here, with what went wrong the last time. */
export function Outside({ app, name, problem, children, onChanged }: OutsideProps) {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <div className={styles.row}>
        <Text size={200} className={styles.name}>
          {name}
        </Text>
        <Button size="small" onClick={async () => onChanged(await refreshApp(app))}>
          {text.apps.refresh}
        </Button>
      </div>
      {problem ? (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody className={styles.body}>{problem}</MessageBarBody>
        </MessageBar>
      ) : null}
      {children}
    </div>
  )
}

interface HeldProps {
  readonly children: ReactNode
  /** What the button says. */
  readonly acceptance: string
  readonly onAccept: () => Promise<Outcome<unknown>>
  readonly onChanged: Changed
}

/** Something that changed, and serves once it was looked at and accepted. */
export function Held({ children, acceptance, onAccept, onChanged }: HeldProps) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody className={useStyles().body}>{children}</MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={async () => onChanged(await onAccept())}>
          {acceptance}
        </Button>
      </MessageBarActions>
    </MessageBar>
  )
}
