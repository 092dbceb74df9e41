import {
  Button,
  InteractionTag,
  InteractionTagPrimary,
  InteractionTagSecondary,
  Listbox,
  makeStyles,
  mergeClasses,
  Option,
  TagGroup,
  Text,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import type { Addition, Agent } from '../../api/chat.ts'
import { AttachRegular, BotSparkleRegular, DocumentRegular, RecordStopRegular, SendFilled } from '../../icons.ts'
import { text } from '../../messages.ts'

/** Kilobytes of a text that is attached. */
const MOST_KB = 200
const LONGEST_PROMPT = 16_000
/** `@` and the beginning of a name, at the end of what is typed. */
const MENTION = /(?:^|\s)@([^\s@]*)$/

const useStyles = makeStyles({
  form: {
    display: 'flex',
    flexDirection: 'column',
    gap: '8px',
    padding: '12px',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    position: 'relative',
  },
  box: { width: '100%', '::after': { display: 'none' } },
  row: { display: 'flex', alignItems: 'center', gap: '8px' },
  grow: { flexGrow: 1, minWidth: 0 },
  agents: {
    position: 'absolute',
    bottom: 'calc(100% + 4px)',
    left: 0,
    right: 0,
    maxHeight: '280px',
    overflowY: 'auto',
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    backgroundColor: tokens.colorNeutralBackground1,
    zIndex: 1,
  },
  option: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  danger: { color: tokens.colorStatusDangerForeground1 },
  hidden: { display: 'none' },
})

export interface Draft {
  readonly text: string
  readonly additions: readonly Addition[]
  readonly agent: Agent | undefined
}

interface Props {
  readonly agents: readonly Agent[]
  /** The agent of the conversation; another may be brought in for one turn. */
  readonly own: Agent | undefined
  readonly isBusy: boolean
  readonly onSend: (draft: Draft) => void
  readonly onStop: () => void
}

/** Where a person writes. Enter sends, Shift+Enter begins a line, `@` brings an agent in. */
export function Composer({ agents, own, isBusy, onSend, onStop }: Props) {
  const styles = useStyles()
  const listId = useId()
  const file = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLTextAreaElement>(null)
  const [words, setWords] = useState('')
  const [additions, setAdditions] = useState<readonly Addition[]>([])
  const [agent, setAgent] = useState<Agent>()
  const [problem, setProblem] = useState<string>()
  const [marked, setMarked] = useState(0)
  const [isDismissed, setDismissed] = useState(false)

  const mention = isDismissed ? undefined : MENTION.exec(words)?.[1]
  const offered =
    mention === undefined
      ? []
      : agents.filter(({ name }) => name.toLowerCase().replaceAll(' ', '').includes(mention.toLowerCase()))
  const isOpen = mention !== undefined && (offered.length > 0 || agents.length === 0)
  const markedAgent = offered[Math.min(marked, offered.length - 1)]

  const choose = (chosen: Agent) => {
    setAgent(chosen)
    setWords(words.replace(MENTION, ' ').trimStart())
    setMarked(0)
    box.current?.focus()
  }
  const send = () => {
    if (isBusy || words.trim() === '') return
    onSend({ text: words.trim(), additions, agent })
    setWords('')
    setAdditions([])
    setProblem(undefined)
  }
  const attach = async (files: FileList | null) => {
    setProblem(undefined)
    for (const one of files ?? []) {
      if (one.size > MOST_KB * 1024) return setProblem(text.chat.tooLarge(one.name, MOST_KB))
      const content = await one.text()
      if (content.includes('\0') || content.includes('\ufffd')) return setProblem(text.chat.notText(one.name))
      setAdditions((now) => [
        ...now.filter(({ description }) => description !== one.name),
        { description: one.name, text: content },
      ])
    }
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends a composition of letters belongs to the input method.
    if (event.nativeEvent.isComposing) return
    if (isOpen && markedAgent) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        event.preventDefault()
        const step = event.key === 'ArrowDown' ? 1 : offered.length - 1
        return setMarked((marked + step) % offered.length)
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault()
        return choose(markedAgent)
      }
    }
    if (isOpen && event.key === 'Escape') return setDismissed(true)
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  const shown = agent ?? own
  return (
    <form className={styles.form} onSubmit={submit}>
      {isOpen ? (
        <Listbox id={listId} className={styles.agents} aria-label={text.chat.agents} selectedOptions={[]}>
          {offered.length === 0 ? <Text className={styles.quiet}>{text.chat.noAgents}</Text> : null}
          {offered.map((one) => (
            <Option
              key={one.id}
              id={`${listId} ${one.id}`.replaceAll(/\W/g, '-')}
              value={one.id}
              text={one.name}
              checkIcon={null}
              aria-selected={one === markedAgent}
              style={one === markedAgent ? { backgroundColor: tokens.colorNeutralBackground1Hover } : {}}
              onMouseDown={(event) => {
                event.preventDefault()
                choose(one)
              }}
            >
              <span className={styles.option}>
                <Text>{one.name}</Text>
                <Text size={200} className={styles.quiet} truncate wrap={false} block>
                  {one.description}
                </Text>
              </span>
            </Option>
          ))}
        </Listbox>
      ) : null}
      {agent || additions.length > 0 ? (
        <TagGroup
          onDismiss={(_, { value }) => {
            if (value === 'agent') setAgent(undefined)
            else setAdditions(additions.filter(({ description }) => `file ${description}` !== value))
          }}
        >
          {agent ? (
            <InteractionTag value="agent" size="small">
              <InteractionTagPrimary hasSecondaryAction icon={<BotSparkleRegular />}>
                {text.chat.withAgent(agent.name)}
              </InteractionTagPrimary>
              <InteractionTagSecondary aria-label={text.chat.leaveAgent(agent.name)} />
            </InteractionTag>
          ) : null}
          {additions.map(({ description }) => (
            <InteractionTag key={description} value={`file ${description}`} size="small">
              <InteractionTagPrimary hasSecondaryAction icon={<DocumentRegular />}>
                {description}
              </InteractionTagPrimary>
              <InteractionTagSecondary aria-label={text.chat.detach(description)} />
            </InteractionTag>
          ))}
        </TagGroup>
      ) : null}
      {agent?.disclaimer ? <Text size={200}>{agent.disclaimer}</Text> : null}
      <Textarea
        appearance="filled-lighter"
        className={styles.box}
        textarea={{
          ref: box,
          autoFocus: true,
          rows: 2,
          maxLength: LONGEST_PROMPT,
          'aria-label': text.chat.prompt,
          'aria-autocomplete': 'list',
          'aria-haspopup': 'listbox',
          ...(isOpen ? { 'aria-controls': listId } : {}),
          ...(isOpen && markedAgent
            ? { 'aria-activedescendant': `${listId} ${markedAgent.id}`.replaceAll(/\W/g, '-') }
            : {}),
        }}
        placeholder={shown ? text.chat.placeholderTo(shown.name) : text.chat.placeholder}
        value={words}
        onChange={(_, data) => {
          setWords(data.value)
          setDismissed(false)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles.row}>
        <input
          ref={file}
          type="file"
          multiple
          accept=".txt,.md,.csv,.tsv,.json,.yaml,.yml,.xml,.html,.log,text/*"
          className={styles.hidden}
          aria-hidden
          tabIndex={-1}
          onChange={async (event) => {
            await attach(event.target.files)
            event.target.value = ''
          }}
        />
        <Button
          appearance="subtle"
          icon={<AttachRegular />}
          aria-label={text.chat.attach}
          title={text.chat.attach}
          onClick={() => file.current?.click()}
        />
        <Text size={200} role="alert" className={mergeClasses(styles.grow, styles.danger)}>
          {problem}
        </Text>
        {isBusy ? (
          <Button icon={<RecordStopRegular />} onClick={onStop}>
            {text.chat.stop}
          </Button>
        ) : (
          <Button type="submit" appearance="primary" icon={<SendFilled />} disabled={words.trim() === ''}>
            {text.chat.send}
          </Button>
        )}
      </div>
    </form>
  )
}
