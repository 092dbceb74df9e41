import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Chip } from './Chip.tsx'

const useStyles = makeStyles({
  chips: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly ids: readonly string[]
  readonly known: readonly { readonly id: string; readonly name: string }[]
  /** Told where there is none. */
  readonly none: string
}

/** Connections by name. */
export function Connections({ ids, known, none }: Props) {
  const styles = useStyles()
  return (
    <div className={styles.chips}>
      {ids.map((id) => (
        <Chip key={id} kind="connection" name={known.find((each) => each.id === id)?.name ?? id} detail={id} />
      ))}
      {ids.length === 0 ? (
        <Text size={200} className={styles.quiet}>
          {none}
        </Text>
      ) : null}
    </div>
  )
}
