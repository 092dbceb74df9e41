import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  Input,
  makeStyles,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '400px' },
  panel: { paddingBlock: '8px', marginInline: '12px' },
  submit: { alignSelf: 'flex-start' },
})

interface Props {
  readonly isBusy: boolean
  /** Behind a fold where one-click sign-in comes first. */
  readonly isFolded: boolean
  /** Filled in already. */
  readonly account: string
  readonly onSubmit: (userPrincipalName: string, password: string) => void
}

export function PasswordForm({ isFolded, ...rest }: Props) {
  const styles = useStyles()
  if (!isFolded) return <Form {...rest} />
  return (
    <Accordion collapsible>
      <AccordionItem value="password">
        <AccordionHeader as="h2">{text.signIn.withPassword}</AccordionHeader>
        <AccordionPanel className={styles.panel}>
          <Form {...rest} />
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  )
}

function Form({ isBusy, account: expected, onSubmit }: Omit<Props, 'isFolded'>) {
  const styles = useStyles()
  const [account, setAccount] = useState(expected)
  const [password, setPassword] = useState('')
  const [isIncomplete, setIncomplete] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const isReady = account.trim() !== '' && password !== ''
    setIncomplete(!isReady)
    if (isReady) onSubmit(account.trim(), password)
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <Field label={text.signIn.account}>
        <Input
          type="email"
          autoComplete="username"
          placeholder={text.signIn.accountHint}
          value={account}
          onChange={(_, data) => setAccount(data.value)}
        />
      </Field>
      <Field label={text.signIn.password} {...(isIncomplete ? { validationMessage: text.signIn.needBoth } : {})}>
        <Input
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={(_, data) => setPassword(data.value)}
        />
      </Field>
      <Button type="submit" appearance="primary" disabled={isBusy} className={styles.submit}>
        {text.signIn.submit}
      </Button>
    </form>
  )
}
