import {
  Button,
  MessageBar,
  MessageBarBody,
  makeStyles,
  mergeClasses,
  Radio,
  RadioGroup,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useRef, useState } from 'react'
import type { Confirmation, Decision } from '../../api/chat.ts'
import { webAddress } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { WayOut } from '../../parts/WayOut.tsx'
import { Markdown } from './Markdown.tsx'

const useStyles = makeStyles({
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    maxWidth: '560px',
    padding: '16px',
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow4,
    outlineStyle: 'none',
  },
  destructive: { border: `1px solid ${tokens.colorStatusDangerBorder1}` },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  danger: { color: tokens.colorStatusDangerForeground1 },
  sent: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(80px, max-content) minmax(0, 1fr)',
    gap: '4px 16px',
  },
  name: { margin: 0, color: tokens.colorNeutralForeground3, overflowWrap: 'anywhere' },
  value: { margin: 0, overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' },
  links: { display: 'flex', flexWrap: 'wrap', gap: '16px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

interface Props {
  readonly confirmations: readonly Confirmation[]
  readonly onDecide: (decisions: readonly { readonly callId: string; readonly decision: Decision }[]) => void
}

/** What waits for the person: each call with exactly what would be sent. Several are decided one by one, then go on together. */
export function Confirm({ confirmations, onDecide }: Props) {
  const styles = useStyles()
  const [decided, setDecided] = useState<ReadonlyMap<string, Decision>>(new Map())
  const isOne = confirmations.length === 1
  const decide = (callId: string, decision: Decision) => {
    if (isOne) onDecide([{ callId, decision }])
    else setDecided(new Map([...decided, [callId, decision]]))
  }
  return (
    <>
      {isOne ? null : <Text>{text.chat.confirm.all}</Text>}
      {confirmations.map((confirmation, n) => (
        <ConfirmCard
          key={confirmation.callId}
          confirmation={confirmation}
          takesFocus={n === 0}
          decision={decided.get(confirmation.callId)}
          isOne={isOne}
          onDecide={(decision) => decide(confirmation.callId, decision)}
        />
      ))}
      {isOne ? null : (
        <div className={styles.actions}>
          <Button
            appearance="primary"
            disabled={confirmations.some(({ callId }) => !decided.has(callId))}
            onClick={() => onDecide([...decided].map(([callId, decision]) => ({ callId, decision })))}
          >
            {text.chat.confirm.goOn}
          </Button>
        </div>
      )}
    </>
  )
}

interface CardProps {
  readonly confirmation: Confirmation
  readonly takesFocus: boolean
  readonly decision: Decision | undefined
  readonly isOne: boolean
  readonly onDecide: (decision: Decision) => void
}

function ConfirmCard({ confirmation, takesFocus, decision, isOne, onDecide }: CardProps) {
  const styles = useStyles()
  const root = useRef<HTMLElement>(null)
  useEffect(() => {
    if (takesFocus) root.current?.focus()
  }, [takesFocus])
  const { app, functionName, title, body, effects, reasons, derived, mayAlwaysAllow } = confirmation
  const isDestructive = effects === 'destructive'
  const words = text.chat.confirm
  return (
    <section
      ref={root}
      tabIndex={-1}
      aria-label={words.region(title)}
      className={mergeClasses(styles.card, isDestructive && styles.destructive)}
    >
      <Text as="h3" weight="semibold" size={400} className={styles.title}>
        {title}
      </Text>
      <Text className={styles.quiet}>{words.app(app.name, functionName)}</Text>
      {isDestructive ? <Text className={styles.danger}>{words.destructive}</Text> : null}
      {body ? <Markdown text={body} citations={[]} onCitation={() => {}} /> : null}
      <Text weight="semibold">{words.sent}</Text>
      <Sent values={confirmation.arguments} />
      {derived.map(({ argument, text: value, from }) => (
        <MessageBar key={`${argument} ${value}`} intent="warning" layout="multiline">
          <MessageBarBody>{words.derived(argument, from)}</MessageBarBody>
        </MessageBar>
      ))}
      {reasons.map((reason) => (
        <Text key={reason} size={200} className={styles.quiet}>
          {words.reasons[reason] ?? reason}
        </Text>
      ))}
      <Policies app={app} />
      {isOne ? (
        <div className={styles.actions}>
          <Button appearance="primary" onClick={() => onDecide('allowOnce')}>
            {words.once}
          </Button>
          {mayAlwaysAllow ? <Button onClick={() => onDecide('alwaysAllow')}>{words.always}</Button> : null}
          <Button onClick={() => onDecide('decline')}>{words.decline}</Button>
        </div>
      ) : (
        <RadioGroup
          layout="horizontal"
          aria-label={words.region(title)}
          value={decision ?? ''}
          onChange={(_, data) => onDecide(data.value as Decision)}
        >
          <Radio value="allowOnce" label={words.once} />
          {mayAlwaysAllow ? <Radio value="alwaysAllow" label={words.always} /> : null}
          <Radio value="decline" label={words.decline} />
        </RadioGroup>
      )}
    </section>
  )
}

function Sent({ values }: { readonly values: Readonly<Record<string, unknown>> }) {
  const styles = useStyles()
  const entries = Object.entries(values)
  if (entries.length === 0) return <Text className={styles.quiet}>{text.chat.confirm.nothing}</Text>
  return (
    <dl className={styles.sent}>
      {entries.map(([name, value]) => (
        <div key={name} style={{ display: 'contents' }}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.value}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</dd>
        </div>
      ))}
    </dl>
  )
}

function Policies({ app }: Pick<Confirmation, 'app'>) {
  const styles = useStyles()
  const links = [
    { name: text.chat.confirm.privacy, address: webAddress(app.privacyUrl) },
    { name: text.chat.confirm.terms, address: webAddress(app.termsUrl) },
  ]
  return (
    <div className={styles.links}>
      {links.map(({ name, address }) =>
        address ? <WayOut key={name} address={address} label={`${name} (${address.host})`} /> : null,
      )}
    </div>
  )
}
