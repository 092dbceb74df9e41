import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { SearchConnection, SearchResponse } from '../../api/types.ts'
import { ArrowLeftRegular, ArrowRightRegular, SearchRegular } from '../../icons.ts'
import { PAGE_SIZE, type SearchAddress } from '../../lib/address.ts'
import { isSlow, type Resource, shownOf } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { LinkButton } from '../../parts/links.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { resultOf } from './hit.ts'
import { ResultCard } from './ResultCard.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '20px' },
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'flex', flexDirection: 'column', gap: '28px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  hints: { margin: 0, paddingLeft: '20px', textAlign: 'start' },
  pager: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: '12px',
    paddingTop: '8px',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  },
})

interface Props {
  readonly address: SearchAddress
  readonly resource: Resource<SearchResponse>
  readonly connections: readonly SearchConnection[]
  readonly to: (changes: Partial<SearchAddress>) => string
  readonly onRetry: () => void
}

export function Results({ address, resource, connections, to, onRetry }: Props) {
  const styles = useStyles()
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} onRetry={onRetry} />
  const response = shownOf(resource)
  if (!response) return isSlow(resource) ? <Lines blocks={5} /> : null

  const container = response.value[0]?.hitsContainers[0]
  const hits = container?.hits ?? []
  const total = container?.total ?? 0
  return (
    <section className={styles.root} aria-busy={resource.state === 'waiting'} aria-label={text.search.results(total)}>
      <Text role="status" size={200} className={styles.quiet}>
        {hits.length > 0
          ? text.search.range(address.from + 1, address.from + hits.length, total)
          : text.search.results(total)}
      </Text>
      {hits.length === 0 ? (
        <Nothing address={address} to={to} />
      ) : (
        <ol className={styles.list} start={address.from + 1}>
          {hits.map((hit) => {
            const result = resultOf(hit, connections)
            return (
              <li key={hit.hitId}>
                <ResultCard
                  result={result}
                  previewTo={to({ item: result.item, panel: 'item' })}
                  whyTo={to({ item: result.item, panel: 'why' })}
                />
              </li>
            )
          })}
        </ol>
      )}
      {address.from > 0 || container?.moreResultsAvailable ? (
        <nav className={styles.pager} aria-label={text.search.pager}>
          {address.from > 0 ? (
            <LinkButton to={to({ from: Math.max(0, address.from - PAGE_SIZE) })} icon={<ArrowLeftRegular />}>
              {text.search.previous}
            </LinkButton>
          ) : (
            <span />
          )}
          {container?.moreResultsAvailable ? (
            <LinkButton to={to({ from: address.from + PAGE_SIZE })} icon={<ArrowRightRegular />} iconPosition="after">
              {text.search.next}
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </section>
  )
}

function Nothing({ address, to }: Pick<Props, 'address' | 'to'>) {
  const styles = useStyles()
  return (
    <Notice icon={<SearchRegular />} title={text.search.none(address.query)}>
      <ul className={styles.hints}>
        {text.search.noneHints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
      {address.connection ? (
        <LinkButton to={to({ connection: undefined, from: 0 })}>{text.search.noneEverywhere}</LinkButton>
      ) : null}
    </Notice>
  )
}
