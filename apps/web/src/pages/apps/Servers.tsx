import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, Text } from '@fluentui/react-components'
import { acceptTool, type InstalledApp, refreshApp } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  body: { whiteSpace: 'normal', paddingBlock: '4px' },
})

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** The live servers of an app: what they serve, and the tools that wait for somebody to look at them. */
export function Servers({ app, onChanged }: Props) {
  const styles = useStyles()
  if (app.servers.length === 0) return null
  return (
    <section className={styles.root} aria-label={text.apps.servers(app.servers.length)}>
      {app.servers.map(({ key, accepted, held, problem }) => (
        <div key={key} className={styles.root}>
          <div className={styles.row}>
            <Text size={200}>{text.apps.serverTools(key, accepted.length)}</Text>
            <Button size="small" onClick={async () => onChanged(await refreshApp(app.id))}>
              {text.apps.refresh}
            </Button>
          </div>
          {problem ? (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody className={styles.body}>{problem}</MessageBarBody>
            </MessageBar>
          ) : null}
          {held.map(({ name, description, hash, why }) => (
            <MessageBar key={hash} intent="warning" layout="multiline">
              <MessageBarBody className={styles.body}>
                <Text block weight="semibold">
                  {name}
                </Text>
                <Text block>{description}</Text>
                <Text block size={200}>
                  {text.apps.held[why]}
                </Text>
              </MessageBarBody>
              <MessageBarActions>
                <Button
                  size="small"
                  onClick={async () => onChanged(await acceptTool(app.id, { server: key, name, hash }))}
                >
                  {text.apps.accept(name)}
                </Button>
              </MessageBarActions>
            </MessageBar>
          ))}
        </div>
      ))}
    </section>
  )
}
