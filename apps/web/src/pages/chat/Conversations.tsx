import {
  Button,
  Field,
  Input,
  Link,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import { type Conversation, renameConversation } from '../../api/chat.ts'
import { ChatAddRegular, MoreHorizontalRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { FormDialog } from '../../parts/FormDialog.tsx'
import { LinkButton, useLinkTo } from '../../parts/links.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '2px' },
  entry: { display: 'flex', alignItems: 'center', minWidth: 0, borderRadius: tokens.borderRadiusMedium },
  here: { backgroundColor: tokens.colorNeutralBackground3 },
  link: {
    flexGrow: 1,
    minWidth: 0,
    padding: '8px',
    color: tokens.colorNeutralForeground1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly conversations: readonly Conversation[]
  readonly here: string | undefined
  readonly onRemove: (conversation: Conversation) => void
  readonly onRename: (conversation: Conversation) => void
}

/** The person's conversations, the last used first. */
export function Conversations({ conversations, here, onRemove, onRename }: Props) {
  const styles = useStyles()
  return (
    <nav className={styles.root} aria-label={text.chat.list}>
      <LinkButton to="/chat" icon={<ChatAddRegular />}>
        {text.chat.fresh}
      </LinkButton>
      {conversations.length === 0 ? (
        <Text size={200} className={styles.quiet}>
          {text.chat.none}
        </Text>
      ) : null}
      <ul className={styles.list}>
        {conversations.map((conversation) => (
          <Entry
            key={conversation.id}
            conversation={conversation}
            isHere={conversation.id === here}
            onRename={() => onRename(conversation)}
            onRemove={() => onRemove(conversation)}
          />
        ))}
      </ul>
    </nav>
  )
}

interface EntryProps {
  readonly conversation: Conversation
  readonly isHere: boolean
  readonly onRename: () => void
  readonly onRemove: () => void
}

function Entry({ conversation, isHere, onRename, onRemove }: EntryProps) {
  const styles = useStyles()
  const title = conversation.title || text.chat.untitled
  return (
    <li className={mergeClasses(styles.entry, isHere && styles.here)}>
      <Link
        appearance="subtle"
        className={styles.link}
        title={title}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
        {...useLinkTo(`/chat/${encodeURIComponent(conversation.id)}`)}
      >
        {title}
      </Link>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button
            appearance="subtle"
            size="small"
            icon={<MoreHorizontalRegular />}
            aria-label={text.chat.more(title)}
          />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={onRename}>{text.chat.rename}</MenuItem>
            <MenuItem onClick={onRemove}>{text.chat.remove}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
    </li>
  )
}

/** Asks for another title. */
export function RenameDialog({
  conversation,
  onClose,
}: {
  readonly conversation: Conversation
  readonly onClose: (isRenamed: boolean) => void
}) {
  const [title, setTitle] = useState(conversation.title)
  return (
    <FormDialog
      title={text.chat.renameTitle}
      confirm={text.save}
      isReady={title.trim() !== ''}
      send={() => renameConversation(conversation.id, title.trim())}
      onCancel={() => onClose(false)}
      onDone={() => onClose(true)}
    >
      <Field label={text.chat.name}>
        <Input value={title} maxLength={200} onChange={(_, data) => setTitle(data.value)} />
      </Field>
    </FormDialog>
  )
}
