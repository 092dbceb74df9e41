import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components'
import type { ReactElement, ReactNode } from 'react'
import { ArrowDownRegular, ArrowUpRegular, DeleteRegular, EditRegular } from '../icons.ts'

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  row: {
    display: 'grid',
    gridTemplateColumns: '32px minmax(0, 1fr) auto',
    alignItems: 'center',
    columnGap: '8px',
    padding: '12px 12px 12px 4px',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    '@media (max-width: 720px)': { gridTemplateColumns: '32px minmax(0, 1fr)' },
  },
  last: { backgroundColor: tokens.colorNeutralBackground2, borderTopStyle: 'dashed' },
  number: { textAlign: 'center', color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  what: { display: 'flex', flexDirection: 'column', gap: '4px', minWidth: 0, overflowWrap: 'anywhere' },
  actions: { display: 'flex', gap: '4px', '@media (max-width: 720px)': { gridColumnStart: 2, marginLeft: '-8px' } },
})

export interface Entry {
  readonly id: string
  readonly name: string
}

/** What the buttons of an entry say. */
export interface OrderTexts {
  readonly order: string
  readonly up: (name: string) => string
  readonly down: (name: string) => string
  readonly editOf: (name: string) => string
  readonly deleteOf: (name: string) => string
}

interface Props<T extends Entry> {
  readonly texts: OrderTexts
  readonly entries: readonly T[]
  readonly mayWrite: boolean
  /** What is told of an entry. */
  readonly show: (entry: T) => ReactNode
  /** What comes behind all of them and stays there. */
  readonly last?: ReactNode
  readonly onOpen: (id: string) => void
  readonly onOrder: (ids: readonly string[]) => void
  readonly onDelete: (entry: T, position: number) => void
}

/** Entries whose order counts, each to be moved, edited and deleted. */
export function OrderedList<T extends Entry>(props: Props<T>) {
  const { texts, entries, mayWrite, show, last, onOpen, onOrder, onDelete } = props
  const styles = useStyles()
  const ids = entries.map(({ id }) => id)
  const move = (from: number, to: number) => onOrder(ids.toSpliced(from, 1).toSpliced(to, 0, ids[from] ?? ''))
  return (
    <ol className={styles.list} aria-label={texts.order}>
      {entries.map((entry, at) => (
        <li key={entry.id} className={styles.row}>
          <Text className={styles.number}>{at + 1}</Text>
          <div className={styles.what}>{show(entry)}</div>
          {mayWrite ? (
            <div className={styles.actions}>
              <Act
                name={texts.up(entry.name)}
                icon={<ArrowUpRegular />}
                isOff={at === 0}
                onAct={() => move(at, at - 1)}
              />
              <Act
                name={texts.down(entry.name)}
                icon={<ArrowDownRegular />}
                isOff={at === entries.length - 1}
                onAct={() => move(at, at + 1)}
              />
              <Act name={texts.editOf(entry.name)} icon={<EditRegular />} onAct={() => onOpen(entry.id)} />
              <Act name={texts.deleteOf(entry.name)} icon={<DeleteRegular />} onAct={() => onDelete(entry, at)} />
            </div>
          ) : null}
        </li>
      ))}
      {last ? (
        <li className={`${styles.row} ${styles.last}`}>
          <Text className={styles.number}>{entries.length + 1}</Text>
          <div className={styles.what}>{last}</div>
        </li>
      ) : null}
    </ol>
  )
}

interface ActProps {
  readonly name: string
  readonly icon: ReactElement
  readonly isOff?: boolean
  readonly onAct: () => void
}

/** A button that can be without effect keeps the focus, so that one can go on from it. */
function Act({ name, icon, isOff = false, onAct }: ActProps) {
  return (
    <Tooltip content={name} relationship="label">
      <Button appearance="subtle" icon={icon} disabledFocusable={isOff} onClick={onAct} />
    </Tooltip>
  )
}
