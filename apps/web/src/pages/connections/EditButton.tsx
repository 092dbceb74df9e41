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
  Textarea,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { changeConnection } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { ConnectionDetail } from '../../api/types.ts'
import { EditRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'

const useStyles = makeStyles({
  content: { display: 'flex', flexDirection: 'column', gap: '16px', paddingBlock: '8px' },
})

/** Contract: connectors 1.1. */
const LONGEST_NAME = 128

/** Changes the name and the description; what is shown and what agents decide by. */
export function EditButton({ detail, onDone }: { readonly detail: ConnectionDetail; readonly onDone: () => void }) {
  const styles = useStyles()
  const [isOpen, setOpen] = useState(false)
  const [name, setName] = useState(detail.name)
  const [description, setDescription] = useState(detail.description ?? '')
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const open = (next: boolean) => {
    setOpen(next)
    setName(detail.name)
    setDescription(detail.description ?? '')
    setProblem(undefined)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const outcome = await changeConnection(detail.id, { name: name.trim(), description: description.trim() })
    setBusy(false)
    if (!outcome.ok) return setProblem(outcome.problem)
    setOpen(false)
    onDone()
  }
  return (
    <Dialog open={isOpen} onOpenChange={(_, data) => open(data.open)}>
      <DialogTrigger disableButtonEnhancement>
        <Button icon={<EditRegular />}>{text.connections.edit}</Button>
      </DialogTrigger>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <DialogTitle>{text.connections.editTitle}</DialogTitle>
            <DialogContent className={styles.content}>
              {problem ? <ProblemView problem={problem} /> : null}
              <Field label={text.connections.name} required>
                <Input value={name} maxLength={LONGEST_NAME} onChange={(_, data) => setName(data.value)} />
              </Field>
              <Field label={text.connections.description} hint={text.connections.descriptionHint}>
                <Textarea rows={4} value={description} onChange={(_, data) => setDescription(data.value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button type="submit" appearance="primary" disabled={isBusy || name.trim() === ''}>
                {text.save}
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
