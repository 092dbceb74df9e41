import { Button, makeStyles, Text, Textarea, Toolbar, ToolbarButton, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import type { Citation, Decision, Turn } from '../../api/chat.ts'
import { ArrowClockwiseRegular, EditRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { InnerLink } from '../../parts/links.tsx'
import { Answer } from './Answer.tsx'
import { Confirm } from './Confirm.tsx'
import { Debug } from './Debug.tsx'
import { Feedback } from './Feedback.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  prompt: {
    alignSelf: 'flex-end',
    maxWidth: '85%',
    padding: '8px 16px',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  extras: { alignSelf: 'flex-end', color: tokens.colorNeutralForeground3 },
  edit: { alignSelf: 'stretch', display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px', paddingInline: 0 },
  followUps: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
})

/** Ends of a turn that are worth trying again. */
const UNFINISHED: Readonly<Partial<Record<Turn['status'], string>>> = {
  stopped: text.chat.stopped,
  interrupted: text.chat.interrupted,
}

interface Props {
  readonly turn: Turn
  readonly isLast: boolean
  readonly isBusy: boolean
  readonly isDeveloper: boolean
  /** Where the panel of how it was answered opens. */
  readonly howTo: string
  readonly onAsk: (prompt: string) => void
  readonly onEdit: (prompt: string) => void
  readonly onRetry: () => void
  readonly onDecide: (decisions: readonly { readonly callId: string; readonly decision: Decision }[]) => void
  readonly onPreview: (item: NonNullable<Citation['item']>) => void
}

/** A question and its answer. */
export function TurnView(props: Props) {
  const { turn, isLast, isBusy, isDeveloper, howTo, onAsk, onEdit, onRetry, onDecide, onPreview } = props
  const styles = useStyles()
  const [isEditing, setEditing] = useState(false)
  const unfinished = UNFINISHED[turn.status]
  return (
    <section className={styles.root}>
      {isEditing ? (
        <EditPrompt
          prompt={turn.prompt.text}
          isLast={isLast}
          onCancel={() => setEditing(false)}
          onSend={(prompt) => {
            setEditing(false)
            onEdit(prompt)
          }}
        />
      ) : (
        <PromptView prompt={turn.prompt} />
      )}
      <Answer
        who={turn.agentName ?? text.product}
        label={turn.label}
        answer={turn.text}
        citations={turn.citations}
        cards={turn.cards}
        notices={unfinished === undefined ? turn.notices : [...turn.notices, unfinished]}
        calls={turn.calls}
        error={turn.error}
        onPreview={onPreview}
      >
        {turn.confirmations.length > 0 ? <Confirm confirmations={turn.confirmations} onDecide={onDecide} /> : null}
        <Toolbar className={styles.bar} size="small" aria-label={text.chat.answer}>
          {turn.text ? <CopyButton value={turn.text} label={text.chat.copy} /> : null}
          <Feedback turn={turn} />
          {isLast ? (
            <ToolbarButton
              icon={<ArrowClockwiseRegular />}
              aria-label={text.chat.retry}
              title={text.chat.retry}
              disabled={isBusy}
              onClick={onRetry}
            />
          ) : null}
          <ToolbarButton
            icon={<EditRegular />}
            aria-label={text.chat.edit}
            title={text.chat.edit}
            disabled={isBusy}
            onClick={() => setEditing(true)}
          />
          <InnerLink to={howTo}>{text.chat.how}</InnerLink>
        </Toolbar>
        {isDeveloper ? <Debug turn={turn} /> : null}
        {isLast && turn.followUps.length > 0 ? (
          <nav className={styles.followUps} aria-label={text.chat.followUps}>
            {turn.followUps.map((prompt) => (
              <Button key={prompt} size="small" shape="circular" disabled={isBusy} onClick={() => onAsk(prompt)}>
                {prompt}
              </Button>
            ))}
          </nav>
        ) : null}
      </Answer>
    </section>
  )
}

export function PromptView({ prompt }: { readonly prompt: Turn['prompt'] }) {
  const styles = useStyles()
  return (
    <>
      <div className={styles.prompt} role="note" aria-label={text.chat.you}>
        {prompt.text}
      </div>
      {prompt.additions.map(({ description }) => (
        <Text key={description} size={200} className={styles.extras}>
          {description}
        </Text>
      ))}
    </>
  )
}

function EditPrompt({
  prompt,
  isLast,
  onSend,
  onCancel,
}: {
  readonly prompt: string
  readonly isLast: boolean
  readonly onSend: (prompt: string) => void
  readonly onCancel: () => void
}) {
  const styles = useStyles()
  const [words, setWords] = useState(prompt)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (words.trim() !== '') onSend(words)
  }
  return (
    <form className={styles.edit} onSubmit={submit}>
      <Textarea
        autoFocus
        resize="vertical"
        aria-label={text.chat.editPrompt}
        value={words}
        onChange={(_, data) => setWords(data.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel()
        }}
      />
      <div className={styles.row}>
        <Button type="submit" appearance="primary" size="small" disabled={words.trim() === ''}>
          {text.chat.editSend}
        </Button>
        <Button size="small" onClick={onCancel}>
          {text.cancel}
        </Button>
        {isLast ? null : <Text size={200}>{text.chat.editNote}</Text>}
      </div>
    </form>
  )
}
