import { makeStyles, Text, tokens } from '@fluentui/react-components'
import { type ComponentType, lazy } from 'react'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'
import type Card from '../../parts/card/Card.tsx'
import { Hidden } from '../../parts/Hidden.tsx'
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

/** The renderer is large and comes with the first card; where it does not come, the built-in layout stands in. */
const LazyCard = lazy(async (): Promise<{ default: ComponentType<Parameters<typeof Card>[0]> }> => {
  try {
    return await import('../../parts/card/Card.tsx')
  } catch {
    return { default: ({ instead }) => instead }
  }
})

interface Props {
  readonly result: Result
  /** The layout that the connector sent, and what it binds. Contract: connectors 5.8. */
  readonly card: { readonly template: unknown; readonly values: Readonly<Record<string, unknown>> } | undefined
  /** Address of this page with the preview, or the explanation, open. */
  readonly previewTo: string
  readonly whyTo: string
}

export function ResultCard(props: Props) {
  const styles = useStyles()
  const { card, result, previewTo, whyTo } = props
  const plain = <PlainResult {...props} />
  if (!card) return <article className={styles.root}>{plain}</article>
  const preview = (
    <InnerLink to={previewTo} label={text.card.previewOf(result.title)}>
      {text.card.preview}
    </InnerLink>
  )
  return (
    <article className={styles.root}>
      <LazyCard {...card} instead={plain} preview={preview} head={<CardHead result={result} whyTo={whyTo} />} />
    </article>
  )
}

/** Above a card, which shows its title itself. */
function CardHead({ result, whyTo }: Pick<Props, 'result' | 'whyTo'>) {
  const styles = useStyles()
  return (
    <div className={styles.head}>
      <Hidden>
        <h2>{result.title}</h2>
      </Hidden>
      <Facts result={result} />
      <WhyLink to={whyTo} about={result.title} />
    </div>
  )
}

function PlainResult({ result, previewTo, whyTo }: Props) {
  const styles = useStyles()
  return (
    <>
      <div className={styles.head}>
        <h2 className={styles.heading}>
          <InnerLink to={previewTo} className={styles.title}>
            {result.title}
          </InnerLink>
        </h2>
        <WhyLink to={whyTo} about={result.title} />
      </div>
      <Facts result={result} />
      {result.summary ? <Summary summary={result.summary} /> : null}
    </>
  )
}

/** Where a result comes from, since when and from whom. */
function Facts({ result }: Pick<Props, 'result'>) {
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
  )
}
