import { makeStyles, Text, tokens } from '@fluentui/react-components'
import type { SearchConnection, SearchVertical } from '../../api/types.ts'
import { ArrowLeftRegular, ArrowRightRegular, FilterRegular, SearchRegular } from '../../icons.ts'
import { EVERYWHERE, type Filter, PAGE_SIZE, type SearchAddress, type Sort } from '../../lib/address.ts'
import { isSlow, type Resource, shownOf } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Lines } from '../../parts/Lines.tsx'
import { LinkButton } from '../../parts/links.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { Altered } from './Altered.tsx'
import type { Answer } from './ask.ts'
import { Clusters } from './Clusters.tsx'
import { HitList } from './HitList.tsx'
import { misreadingsOf } from './misread.ts'
import { Chosen } from './Refiners.tsx'
import type { Field } from './refine.ts'
import { SortMenu } from './SortMenu.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '20px' },
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '8px 16px' },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
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
  readonly resource: Resource<Answer>
  readonly verticals: readonly SearchVertical[]
  readonly connections: readonly SearchConnection[]
  readonly searched: readonly SearchConnection[]
  readonly fields: readonly Field[]
  /** Address of this page with the filters open, where they have no place beside the results. */
  readonly filtersTo: string | undefined
  readonly onFilters: (filters: readonly Filter[]) => void
  readonly onSort: (sort: Sort | undefined) => void
  readonly to: (changes: Partial<SearchAddress>) => string
  readonly onRetry: () => void
}

export function Results(props: Props) {
  const { address, resource, verticals, connections, searched, fields, filtersTo, to, onFilters, onSort, onRetry } =
    props
  const styles = useStyles()
  if (resource.state === 'failed') {
    // Told under the box.
    if (misreadingsOf(resource.problem).length > 0) return null
    return (
      <div className={styles.root}>
        <Chosen fields={fields} filters={address.filters} onFilters={onFilters} />
        <ProblemView problem={resource.problem} onRetry={onRetry} />
      </div>
    )
  }
  const answered = shownOf(resource)?.response.value[0]
  const container = answered?.hitsContainers[0]
  const hits = container?.hits ?? []
  const understood = shownOf(resource)?.proposal.filters ?? []
  const total = container?.total ?? 0
  const alteration = answered?.queryAlterationResponse
  return (
    <section className={styles.root} aria-busy={resource.state === 'waiting'} aria-label={text.search.results(total)}>
      <div className={styles.bar}>
        <Text role="status" size={200} className={styles.quiet}>
          {!container
            ? ''
            : hits.length > 0
              ? text.search.range(address.from + 1, address.from + hits.length, total)
              : text.search.results(total)}
        </Text>
        <div className={styles.tools}>
          {filtersTo ? (
            <LinkButton to={filtersTo} size="small" icon={<FilterRegular />}>
              {text.refine.open(address.filters.length)}
            </LinkButton>
          ) : null}
          <SortMenu connections={searched} fields={fields} sort={address.sort} onSort={onSort} />
        </div>
      </div>
      <Chosen fields={fields} filters={address.filters} onFilters={onFilters} />
      {alteration ? <Altered alteration={alteration} to={to} /> : null}
      {!container ? (
        isSlow(resource) ? (
          <Lines blocks={5} />
        ) : null
      ) : (
        <>
          {hits.length === 0 || !answered ? (
            <Nothing address={address} isUnderstood={understood.length > 0} to={to} />
          ) : (
            <HitList answer={answered} connections={connections} start={address.from + 1} to={to} />
          )}
          <Clusters verticals={verticals} address={address} understood={understood} connections={connections} to={to} />
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
                <LinkButton
                  to={to({ from: address.from + PAGE_SIZE })}
                  icon={<ArrowRightRegular />}
                  iconPosition="after"
                >
                  {text.search.next}
                </LinkButton>
              ) : null}
            </nav>
          ) : null}
        </>
      )}
    </section>
  )
}

interface NothingProps extends Pick<Props, 'address' | 'to'> {
  /** Words of the question were taken for filters. */
  readonly isUnderstood: boolean
}

function Nothing({ address, isUnderstood, to }: NothingProps) {
  const styles = useStyles()
  return (
    <Notice icon={<SearchRegular />} title={text.search.none(address.query, address.filters.length > 0)}>
      <ul className={styles.hints}>
        {text.search.noneHints.map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ul>
      {address.filters.length > 0 ? (
        <LinkButton to={to({ filters: [], from: 0 })}>{text.search.noneUnfiltered}</LinkButton>
      ) : null}
      {isUnderstood ? <LinkButton to={to({ isExact: true, from: 0 })}>{text.search.noneUnderstood}</LinkButton> : null}
      {address.connection || address.vertical ? (
        <LinkButton to={to({ ...EVERYWHERE, filters: [], sort: undefined, from: 0 })}>
          {text.search.noneEverywhere}
        </LinkButton>
      ) : null}
    </Notice>
  )
}
