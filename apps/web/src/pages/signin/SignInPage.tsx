import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Skeleton,
  SkeletonItem,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useParams } from 'react-router'
import { decline, type Login, logIn, readInteraction } from '../../api/endpoints.ts'
import type { Outcome, Problem } from '../../api/http.ts'
import type { Interaction, Redirect } from '../../api/types.ts'
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

  const follow = async (asked: Promise<Outcome<Redirect>>) => {
    setBusy(true)
    setProblem(undefined)
    const outcome = await asked
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
        <Ways
          interaction={resource.value}
          isBusy={isBusy}
          onSubmit={(login) => follow(logIn(uid, login))}
          onDecline={() => follow(decline(uid))}
        />
      ) : null}
    </Front>
  )
}

interface Props {
  readonly interaction: Interaction
  readonly isBusy: boolean
  readonly onSubmit: (login: Login) => Promise<void>
  readonly onDecline: () => Promise<void>
}

function Ways({ interaction, isBusy, onSubmit, onDecline }: Props) {
  const styles = useStyles()
  const { people, tenantName, clientName, hint, kind } = interaction
  return (
    <>
      {kind === 'device' ? <DeviceNote interaction={interaction} isBusy={isBusy} onDecline={onDecline} /> : null}
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
        account={hint ?? ''}
        onSubmit={(userPrincipalName, password) => void onSubmit({ userPrincipalName, password })}
      />
    </>
  )
}

/** Somebody's device waits for this sign-in: say so, because the person may have been talked into it. */
function DeviceNote({ interaction, isBusy, onDecline }: Pick<Props, 'interaction' | 'isBusy' | 'onDecline'>) {
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{text.signIn.deviceTitle(interaction.clientName)}</MessageBarTitle>
        <Text block>{text.signIn.deviceWarn}</Text>
      </MessageBarBody>
      <MessageBarActions>
        <Button disabled={isBusy} onClick={() => void onDecline()}>
          {text.signIn.deviceDecline}
        </Button>
      </MessageBarActions>
    </MessageBar>
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
