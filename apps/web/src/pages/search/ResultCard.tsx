import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { Chip } from '../../parts/Chip.tsx'
import { InnerLink } from '../../parts/links.tsx'
import { When } from '../../parts/When.tsx'
import { WhyLink } from '../../parts/WhyLink.tsx'
import type { Result } from './hit.ts'
import { Summary } from './Summary.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0 },
  head: { display: 'flex', alignItems: 'flex-start', justifyContent: 'space-between', gap: '12px' },
  heading: { margin: 0, fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, minWidth: 0 },
  title: {
    fontWeight: tokens.fontWeightSemibold,
    fontSize: 'inherit',
    lineHeight: 'inherit',
    overflowWrap: 'anywhere',
  },
  dot: { '@media (max-width: 720px)': { display: 'none' } },
  facts: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: '8px',
    rowGap: '4px',
    color: tokens.colorNeutralForeground3,
    fontSize: tokens.fontSizeBase200,
  },
})

interface Props {
  readonly result: Result
  /** Address of this page with the preview, or the explanation, open. */
  readonly previewTo: string
  readonly whyTo: string
}

export function ResultCard({ result, previewTo, whyTo }: Props) {
  const styles = useStyles()
  const facts = [
    result.source ? (
      <Text key="host" size={200}>
        {result.source.host}
      </Text>
    ) : null,
    result.container ? (
      <Text key="container" size={200}>
        {result.container}
      </Text>
    ) : null,
    result.modifiedAt ? <When key="when" at={result.modifiedAt} /> : null,
    result.author ? (
      <Text key="author" size={200}>
        {result.author}
      </Text>
    ) : null,
  ].filter((fact) => fact !== null)
  return (
    <article className={styles.root}>
      <div className={styles.head}>
        <h2 className={styles.heading}>
          <InnerLink to={previewTo} className={styles.title}>
            {result.title}
          </InnerLink>
        </h2>
        <WhyLink to={whyTo} about={result.title} />
      </div>
      <div className={styles.facts}>
        <Chip kind="connection" name={result.connectionName} detail={result.item.connectionId} />
        {facts.flatMap((fact, at) =>
          at === 0
            ? [fact]
            : [
                <span key={`dot-${fact.key}`} className={styles.dot} aria-hidden>
                  ·
                </span>,
                fact,
              ],
        )}
      </div>
      {result.summary ? <Summary summary={result.summary} /> : null}
    </article>
  )
}
