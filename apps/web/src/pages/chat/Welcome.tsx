import { Button, Card, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { Agent } from '../../api/chat.ts'
import { BotSparkleRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { LinkButton } from '../../parts/links.tsx'
import { useMe } from '../../session.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', paddingTop: '5vh' },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  agents: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: '12px' },
  starters: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  head: { display: 'flex', alignItems: 'center', gap: '8px' },
})

interface Props {
  readonly agents: readonly Agent[]
  readonly own: Agent | undefined
  readonly onAsk: (prompt: string) => void
}

/** Before the first question: what can be asked here, or what the chosen agent is for. */
export function Welcome({ agents, own, onAsk }: Props) {
  const styles = useStyles()
  const me = useMe()
  if (own) {
    const missing = own.capabilities.filter(({ isAvailable }) => !isAvailable).map(({ name }) => name)
    const unread = own.files.filter(({ problem }) => problem !== null)
    return (
      <div className={styles.root}>
        <Text as="h2" size={600} weight="semibold" className={styles.title}>
          {own.name}
        </Text>
        <Text>{own.description}</Text>
        {own.disclaimer ? <Text className={styles.quiet}>{own.disclaimer}</Text> : null}
        {missing.length > 0 ? <Text className={styles.quiet}>{text.chat.unavailable(missing)}</Text> : null}
        {unread.length > 0 ? <Text className={styles.quiet}>{text.apps.files(unread)}</Text> : null}
        {own.starters.length > 0 ? <Text weight="semibold">{text.chat.starters}</Text> : null}
        <div className={styles.starters}>
          {own.starters.map(({ text: prompt, title }) => (
            <Button key={prompt} shape="circular" title={prompt} onClick={() => onAsk(prompt)}>
              {title || prompt}
            </Button>
          ))}
        </div>
      </div>
    )
  }
  return (
    <div className={styles.root}>
      <Text as="h2" size={600} weight="semibold" className={styles.title}>
        {text.chat.welcome(me.displayName.split(' ')[0] ?? me.displayName)}
      </Text>
      <Text className={styles.quiet}>{text.chat.welcomeBody}</Text>
      {agents.length > 0 ? <Text weight="semibold">{text.chat.agents}</Text> : null}
      <div className={styles.agents}>
        {agents.map((agent) => (
          <Card key={agent.id}>
            <div className={styles.head}>
              <BotSparkleRegular aria-hidden />
              <Text weight="semibold">{agent.name}</Text>
            </div>
            <Text size={200}>{agent.description}</Text>
            <LinkButton to={`/chat?agent=${encodeURIComponent(agent.id)}`} size="small">
              {text.chat.withAgent(agent.name)}
            </LinkButton>
          </Card>
        ))}
      </div>
    </div>
  )
}
