import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { lazy, type ReactNode, Suspense } from 'react'
import type { Citation, TurnCall, TurnCard } from '../../api/chat.ts'
import { PlugConnectedRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { Markdown } from './Markdown.tsx'
import { Sources } from './Sources.tsx'

const ResultCard = lazy(() => import('./ResultCard.tsx'))

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  who: { margin: 0 },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  cards: { display: 'flex', flexDirection: 'column', gap: '12px', maxWidth: '560px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  calls: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  call: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: '6px',
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  worrying: { color: tokens.colorStatusWarningForeground1 },
})

/** States of a call that a person should look at. */
const WORRYING: readonly string[] = ['refused', 'failed', 'unknown']

interface Props {
  readonly who: string
  readonly label?: string | undefined
  readonly answer: string
  readonly citations: readonly Citation[]
  readonly cards: readonly TurnCard[]
  readonly notices: readonly string[]
  readonly calls?: readonly TurnCall[]
  readonly error?: { readonly message: string; readonly fix: string } | null
  readonly onPreview: (item: NonNullable<Citation['item']>) => void
  /** What stands below: what waits for the person, buttons, what could be asked next. */
  readonly children?: ReactNode
}

/** What came back for a prompt: text, cards, what was called, sources. */
export function Answer({
  who,
  label,
  answer,
  citations,
  cards,
  notices,
  calls = [],
  error,
  onPreview,
  children,
}: Props) {
  const styles = useStyles()
  const preview = ({ item }: Citation) => {
    if (item) onPreview(item)
  }
  return (
    <article className={styles.root} aria-label={`${text.chat.answer}: ${who}`}>
      <div className={styles.head}>
        <Text as="h2" weight="semibold" className={styles.who}>
          {who}
        </Text>
        {label ? (
          <Text size={200} className={styles.quiet}>
            {label}
          </Text>
        ) : null}
      </div>
      {calls.length > 0 ? (
        <ul className={styles.calls}>
          {calls.map(({ id, appName, functionName, state, problem }) => (
            <li key={id}>
              <span className={mergeClasses(styles.call, WORRYING.includes(state) && styles.worrying)}>
                <PlugConnectedRegular aria-hidden />
                {`${text.chat.call(appName, functionName)} · ${text.chat.callStates[state] ?? state}`}
              </span>
              {problem ? (
                <Text size={200} block className={styles.quiet}>
                  {problem}
                </Text>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      {answer ? <Markdown text={answer} citations={citations} onCitation={preview} /> : null}
      {cards.length > 0 ? (
        <div className={styles.cards}>
          <Suspense>
            {cards.map((card, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a call may bring several cards; they are only appended to
              <ResultCard key={n} card={card} />
            ))}
          </Suspense>
        </div>
      ) : null}
      {notices.map((notice) => (
        <MessageBar key={notice} layout="multiline">
          <MessageBarBody>{notice}</MessageBarBody>
        </MessageBar>
      ))}
      {error ? (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{error.message}</MessageBarTitle>
            {error.fix}
          </MessageBarBody>
        </MessageBar>
      ) : null}
      <Sources citations={citations} onPreview={onPreview} />
      {children}
    </article>
  )
}
