import {
  Button,
  Field,
  makeStyles,
  Popover,
  PopoverSurface,
  PopoverTrigger,
  Text,
  Textarea,
  ToolbarButton,
} from '@fluentui/react-components'
import { useState } from 'react'
import { rateTurn, type Turn } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'
import { ThumbDislikeFilled, ThumbDislikeRegular, ThumbLikeFilled, ThumbLikeRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'

const useStyles = makeStyles({
  surface: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '12px',
    width: 'min(360px, 90vw)',
  },
  field: { alignSelf: 'stretch' },
})

type Rating = 'up' | 'down' | 'none'

/** Thumbs for an answer; after a thumb down, what was wrong. */
export function Feedback({ turn }: { readonly turn: Turn }) {
  const styles = useStyles()
  const [rating, setRating] = useState<Rating>('none')
  const [isAsking, setAsking] = useState(false)
  const [words, setWords] = useState('')
  const [isThanked, setThanked] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const rate = async (next: Rating, note?: string) => {
    const outcome = await rateTurn(turn.conversationId, turn.id, note ? { rating: next, text: note } : { rating: next })
    if (outcome.ok) setRating(next)
    setProblem(outcome.ok ? undefined : outcome.problem)
    return outcome.ok
  }
  return (
    <>
      <ToolbarButton
        icon={rating === 'up' ? <ThumbLikeFilled /> : <ThumbLikeRegular />}
        aria-label={text.chat.up}
        title={text.chat.up}
        aria-pressed={rating === 'up'}
        onClick={() => void rate(rating === 'up' ? 'none' : 'up')}
      />
      <Popover
        open={isAsking}
        onOpenChange={(_, data) => {
          setAsking(data.open)
          setThanked(false)
          if (data.open) void rate('down')
        }}
        trapFocus
      >
        <PopoverTrigger disableButtonEnhancement>
          <ToolbarButton
            icon={rating === 'down' ? <ThumbDislikeFilled /> : <ThumbDislikeRegular />}
            aria-label={text.chat.down}
            title={text.chat.down}
            aria-pressed={rating === 'down'}
          />
        </PopoverTrigger>
        <PopoverSurface className={styles.surface} aria-label={text.chat.feedbackTitle}>
          {problem ? <ProblemView problem={problem} /> : null}
          <Field className={styles.field} label={text.chat.feedbackTitle} hint={text.chat.feedbackHint}>
            <Textarea value={words} maxLength={2000} onChange={(_, data) => setWords(data.value)} />
          </Field>
          <Button
            appearance="primary"
            disabled={words.trim() === ''}
            onClick={async () => {
              const isKept = await rate('down', words.trim())
              setThanked(isKept)
              setAsking(!isKept)
            }}
          >
            {text.chat.feedbackSend}
          </Button>
        </PopoverSurface>
      </Popover>
      {isThanked ? (
        <Text size={200} role="status">
          {text.chat.thanks}
        </Text>
      ) : null}
    </>
  )
}
