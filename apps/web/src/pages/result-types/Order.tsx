import { Button, makeStyles, Text, Tooltip, tokens } from '@fluentui/react-components'
import type { ReactElement } from 'react'
import type { ResultType, ResultTypeList } from '../../api/types.ts'
import { ArrowDownRegular, ArrowUpRegular, DeleteRegular, EditRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'

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
  chips: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  actions: { display: 'flex', gap: '4px', '@media (max-width: 720px)': { gridColumnStart: 2, marginLeft: '-8px' } },
})

interface Props {
  readonly list: ResultTypeList
  readonly mayWrite: boolean
  readonly onOpen: (id: string) => void
  readonly onOrder: (ids: readonly string[]) => void
  readonly onDelete: (resultType: ResultType, position: number) => void
}

/** The result types from the first that is tried to the built-in layout. */
export function Order({ list: { value, connections }, mayWrite, onOpen, onOrder, onDelete }: Props) {
  const styles = useStyles()
  const ids = value.map(({ id }) => id)
  const nameOf = (id: string) => connections.find((connection) => connection.id === id)?.name ?? id
  const move = (from: number, to: number) => onOrder(ids.toSpliced(from, 1).toSpliced(to, 0, ids[from] ?? ''))
  return (
    <ol className={styles.list} aria-label={text.resultTypes.order}>
      {value.map((resultType, at) => (
        <li key={resultType.id} className={styles.row}>
          <Text className={styles.number}>{at + 1}</Text>
          <div className={styles.what}>
            <Text weight="semibold">{resultType.name}</Text>
            <div className={styles.chips}>
              {resultType.connections.map((id) => (
                <Chip key={id} kind="connection" name={nameOf(id)} detail={id} />
              ))}
              {resultType.connections.length === 0 ? (
                <Text size={200} className={styles.quiet}>
                  {text.resultTypes.noConnection}
                </Text>
              ) : null}
            </div>
            <Text size={200} className={styles.quiet}>
              {resultType.rules.length === 0
                ? text.resultTypes.always
                : resultType.rules.map(text.resultTypes.rule).join(', ')}
            </Text>
          </div>
          {mayWrite ? (
            <div className={styles.actions}>
              <Act
                name={text.resultTypes.up(resultType.name)}
                icon={<ArrowUpRegular />}
                isOff={at === 0}
                onAct={() => move(at, at - 1)}
              />
              <Act
                name={text.resultTypes.down(resultType.name)}
                icon={<ArrowDownRegular />}
                isOff={at === value.length - 1}
                onAct={() => move(at, at + 1)}
              />
              <Act
                name={text.resultTypes.editOf(resultType.name)}
                icon={<EditRegular />}
                onAct={() => onOpen(resultType.id)}
              />
              <Act
                name={text.resultTypes.deleteOf(resultType.name)}
                icon={<DeleteRegular />}
                onAct={() => onDelete(resultType, at)}
              />
            </div>
          ) : null}
        </li>
      ))}
      <li className={`${styles.row} ${styles.last}`}>
        <Text className={styles.number}>{value.length + 1}</Text>
        <div className={styles.what}>
          <Text weight="semibold">{text.resultTypes.builtIn}</Text>
          <Text size={200} className={styles.quiet}>
            {text.resultTypes.builtInHint}
          </Text>
        </div>
      </li>
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
