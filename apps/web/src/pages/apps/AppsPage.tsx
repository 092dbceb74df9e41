import { Button, MessageBar, MessageBarBody, makeStyles, Spinner, Text } from '@fluentui/react-components'
import { useRef, useState } from 'react'
import { installApp, readApps, readSecrets } from '../../api/apps.ts'
import type { Problem } from '../../api/http.ts'
import { AddRegular, AppsRegular } from '../../icons.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { CodeLine } from '../../parts/Code.tsx'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { APP_ROLES, hasRole, SECRET_ROLES, useMe } from '../../session.tsx'
import { AppCard } from './AppCard.tsx'

const useStyles = makeStyles({
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    maxWidth: '720px',
  },
  hidden: { display: 'none' },
})

/** What is installed for everyone: install, look inside, set keys, block, remove. */
export default function AppsPage() {
  if (hasRole(useMe(), APP_ROLES)) return <Installed />
  return (
    <Page title={text.apps.title}>
      <ForRoles roles={APP_ROLES}>{null}</ForRoles>
    </Page>
  )
}

function Installed() {
  const styles = useStyles()
  const me = useMe()
  const input = useRef<HTMLInputElement>(null)
  const apps = useResource('apps', readApps)
  const maySetKeys = hasRole(me, SECRET_ROLES)
  const secrets = useResource(maySetKeys ? 'secrets' : undefined, readSecrets)
  const [isInstalling, setInstalling] = useState(false)
  const [notice, setNotice] = useState<string>()
  const [problem, setProblem] = useState<Problem>()
  const refresh = () => {
    apps.refresh()
    secrets.refresh()
  }
  const install = async (file: File | undefined) => {
    if (!file) return
    setInstalling(true)
    const outcome = await installApp(file)
    setInstalling(false)
    setProblem(outcome.ok ? undefined : outcome.problem)
    setNotice(outcome.ok ? text.apps.installed(outcome.value.name, outcome.value.version) : undefined)
    refresh()
  }
  const { resource } = apps
  const kept = secrets.resource.state === 'ready' ? secrets.resource.value.value : []
  const actions = (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        className={styles.hidden}
        aria-hidden
        tabIndex={-1}
        onChange={async (event) => {
          await install(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button
        appearance="primary"
        icon={isInstalling ? <Spinner size="tiny" /> : <AddRegular />}
        disabled={isInstalling}
        onClick={() => input.current?.click()}
      >
        {isInstalling ? text.apps.installing : text.apps.install}
      </Button>
    </>
  )
  return (
    <Page title={text.apps.title} lead={text.apps.lead} actions={actions}>
      {problem ? <ProblemView problem={problem} /> : null}
      {notice ? (
        <MessageBar intent="success">
          <MessageBarBody>{notice}</MessageBarBody>
        </MessageBar>
      ) : null}
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={apps.reload} /> : null}
      {isSlow(resource) ? <Lines blocks={3} /> : null}
      {resource.state === 'ready' && resource.value.value.length === 0 ? (
        <Notice icon={<AppsRegular />} title={text.apps.none}>
          <Text>{text.apps.commandHint}</Text>
          <CodeLine value={text.apps.command} />
        </Notice>
      ) : null}
      {resource.state === 'ready' ? (
        <ul className={styles.list}>
          {resource.value.value.map((app) => (
            <li key={app.id}>
              <AppCard
                app={app}
                secrets={maySetKeys ? kept.filter((secret) => secret.app === app.id) : undefined}
                onChanged={(outcome) => {
                  setProblem(outcome.ok ? undefined : outcome.problem)
                  setNotice(undefined)
                  refresh()
                }}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </Page>
  )
}
