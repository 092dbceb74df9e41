import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { type InstalledApp, keepSecret, type Secret } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { relativeTime } from '../../lib/time.ts'
import { text } from '../../messages.ts'
import { FormDialog } from '../../parts/FormDialog.tsx'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  missing: { color: tokens.colorStatusWarningForeground1 },
})

interface Props {
  readonly app: InstalledApp
  readonly secrets: readonly Secret[]
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** The keys that the functions of an app need: which are kept, and a way to set them. */
export function Keys({ app, secrets, onChanged }: Props) {
  const styles = useStyles()
  const needed = app.functions.flatMap(({ signIn, reference }) => (signIn === 'apiKey' && reference ? [reference] : []))
  const references = [...new Set(needed)]
  if (references.length === 0) return null
  return (
    <ul className={styles.list} aria-label={text.apps.keys}>
      {references.map((reference) => {
        const secret = secrets.find((one) => one.reference === reference)
        return (
          <li key={reference} className={styles.row}>
            {secret ? (
              <Text size={200}>{text.apps.keySet(reference, relativeTime(secret.changedAt) ?? text.unknownTime)}</Text>
            ) : (
              <Text size={200} className={styles.missing}>
                {text.apps.keyMissing(reference)}
              </Text>
            )}
            <KeyButton app={app} reference={reference} secret={secret} onChanged={onChanged} />
          </li>
        )
      })}
    </ul>
  )
}

interface ButtonProps extends Omit<Props, 'secrets'> {
  readonly reference: string
  readonly secret: Secret | undefined
}

function KeyButton({ app, reference, secret, onChanged }: ButtonProps) {
  const [key, setKey] = useState('')
  const [baseUrl, setBaseUrl] = useState(secret?.baseUrl ?? '')
  return (
    <FormDialog
      opener={<Button size="small">{text.apps.setKey(reference)}</Button>}
      title={text.apps.setKey(reference)}
      confirm={text.apps.keep}
      isReady={key !== '' && baseUrl.trim() !== ''}
      send={() => keepSecret({ app: app.id, reference, name: app.name, baseUrl: baseUrl.trim(), keys: [key] })}
      onOpen={() => {
        setKey('')
        setBaseUrl(secret?.baseUrl ?? '')
      }}
      onDone={onChanged}
    >
      <Field label={text.apps.address}>
        <Input type="url" value={baseUrl} placeholder="https://" onChange={(_, data) => setBaseUrl(data.value)} />
      </Field>
      <Field label={text.apps.key} hint={text.apps.keyHint}>
        <Input type="password" autoComplete="off" value={key} onChange={(_, data) => setKey(data.value)} />
      </Field>
    </FormDialog>
  )
}
