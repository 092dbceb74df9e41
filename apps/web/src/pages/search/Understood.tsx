import { makeStyles, Tag, TagGroup, Text, tokens } from '@fluentui/react-components'
import type { ProposedFilter, SearchConnection } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { filterName } from './understood.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  tags: { display: 'flex', flexWrap: 'wrap', gap: '8px', minWidth: 0 },
  tag: { maxWidth: '100%' },
})

interface Props {
  readonly filters: readonly ProposedFilter[]
  readonly connections: readonly SearchConnection[]
  /** Gives the words back to the text. */
  readonly onRemove: (words: ProposedFilter['words']) => void
}

/** The filters that the question was understood as, each with a way out. */
export function Understood({ filters, connections, onRemove }: Props) {
  const styles = useStyles()
  if (filters.length === 0) return null
  const keyOf = ({ words }: ProposedFilter) => words.join('-')
  return (
    <div className={styles.root}>
      <Text size={200} className={styles.quiet}>
        {text.understood.lead}
      </Text>
      <TagGroup
        className={styles.tags}
        aria-label={text.understood.label}
        dismissible
        onDismiss={(_, data) => {
          const removed = filters.find((filter) => keyOf(filter) === data.value)
          if (removed) onRemove(removed.words)
        }}
      >
        {filters.map((filter) => {
          const name = filterName(filter, connections)
          return (
            <Tag
              key={keyOf(filter)}
              value={keyOf(filter)}
              className={styles.tag}
              shape="circular"
              size="small"
              appearance="brand"
              dismissIcon={{ 'aria-label': text.understood.remove(name) }}
            >
              {name}
            </Tag>
          )
        })}
      </TagGroup>
    </div>
  )
}
