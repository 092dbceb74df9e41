import { Button, makeStyles, Skeleton, SkeletonItem, Text, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { type Login, logIn, readInteraction } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { Interaction } from '../../api/types.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { Front } from './Front.tsx'
import { PasswordForm } from './PasswordForm.tsx'
import { PeopleList } from './PeopleList.tsx'

const useStyles = makeStyles({
  title: { margin: 0 },
  head: { display: 'flex', flexDirection: 'column', gap: '4px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  lines: { display: 'flex', flexDirection: 'column', gap: '12px' },
})

/** The interaction of a sign-in: choose or name a person, or confirm what another device asks. */
export function SignInPage() {
  const { uid = '' } = useParams()
  const { resource } = useResource(uid, (signal) => readInteraction(uid, signal))
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    document.title = `${text.signIn.submit} · ${text.product}`
  }, [])

  const submit = async (login: Login) => {
    setBusy(true)
    setProblem(undefined)
    const outcome = await logIn(uid, login)
    if (outcome.ok) return window.location.assign(outcome.value.redirectTo)
    setBusy(false)
    setProblem(outcome.problem)
  }

  return (
    <Front>
      {isSlow(resource) ? <Waiting /> : null}
      {resource.state === 'failed' ? <Expired problem={resource.problem} /> : null}
      {problem ? <ProblemView problem={problem} /> : null}
      {resource.state === 'ready' ? (
        resource.value.kind === 'device' ? (
          <Device interaction={resource.value} isBusy={isBusy} onSubmit={submit} />
        ) : (
          <Ways interaction={resource.value} isBusy={isBusy} onSubmit={submit} />
        )
      ) : null}
    </Front>
  )
}

interface Props {
  readonly interaction: Interaction
  readonly isBusy: boolean
  readonly onSubmit: (login: Login) => Promise<void>
}

function Ways({ interaction, isBusy, onSubmit }: Props) {
  const styles = useStyles()
  const { people, tenantName, clientName } = interaction
  return (
    <>
      <div className={styles.head}>
        <Text as="h1" size={700} weight="semibold" className={styles.title}>
          {text.signIn.title(tenantName)}
        </Text>
        <Text className={styles.quiet}>{people ? text.signIn.sample : text.signIn.forClient(clientName)}</Text>
      </div>
      {people ? (
        <PeopleList people={people} isBusy={isBusy} onChoose={(id) => void onSubmit({ samplePerson: id })} />
      ) : null}
      <PasswordForm
        isBusy={isBusy}
        isFolded={people !== undefined}
        onSubmit={(userPrincipalName, password) => void onSubmit({ userPrincipalName, password })}
      />
    </>
  )
}

function Device({ interaction, isBusy, onSubmit }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.lines}>
      <Text as="h1" size={700} weight="semibold" className={styles.title}>
        {text.signIn.deviceTitle}
      </Text>
      <Text size={400}>{text.signIn.deviceAsks(interaction.clientName)}</Text>
      <Text className={styles.quiet}>{text.signIn.deviceWarn}</Text>
      <div>
        <Button appearance="primary" disabled={isBusy} onClick={() => void onSubmit({ confirm: true })}>
          {text.signIn.deviceConfirm}
        </Button>
      </div>
    </div>
  )
}

function Expired({ problem }: { readonly problem: Problem }) {
  const styles = useStyles()
  return (
    <div className={styles.lines}>
      <Text as="h1" size={600} weight="semibold" className={styles.title}>
        {text.signIn.expired}
      </Text>
      <ProblemView problem={problem} />
      <div>
        <Button as="a" appearance="primary" href="/signin">
          {text.signIn.startAgain}
        </Button>
      </div>
    </div>
  )
}

function Waiting() {
  const styles = useStyles()
  return (
    <Skeleton aria-label={text.loading} className={styles.lines}>
      <SkeletonItem size={40} />
      <SkeletonItem size={24} />
      <SkeletonItem size={64} />
      <SkeletonItem size={64} />
      <SkeletonItem size={64} />
    </Skeleton>
  )
}
