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
  makeStyles,
  Text,
  Textarea,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { type InstalledApp, setAppPlaces } from '../../api/apps.ts'
import type { Outcome, Problem } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  words: { overflowWrap: 'anywhere' },
  content: { display: 'flex', flexDirection: 'column', gap: '12px', paddingBlock: '8px' },
})

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** Where an app may call beside public addresses, and a way to change that. */
export function Places({ app, onChanged }: Props) {
  const styles = useStyles()
  const [isOpen, setOpen] = useState(false)
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const places = typed.split(/[\s,]+/).filter((place) => place !== '')
    const outcome = await setAppPlaces(app.id, places)
    if (!outcome.ok) return setProblem(outcome.problem)
    setOpen(false)
    onChanged(outcome)
  }
  return (
    <div className={styles.row}>
      <Text size={200} className={styles.words}>
        {text.apps.places(app.privatePlaces)}
      </Text>
      <Dialog
        open={isOpen}
        onOpenChange={(_, data) => {
          setOpen(data.open)
          setTyped(app.privatePlaces.join('\n'))
          setProblem(undefined)
        }}
      >
        <DialogTrigger disableButtonEnhancement>
          <Button size="small">{text.apps.setPlaces}</Button>
        </DialogTrigger>
        <DialogSurface>
          <form onSubmit={(event) => void submit(event)}>
            <DialogBody>
              <DialogTitle>{text.apps.placesTitle(app.name)}</DialogTitle>
              <DialogContent className={styles.content}>
                {problem ? <ProblemView problem={problem} /> : null}
                <Field label={text.apps.placesField} hint={text.apps.placesHint}>
                  <Textarea value={typed} onChange={(_, data) => setTyped(data.value)} />
                </Field>
              </DialogContent>
              <DialogActions>
                <Button type="submit" appearance="primary">
                  {text.apps.keep}
                </Button>
                <DialogTrigger disableButtonEnhancement>
                  <Button>{text.apps.cancel}</Button>
                </DialogTrigger>
              </DialogActions>
            </DialogBody>
          </form>
        </DialogSurface>
      </Dialog>
    </div>
  )
}
