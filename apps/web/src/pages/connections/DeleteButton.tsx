import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  DialogTrigger,
  Field,
  Input,
  makeStyles,
  Text,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { deleteConnection } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { ConnectionDetail } from '../../api/types.ts'
import { DeleteRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBlock: '8px' },
})

/** Deleting cannot be undone, so the name is typed. */
export function DeleteButton({ detail }: { readonly detail: ConnectionDetail }) {
  const styles = useStyles()
  const navigate = useNavigate()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const isNamed = typed.trim() === detail.name.trim()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!isNamed) return
    setBusy(true)
    const outcome = await deleteConnection(detail.id)
    setBusy(false)
    if (outcome.ok) void navigate('/connections')
    else setProblem(outcome.problem)
  }
  return (
    <Dialog
      open={isOpen}
      onOpenChange={(_, data) => {
        setOpen(data.open)
        setTyped('')
        setProblem(undefined)
      }}
    >
      <DialogTrigger disableButtonEnhancement>
        <Button icon={<DeleteRegular />}>{text.connections.remove}</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <DialogTitle>{text.connections.removeTitle(detail.name)}</DialogTitle>
            <DialogContent className={styles.content}>
              {problem ? <ProblemView problem={problem} /> : null}
              <Text>{text.connections.removeBody(detail.counts.received)}</Text>
              <Field label={text.connections.removeType(detail.name)}>
                <Input value={typed} autoComplete="off" onChange={(_, data) => setTyped(data.value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabled={isBusy || !isNamed}>
                {text.connections.remove}
              </Button>
              <DialogTrigger disableButtonEnhancement>
                <Button>{text.cancel}</Button>
              </DialogTrigger>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  )
}
