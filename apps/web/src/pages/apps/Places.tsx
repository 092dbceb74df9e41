import { Button, Field, makeStyles, Text, Textarea } from '@fluentui/react-components'
import { useState } from 'react'
import { type InstalledApp, setAppPlaces } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { FormDialog } from '../../parts/FormDialog.tsx'

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  words: { overflowWrap: 'anywhere' },
})

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** Where an app may call beside public addresses, and a way to change that. */
export function Places({ app, onChanged }: Props) {
  const styles = useStyles()
  const [typed, setTyped] = useState('')
  const places = typed.split(/[\s,]+/).filter((place) => place !== '')
  return (
    <div className={styles.row}>
      <Text size={200} className={styles.words}>
        {text.apps.places(app.privatePlaces)}
      </Text>
      <FormDialog
        opener={<Button size="small">{text.apps.setPlaces}</Button>}
        title={text.apps.placesTitle(app.name)}
        confirm={text.apps.keep}
        send={() => setAppPlaces(app.id, places)}
        onOpen={() => setTyped(app.privatePlaces.join('\n'))}
        onDone={onChanged}
      >
        <Field label={text.apps.placesField} hint={text.apps.placesHint}>
          <Textarea value={typed} onChange={(_, data) => setTyped(data.value)} />
        </Field>
      </FormDialog>
    </div>
  )
}
