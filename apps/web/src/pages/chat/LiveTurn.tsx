import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'
import { Answer } from './Answer.tsx'
import { Confirm } from './Confirm.tsx'
import { PromptView } from './TurnView.tsx'
import type { Live } from './thread.ts'

const useStyles = makeStyles({
  live: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  state: { display: 'flex', alignItems: 'center', gap: '8px', color: tokens.colorNeutralForeground3 },
})

/** A turn while it is answered. */
export function LiveTurn({
  live,
  onPreview,
}: {
  readonly live: Live
  readonly onPreview: (item: { readonly connectionId: string; readonly itemId: string }) => void
}) {
  const styles = useStyles()
  return (
    <section className={styles.live}>
      <PromptView prompt={live.prompt} />
      <Answer
        who={live.agentName ?? text.product}
        answer={live.text}
        citations={live.citations}
        cards={live.cards}
        notices={live.notices}
        onPreview={onPreview}
      >
        {live.confirmations.length > 0 ? <Confirm confirmations={live.confirmations} onDecide={() => {}} /> : null}
        {live.text === '' || live.state !== 'writing' ? (
          <div className={styles.state}>
            <Spinner size="tiny" />
            <Text>{stateOf(live)}</Text>
          </div>
        ) : null}
      </Answer>
    </section>
  )
}

const stateOf = ({ state, detail }: Live): string => `${text.chat.states[state] ?? state}${detail ? ` ${detail}` : ''}`

/** Says to screen readers what goes on, in few words: the answer itself is read where it stands. */
export function Announcer({ live, isWaiting }: { readonly live: Live | undefined; readonly isWaiting: boolean }) {
  const [was, setWas] = useState(false)
  useEffect(() => {
    if (live) setWas(true)
  }, [live])
  const words = live ? stateOf(live) : !was ? '' : isWaiting ? text.chat.needsYou : text.chat.done
  return (
    <Hidden>
      <span role="status">{words}</span>
    </Hidden>
  )
}
