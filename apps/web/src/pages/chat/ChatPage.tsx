import {
  Button,
  Card,
  Drawer,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Spinner,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { type Agent, type Conversation, createConversation, readAgents, readConversations } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'
import { BotSparkleRegular, DismissRegular, PanelLeftRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { useIsNarrow } from '../../lib/useMediaQuery.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { LinkButton } from '../../parts/links.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { useMe } from '../../session.tsx'
import { Preview } from '../search/Preview.tsx'
import { Answer } from './Answer.tsx'
import { Composer, type Draft } from './Composer.tsx'
import { Confirm } from './Confirm.tsx'
import { Conversations, RenameDialog } from './Conversations.tsx'
import { developerCommand, rememberDeveloper, rememberedDeveloper } from './Debug.tsx'
import { Trace } from './Trace.tsx'
import { PromptView, TurnView } from './TurnView.tsx'
import type { Live } from './thread.ts'
import { useRemoval } from './useRemoval.ts'
import { useThread } from './useThread.ts'

const useStyles = makeStyles({
  root: {
    height: '100%',
    display: 'grid',
    gridTemplateColumns: '260px minmax(0, 1fr)',
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr)' },
  },
  side: { padding: '16px', overflowY: 'auto', borderRight: `1px solid ${tokens.colorNeutralStroke2}` },
  main: { display: 'flex', flexDirection: 'column', minWidth: 0, minHeight: 0 },
  head: { display: 'flex', alignItems: 'center', gap: '8px', padding: '8px 16px' },
  title: { margin: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  scroll: { flexGrow: 1, minHeight: 0, overflowY: 'auto' },
  thread: {
    maxWidth: '720px',
    marginInline: 'auto',
    padding: '16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '32px',
  },
  foot: { width: '100%', maxWidth: '752px', marginInline: 'auto', padding: '8px 16px 16px', boxSizing: 'border-box' },
  state: { display: 'flex', alignItems: 'center', gap: '8px', color: tokens.colorNeutralForeground3 },
  live: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
})

/** Ask, read, decide: a conversation, and the way to the others. The address names it. */
export default function ChatPage() {
  const styles = useStyles()
  const navigate = useNavigate()
  const isNarrow = useIsNarrow()
  const { id } = useParams()
  const [params, setParams] = useSearchParams()
  const { thread, resource, reload, send, stop } = useThread(id)
  const list = useResource('conversations', readConversations)
  const known = useResource('agents', readAgents)
  const removal = useRemoval(list.refresh)
  const [problem, setProblem] = useState<Problem>()
  const [isDeveloper, setDeveloper] = useState(rememberedDeveloper)
  const [notice, setNotice] = useState<string>()
  const [renaming, setRenaming] = useState<Conversation>()
  const [preview, setPreview] = useState<{ readonly connectionId: string; readonly itemId: string }>()

  const agents = known.resource.state === 'ready' ? known.resource.value.value : []
  const conversations = (list.resource.state === 'ready' ? list.resource.value.value : []).filter(
    (one) => one.id !== removal.removed?.id,
  )
  const conversation = conversations.find((one) => one.id === id)
  const own = agents.find((one) => one.id === (id === undefined ? params.get('agent') : conversation?.agentId))
  const title = id === undefined ? text.chat.title : conversation?.title || text.chat.untitled
  const { turns, live } = thread
  const isBusy = live !== undefined
  useEffect(() => {
    document.title = `${title} · ${text.product}`
  }, [title])

  const set = (changes: Readonly<Record<string, string | undefined>>) => setParams(withParams(params, changes))
  const ask = async ({ text: prompt, additions, agent }: Draft) => {
    setNotice(undefined)
    const isOn = developerCommand(prompt)
    if (isOn !== undefined) {
      setDeveloper(isOn)
      rememberDeveloper(isOn)
      setNotice(isOn ? text.chat.developerOn : text.chat.developerOff)
      return
    }
    const request = { kind: 'ask', text: prompt, additions, ...(agent ? { agentId: agent.id } : {}) } as const
    const name = (agent ?? own)?.name
    if (id !== undefined) await send(id, request, name)
    else {
      const outcome = await createConversation(own?.id)
      setProblem(outcome.ok ? undefined : outcome.problem)
      if (!outcome.ok) return
      void navigate(`/chat/${encodeURIComponent(outcome.value.id)}`, { replace: true })
      await send(outcome.value.id, request, name)
    }
    list.refresh()
  }
  const again = async (request: Parameters<typeof send>[1]) => {
    if (id !== undefined) await send(id, request)
    list.refresh()
  }

  const conversationList = (
    <Conversations
      conversations={conversations}
      here={id}
      onRename={(one) => {
        set({ list: undefined })
        setRenaming(one)
      }}
      onRemove={(one) => {
        void removal.remove(one)
        if (one.id === id) void navigate('/chat')
        else set({ list: undefined })
      }}
    />
  )
  return (
    <div className={styles.root}>
      {isNarrow ? null : <aside className={styles.side}>{conversationList}</aside>}
      <div className={styles.main}>
        <div className={styles.head}>
          {isNarrow ? (
            <Button
              appearance="subtle"
              icon={<PanelLeftRegular />}
              aria-label={text.chat.openList}
              onClick={() => set({ list: '1' })}
            />
          ) : null}
          <Text as="h1" weight="semibold" className={styles.title}>
            {title}
          </Text>
        </div>
        <Scroll follow={live !== undefined} key={id ?? 'fresh'}>
          <div className={styles.thread}>
            {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
            {isSlow(resource) && id !== undefined && turns.length === 0 && !isBusy ? <Lines blocks={3} /> : null}
            {id === undefined && !isBusy ? (
              <Welcome
                agents={agents}
                own={own}
                onAsk={(prompt) => void ask({ text: prompt, additions: [], agent: undefined })}
              />
            ) : null}
            {turns.map((turn, n) => (
              <TurnView
                key={turn.id}
                turn={turn}
                isLast={n === turns.length - 1 && !isBusy}
                isBusy={isBusy}
                isDeveloper={isDeveloper}
                howTo={`/chat/${encodeURIComponent(turn.conversationId)}?how=${encodeURIComponent(turn.id)}`}
                onAsk={(prompt) => void ask({ text: prompt, additions: [], agent: undefined })}
                onEdit={(prompt) =>
                  void again({ kind: 'edit', turnId: turn.id, text: prompt, additions: turn.prompt.additions })
                }
                onRetry={() => void again({ kind: 'retry', turnId: turn.id })}
                onDecide={(decisions) => void again({ kind: 'decide', turnId: turn.id, decisions })}
                onPreview={setPreview}
              />
            ))}
            {live ? <LiveTurn live={live} onPreview={setPreview} /> : null}
            {notice ? (
              <MessageBar layout="multiline">
                <MessageBarBody>{notice}</MessageBarBody>
              </MessageBar>
            ) : null}
            {thread.problem ? <ProblemView problem={thread.problem} /> : null}
            {problem ? <ProblemView problem={problem} /> : null}
            {removal.problem ? <ProblemView problem={removal.problem} /> : null}
          </div>
        </Scroll>
        <div className={styles.foot}>
          {removal.removed ? (
            <MessageBar>
              <MessageBarBody>{text.chat.removed(removal.removed.title || text.chat.untitled)}</MessageBarBody>
              <MessageBarActions>
                <Button size="small" onClick={removal.undo}>
                  {text.chat.undo}
                </Button>
              </MessageBarActions>
            </MessageBar>
          ) : null}
          <Composer
            key={id ?? 'fresh'}
            agents={agents}
            own={own}
            isBusy={isBusy}
            onSend={(draft) => void ask(draft)}
            onStop={() => void stop()}
          />
        </div>
      </div>
      <Announcer live={live} isWaiting={turns.at(-1)?.status === 'waiting'} />
      <Drawer
        type="overlay"
        position="start"
        open={isNarrow && params.get('list') === '1'}
        onOpenChange={(_, data) => {
          if (!data.open) set({ list: undefined })
        }}
      >
        <DrawerHeader>
          <DrawerHeaderTitle
            action={
              <Button
                appearance="subtle"
                icon={<DismissRegular />}
                aria-label={text.close}
                onClick={() => set({ list: undefined })}
              />
            }
          >
            {text.chat.list}
          </DrawerHeaderTitle>
        </DrawerHeader>
        <DrawerBody>{conversationList}</DrawerBody>
      </Drawer>
      {renaming ? (
        <RenameDialog
          conversation={renaming}
          onClose={(isRenamed) => {
            setRenaming(undefined)
            if (isRenamed) list.refresh()
          }}
        />
      ) : null}
      {id === undefined ? null : (
        <Trace conversationId={id} turnId={params.get('how') ?? undefined} onClose={() => set({ how: undefined })} />
      )}
      <Preview
        item={preview}
        whyTo={`/search?item=${encodeURIComponent(`${preview?.connectionId}/${preview?.itemId}`)}&panel=why`}
        onClose={() => setPreview(undefined)}
      />
    </div>
  )
}

/** Follows what is written for as long as the reader is at the end; whoever scrolls up is left alone. */
function Scroll({ follow, children }: { readonly follow: boolean; readonly children: React.ReactNode }) {
  const styles = useStyles()
  const root = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  useEffect(() => {
    const box = root.current
    const content = box?.firstElementChild
    if (!box || !content) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) box.scrollTop = box.scrollHeight
    })
    observer.observe(content)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    // A question that was just asked is looked at, wherever the reader was.
    if (follow) isAtEnd.current = true
  }, [follow])
  const onScroll = useCallback(() => {
    const box = root.current
    if (box) isAtEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 48
  }, [])
  return (
    <div
      ref={root}
      className={styles.scroll}
      onScroll={onScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={text.chat.title}
    >
      {children}
    </div>
  )
}

function LiveTurn({
  live,
  onPreview,
}: {
  readonly live: Live
  readonly onPreview: (item: { readonly connectionId: string; readonly itemId: string }) => void
}) {
  const styles = useStyles()
  return (
    <section className={styles.live}>
      <PromptView prompt={live.prompt} />
      <Answer
        who={live.agentName ?? text.product}
        answer={live.text}
        citations={live.citations}
        cards={live.cards}
        notices={live.notices}
        onPreview={onPreview}
      >
        {live.confirmations.length > 0 ? <Confirm confirmations={live.confirmations} onDecide={() => {}} /> : null}
        {live.text === '' || live.state !== 'writing' ? (
          <div className={styles.state}>
            <Spinner size="tiny" />
            <Text>{stateOf(live)}</Text>
          </div>
        ) : null}
      </Answer>
    </section>
  )
}

const stateOf = ({ state, detail }: Live): string => `${text.chat.states[state] ?? state}${detail ? ` ${detail}` : ''}`

/** Says to screen readers what goes on, in few words: the answer itself is read where it stands. */
function Announcer({ live, isWaiting }: { readonly live: Live | undefined; readonly isWaiting: boolean }) {
  const [was, setWas] = useState(false)
  useEffect(() => {
    if (live) setWas(true)
  }, [live])
  const words = live ? stateOf(live) : !was ? '' : isWaiting ? text.chat.needsYou : text.chat.done
  return (
    <Hidden>
      <span role="status">{words}</span>
    </Hidden>
  )
}

const useWelcomeStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px', paddingTop: '5vh' },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  agents: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))', gap: '12px' },
  starters: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
  head: { display: 'flex', alignItems: 'center', gap: '8px' },
})

interface WelcomeProps {
  readonly agents: readonly Agent[]
  readonly own: Agent | undefined
  readonly onAsk: (prompt: string) => void
}

/** Before the first question: what can be asked here, or what the chosen agent is for. */
function Welcome({ agents, own, onAsk }: WelcomeProps) {
  const styles = useWelcomeStyles()
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
