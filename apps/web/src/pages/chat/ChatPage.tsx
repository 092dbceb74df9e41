import {
  Button,
  Drawer,
  DrawerBody,
  DrawerHeader,
  DrawerHeaderTitle,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { type Conversation, createConversation, readAgents, readConversations } from '../../api/chat.ts'
import type { Problem } from '../../api/http.ts'
import { DismissRegular, PanelLeftRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { useIsNarrow } from '../../lib/useMediaQuery.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { Preview } from '../search/Preview.tsx'
import { Composer, type Draft } from './Composer.tsx'
import { Conversations, RenameDialog } from './Conversations.tsx'
import { developerCommand, rememberDeveloper, rememberedDeveloper } from './Debug.tsx'
import { Announcer, LiveTurn } from './LiveTurn.tsx'
import { Scroll } from './Scroll.tsx'
import { Trace } from './Trace.tsx'
import { TurnView } from './TurnView.tsx'
import { useRemoval } from './useRemoval.ts'
import { useThread } from './useThread.ts'
import { Welcome } from './Welcome.tsx'

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
  thread: {
    maxWidth: '720px',
    marginInline: 'auto',
    padding: '16px',
    display: 'flex',
    flexDirection: 'column',
    gap: '32px',
  },
  foot: { width: '100%', maxWidth: '752px', marginInline: 'auto', padding: '8px 16px 16px', boxSizing: 'border-box' },
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
