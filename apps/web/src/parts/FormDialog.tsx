import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  type DialogProps,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  makeStyles,
} from '@fluentui/react-components'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import type { Outcome, Problem } from '../api/http.ts'
import { text } from '../messages.ts'
import { ProblemView } from './ProblemView.tsx'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBlock: '8px' },
})

interface Props<T> {
  /** The button that opens it. Without one it is open from the start. */
  readonly opener?: ReactElement
  readonly title: string
  /** The word on the button that sends. */
  readonly confirm: string
  readonly isReady?: boolean
  readonly send: () => Promise<Outcome<T>>
  /** For fields that begin with what is kept. */
  readonly onOpen?: () => void
  readonly onCancel?: () => void
  readonly onDone: (outcome: Outcome<T>) => void
  readonly children: ReactNode
}

/** Asks before something is sent. It stays open, with what was typed and why not, when that is refused. */
export function FormDialog<T>({
  opener,
  title,
  confirm,
  isReady = true,
  send,
  onOpen,
  onCancel,
  onDone,
  children,
}: Props<T>) {
  const styles = useStyles()
  const [isOpen, setOpen] = useState(opener === undefined)
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const turn: DialogProps['onOpenChange'] = (_, { open }) => {
    setOpen(open)
    setProblem(undefined)
    if (open) onOpen?.()
    else onCancel?.()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isReady || isBusy) return
    setBusy(true)
    const outcome = await send()
    setBusy(false)
    if (!outcome.ok) return setProblem(outcome.problem)
    setOpen(false)
    onDone(outcome)
  }
  const surface = (
    <DialogSurface>
      <form onSubmit={(event) => void submit(event)}>
        <DialogBody>
          <DialogTitle>{title}</DialogTitle>
          <DialogContent className={styles.content}>
            {problem ? <ProblemView problem={problem} /> : null}
            {children}
          </DialogContent>
          <DialogActions>
            <Button type="submit" appearance="primary" disabled={isBusy || !isReady}>
              {confirm}
            </Button>
            <DialogTrigger disableButtonEnhancement>
              <Button>{text.cancel}</Button>
            </DialogTrigger>
          </DialogActions>
        </DialogBody>
      </form>
    </DialogSurface>
  )
  if (opener === undefined) {
    return (
      <Dialog open={isOpen} onOpenChange={turn}>
        {surface}
      </Dialog>
    )
  }
  return (
    <Dialog open={isOpen} onOpenChange={turn}>
      <DialogTrigger disableButtonEnhancement>{opener}</DialogTrigger>
      {surface}
    </Dialog>
  )
}
