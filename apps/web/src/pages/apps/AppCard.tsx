import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Badge,
  Button,
  Card,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { type InstalledApp, removeApp, type Secret, setAppState } from '../../api/apps.ts'
import type { Outcome } from '../../api/http.ts'
import { text } from '../../messages.ts'
import { EffectsBadge } from '../../parts/EffectsBadge.tsx'
import { FormDialog } from '../../parts/FormDialog.tsx'
import { Descriptions } from './Descriptions.tsx'
import { Keys } from './Keys.tsx'
import { Places } from './Places.tsx'
import { Servers } from './Servers.tsx'

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '12px' },
  names: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px', overflowWrap: 'anywhere' },
})

interface Props {
  readonly app: InstalledApp
  /** Undefined for whoever may not set keys. */
  readonly secrets: readonly Secret[] | undefined
  readonly onChanged: (outcome: Outcome<unknown>) => void
}

/** An installed app: who made it, what is in it, and what can be done about it. */
export function AppCard({ app, secrets, onChanged }: Props) {
  const styles = useStyles()
  const isBlocked = app.state === 'blocked'
  return (
    <Card>
      <div className={styles.head}>
        <div className={styles.names}>
          <Text as="h2" weight="semibold" size={400} className={styles.title}>
            {app.name}
          </Text>
          <Text size={200} className={styles.quiet}>
            {text.apps.by(app.publisher ?? text.unknown, app.version)}
          </Text>
        </div>
        <div className={styles.actions}>
          {isBlocked ? (
            <Badge appearance="tint" color="danger">
              {text.apps.blocked}
            </Badge>
          ) : null}
          <Button
            size="small"
            onClick={async () => onChanged(await setAppState(app.id, isBlocked ? 'allowed' : 'blocked'))}
          >
            {isBlocked ? text.apps.allow : text.apps.block}
          </Button>
          <RemoveButton app={app} onChanged={onChanged} />
        </div>
      </div>
      <Places app={app} onChanged={onChanged} />
      {secrets ? <Keys app={app} secrets={secrets} onChanged={onChanged} /> : null}
      <Servers app={app} onChanged={onChanged} />
      <Descriptions app={app} onChanged={onChanged} />
      <Contents app={app} />
    </Card>
  )
}

function RemoveButton({ app, onChanged }: Omit<Props, 'secrets'>) {
  return (
    <FormDialog
      opener={<Button size="small">{text.apps.remove}</Button>}
      title={text.apps.removeTitle(app.name)}
      confirm={text.apps.remove}
      send={() => removeApp(app.id)}
      onDone={onChanged}
    >
      <Text>{text.apps.removeBody}</Text>
    </FormDialog>
  )
}

function Contents({ app }: Pick<Props, 'app'>) {
  const styles = useStyles()
  const { agents, functions, unavailable, findings } = app
  return (
    <Accordion collapsible multiple aria-label={text.apps.more(app.name)}>
      {agents.length > 0 ? (
        <AccordionItem value="agents">
          <AccordionHeader as="h3">{text.apps.agents(agents.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.list}>
              {agents.map(({ id, name, capabilities, files }) => {
                const missing = capabilities.filter(({ isAvailable }) => !isAvailable)
                const unread = files.filter(({ problem }) => problem !== null)
                return (
                  <li key={id}>
                    <Text block weight="semibold">
                      {name}
                    </Text>
                    {missing.length > 0 ? (
                      <Text size={200} className={styles.quiet}>
                        {text.apps.capabilities(missing.map((one) => one.name))}
                      </Text>
                    ) : null}
                    {unread.length > 0 ? (
                      <Text size={200} block className={styles.quiet}>
                        {text.apps.files(unread)}
                      </Text>
                    ) : null}
                  </li>
                )
              })}
            </ul>
          </AccordionPanel>
        </AccordionItem>
      ) : null}
      {functions.length > 0 ? (
        <AccordionItem value="functions">
          <AccordionHeader as="h3">{text.apps.functions(functions.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.list}>
              {functions.map(({ id, name, action, effects }) => (
                <li key={id} className={styles.row}>
                  <Text>{text.chat.call(action, name)}</Text>
                  <EffectsBadge effects={effects} />
                </li>
              ))}
            </ul>
          </AccordionPanel>
        </AccordionItem>
      ) : null}
      {unavailable.length > 0 ? (
        <AccordionItem value="unavailable">
          <AccordionHeader as="h3">{text.apps.unavailable(unavailable.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.list}>
              {unavailable.map(({ id, name, problem }) => (
                <li key={id}>
                  <Text block weight="semibold">
                    {name}
                  </Text>
                  <Text size={200}>{problem}</Text>
                </li>
              ))}
            </ul>
          </AccordionPanel>
        </AccordionItem>
      ) : null}
      {findings.length > 0 ? (
        <AccordionItem value="findings">
          <AccordionHeader as="h3">{text.apps.findings(findings.length)}</AccordionHeader>
          <AccordionPanel>
            <ul className={styles.list}>
              {findings.map(({ rule, file, pointer = '', message, fix }) => (
                <li key={`${rule} ${file} ${pointer}`}>
                  <Text block>{message}</Text>
                  <Text block size={200}>
                    {fix}
                  </Text>
                  <Text block size={200} font="monospace" className={styles.quiet}>
                    {`${rule} · ${file}${pointer}`}
                  </Text>
                </li>
              ))}
            </ul>
          </AccordionPanel>
        </AccordionItem>
      ) : null}
    </Accordion>
  )
}
