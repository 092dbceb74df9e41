import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components'
import { type FormEvent, useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { welcome } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { Front } from './Front.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', maxWidth: '400px' },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  submit: { alignSelf: 'flex-start' },
})

const SHORTEST = 12

/** The first visit of a person who was invited: they choose a password. */
export function WelcomePage() {
  const styles = useStyles()
  const { code = '' } = useParams()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [wasTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  useEffect(() => {
    document.title = `${text.welcome.title} · ${text.product}`
  }, [])
  const isTooShort = first.length < SHORTEST
  const differs = first !== second

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (isTooShort || differs) return
    setBusy(true)
    const outcome = await welcome(code, first)
    if (outcome.ok) return window.location.assign(outcome.value.redirectTo)
    setBusy(false)
    setProblem(outcome.problem)
  }

  return (
    <Front>
      <Text as="h1" size={700} weight="semibold" className={styles.title}>
        {text.welcome.title}
      </Text>
      <Text className={styles.quiet}>{text.welcome.body}</Text>
      {problem ? <ProblemView problem={problem} /> : null}
      <form className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
        <Field
          label={text.welcome.first}
          hint={text.welcome.rule}
          {...(wasTried && isTooShort ? { validationMessage: text.welcome.tooShort } : {})}
        >
          <Input
            type="password"
            autoComplete="new-password"
            autoFocus
            value={first}
            onChange={(_, data) => setFirst(data.value)}
          />
        </Field>
        <Field
          label={text.welcome.second}
          {...(wasTried && !isTooShort && differs ? { validationMessage: text.welcome.differ } : {})}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={second}
            onChange={(_, data) => setSecond(data.value)}
          />
        </Field>
        <Button type="submit" appearance="primary" disabled={isBusy} className={styles.submit}>
          {text.welcome.submit}
        </Button>
      </form>
    </Front>
  )
}
