import { Button, MessageBar, MessageBarActions, MessageBarBody, makeStyles, Text } from '@fluentui/react-components'
import { acceptDescription, type InstalledApp, refreshApp } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px' },
  url: { overflowWrap: 'anywhere' },
  body: { whiteSpace: 'normal', overflowWrap: 'anywhere', paddingBlock: '4px' },
})

interface Props {
  readonly app: InstalledApp
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** API descriptions that were fetched for an app, and those that changed and wait for somebody to look at them. */
export function Descriptions({ app, onChanged }: Props) {
  const styles = useStyles()
  if (app.descriptions.length === 0) return null
  return (
    <section className={styles.root} aria-label={text.apps.descriptions(app.descriptions.length)}>
      {app.descriptions.map(({ url, held, problem }) => (
        <div key={url} className={styles.root}>
          <div className={styles.row}>
            <Text size={200} className={styles.url}>
              {text.apps.description(url)}
            </Text>
            <Button size="small" onClick={async () => onChanged(await refreshApp(app.id))}>
              {text.apps.refresh}
            </Button>
          </div>
          {problem ? (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody className={styles.body}>{problem}</MessageBarBody>
            </MessageBar>
          ) : null}
          {held ? (
            <MessageBar intent="warning" layout="multiline">
              <MessageBarBody className={styles.body}>
                <Text block>{text.apps.held.changed}</Text>
                {text.apps.descriptionChanges(held).map((line) => (
                  <Text key={line} block size={200}>
                    {line}
                  </Text>
                ))}
              </MessageBarBody>
              <MessageBarActions>
                <Button
                  size="small"
                  onClick={async () => onChanged(await acceptDescription(app.id, { url, hash: held.hash }))}
                >
                  {text.apps.acceptDescription}
                </Button>
              </MessageBarActions>
            </MessageBar>
          ) : null}
        </div>
      ))}
    </section>
  )
}
