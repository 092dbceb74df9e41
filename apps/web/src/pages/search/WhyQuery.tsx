import { makeStyles, mergeClasses, ProgressBar, Text, tokens } from '@fluentui/react-components'
import type { QueryExplanation } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { titleOf } from './refine.ts'

const useStyles = makeStyles({
  section: { display: 'flex', flexDirection: 'column', gap: '12px' },
  heading: { margin: 0, overflowWrap: 'anywhere' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '4px' },
  term: {
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground2,
    borderRadius: tokens.borderRadiusSmall,
    paddingInline: '4px',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  score: { margin: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  part: {
    margin: 0,
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) max-content',
    alignItems: 'center',
    columnGap: '12px',
  },
  hint: { gridColumn: '1 / -1' },
  value: { fontVariantNumeric: 'tabular-nums' },
})

interface Props {
  readonly query: string
  readonly explanation: QueryExplanation
}

/** What the query makes of the item: the words that stand in it, or the part that leaves it out, and how it ranks. */
export function WhyQuery({ query, explanation: { matched, score, excludedBy } }: Props) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Text as="h3" weight="semibold" className={styles.heading}>
        {text.why.query(query)}
      </Text>
      {excludedBy ? (
        <div>
          <Text block>{text.why.excluded(excludedBy.part, excludedBy.text)}</Text>
          <Text block className={styles.quiet}>
            {excludedBy.reason}
          </Text>
        </div>
      ) : null}
      {matched.length > 0 ? (
        <ul className={styles.list} aria-label={text.why.found}>
          {matched.map(({ term, fields }) => (
            <li key={term}>
              <span className={styles.term}>{term}</span> {text.why.foundIn(fields.map(fieldName).join(', '))}
            </li>
          ))}
        </ul>
      ) : null}
      {score ? (
        <>
          {matched.length === 0 ? <Text className={styles.quiet}>{text.why.noTerms}</Text> : null}
          <dl className={styles.score}>
            <Part name={text.why.scoreText} hint={text.why.scoreTextHint} value={score.text} />
            <Part name={text.why.scoreLift} hint={text.why.scoreLiftHint} value={score.lift} />
            <Part name={text.why.scoreTotal} value={score.total} />
          </dl>
        </>
      ) : null}
    </section>
  )
}

/** One figure from 0 to 1. */
function Part({ name, hint, value }: { readonly name: string; readonly hint?: string; readonly value: number }) {
  const styles = useStyles()
  return (
    <div>
      <dt>{name}</dt>
      <dd className={styles.part}>
        <ProgressBar value={Math.min(value, 1)} aria-hidden />
        <span className={styles.value}>{value.toFixed(2)}</span>
        {hint ? (
          <Text size={200} className={mergeClasses(styles.quiet, styles.hint)}>
            {hint}
          </Text>
        ) : null}
      </dd>
    </div>
  )
}

const fieldName = (field: string) => new Map(Object.entries(text.why.fields)).get(field) ?? titleOf({ name: field })
