import {
  Button,
  Combobox,
  Dialog,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Option,
  OptionGroup,
  Text,
  Tooltip,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { readConnections, searchConnections } from '../api/endpoints.ts'
import type { Outcome } from '../api/http.ts'
import type { ConnectionRow } from '../api/types.ts'
import { PlugConnectedRegular, SearchRegular } from '../icons.ts'
import { writeSearch } from '../lib/address.ts'
import { useResource } from '../lib/useResource.ts'
import { text } from '../messages.ts'
import { CONNECTION_ROLES, hasRole, useMe } from '../session.tsx'
import { pagesOf } from './pages.tsx'

const useStyles = makeStyles({
  box: { width: '100%', minWidth: 0, backgroundColor: tokens.colorNeutralBackground1 },
  keyHolder: { display: 'flex', alignItems: 'center', height: '100%', fontSize: 'inherit', width: 'auto' },
  key: {
    color: tokens.colorNeutralForeground3,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusSmall,
    paddingInline: '4px',
    whiteSpace: 'nowrap',
  },
  option: { display: 'flex', alignItems: 'center', gap: '8px', minWidth: 0 },
  icon: { display: 'inline-flex', fontSize: '16px', color: tokens.colorBrandForeground1 },
  dialog: { marginTop: '12px', maxWidth: 'calc(100vw - 24px)' },
})

/** Opens at Ctrl K (Cmd K): go to a page, search, find a connection. On a phone it is a button and a dialog. */
export function CommandBox({ isNarrow = false }: { readonly isNarrow?: boolean }) {
  const styles = useStyles()
  const box = useRef<HTMLInputElement>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      event.preventDefault()
      if (isNarrow) setOpen(true)
      else {
        box.current?.focus()
        box.current?.click()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isNarrow])

  if (!isNarrow) return <Box input={box} isNarrow={false} onDone={() => box.current?.blur()} />
  return (
    <>
      <Tooltip content={text.command.open} relationship="label">
        <Button appearance="subtle" icon={<SearchRegular />} onClick={() => setOpen(true)} />
      </Tooltip>
      <Dialog open={isOpen} onOpenChange={(_, data) => setOpen(data.open)}>
        <DialogSurface className={styles.dialog}>
          <DialogBody>
            <DialogTitle>{text.command.hint}</DialogTitle>
            <DialogContent>
              <Box input={box} isNarrow onDone={() => setOpen(false)} />
            </DialogContent>
          </DialogBody>
        </DialogSurface>
      </Dialog>
    </>
  )
}

interface Destination {
  readonly to: string
  readonly name: string
  readonly icon: ReactNode
}

interface BoxProps {
  readonly input: RefObject<HTMLInputElement | null>
  /** Phones have no keys to hint at. */
  readonly isNarrow: boolean
  readonly onDone: () => void
}

function Box({ input, isNarrow, onDone }: BoxProps) {
  const styles = useStyles()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [wasUsed, setUsed] = useState(false)
  const groups = useDestinations(typed.trim(), wasUsed)
  const go = (to: string | undefined) => {
    if (to === undefined) return
    setTyped('')
    setOpen(false)
    onDone()
    void navigate(to)
  }
  const shortcut = {
    className: styles.keyHolder,
    'aria-label': text.command.shortcut,
    children: (
      <Text size={200} className={styles.key} aria-hidden>
        {text.command.shortcut}
      </Text>
    ),
  }
  return (
    <Combobox
      ref={(element: HTMLInputElement | null) => {
        input.current = element
      }}
      className={styles.box}
      freeform
      size="medium"
      aria-label={text.command.label}
      placeholder={text.command.hint}
      expandIcon={isNarrow ? null : shortcut}
      value={typed}
      selectedOptions={[]}
      onFocus={() => {
        setUsed(true)
        // Who opened the dialog of a phone wants the list.
        if (isNarrow) setOpen(true)
      }}
      open={isOpen}
      onOpenChange={(_, data) => setOpen(data.open)}
      onChange={(event) => {
        setTyped(event.target.value)
        setOpen(true)
      }}
      onOptionSelect={(_, data) => go(data.optionValue)}
    >
      {groups.map(({ name, entries }) => (
        <OptionGroup key={name} label={name}>
          {entries.map((entry) => (
            <Option key={entry.to} value={entry.to} text={entry.name} checkIcon={null}>
              <span className={styles.option}>
                <span className={styles.icon} aria-hidden>
                  {entry.icon}
                </span>
                {entry.name}
              </span>
            </Option>
          ))}
        </OptionGroup>
      ))}
    </Combobox>
  )
}

/** Administrators find connections whose items they may not read, too. */
async function everyConnection(signal: AbortSignal): Promise<Outcome<readonly Pick<ConnectionRow, 'id' | 'name'>[]>> {
  const outcome = await readConnections(signal)
  return outcome.ok ? { ok: true, value: outcome.value.value } : outcome
}

/** Where the typed words could lead, by kind; search first, so that Enter searches. */
function useDestinations(typed: string, isWanted: boolean) {
  const me = useMe()
  const isAdministrator = hasRole(me, CONNECTION_ROLES)
  const { resource } = useResource<readonly Pick<ConnectionRow, 'id' | 'name'>[]>(
    isWanted ? 'connections' : undefined,
    isAdministrator ? everyConnection : searchConnections,
  )
  const matches = ({ name }: { readonly name: string }) => name.toLowerCase().includes(typed.toLowerCase())
  const connections = resource.state === 'ready' ? resource.value : []
  const groups: readonly { readonly name: string; readonly entries: readonly Destination[] }[] = [
    {
      name: text.command.groups.search,
      entries: typed
        ? [
            {
              to: `/search?${writeSearch({ query: typed })}`,
              name: text.command.searchFor(typed),
              icon: <SearchRegular />,
            },
          ]
        : [],
    },
    { name: text.command.groups.pages, entries: pagesOf(me).filter(matches) },
    {
      name: text.command.groups.connections,
      entries: connections
        .filter((one) => matches(one) || one.id.includes(typed.toLowerCase()))
        .slice(0, 8)
        .map((one) => ({
          to: isAdministrator ? `/connections/${one.id}` : `/search?${writeSearch({ query: '*', connection: one.id })}`,
          name: one.name,
          icon: <PlugConnectedRegular />,
        })),
    },
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}
