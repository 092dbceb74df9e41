import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { startTransition, useEffect, useOptimistic, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { searchConnections, searchVerticals } from '../../api/endpoints.ts'
import type { SearchConnection } from '../../api/types.ts'
import { type Filter, readSearch, type SearchAddress, writeSearch } from '../../lib/address.ts'
import { useMediaQuery } from '../../lib/useMediaQuery.ts'
import { shownOf, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'
import { LinkButton } from '../../parts/links.tsx'
import { SidePanel } from '../../parts/SidePanel.tsx'
import { useMe } from '../../session.tsx'
import { Mark } from '../../shell/Mark.tsx'
import { type Answer, ask } from './ask.ts'
import { BadQuery } from './BadQuery.tsx'
import { resultOf } from './hit.ts'
import { misreadingsOf } from './misread.ts'
import { NothingShared } from './NothingShared.tsx'
import { Preview } from './Preview.tsx'
import { QueryBox } from './QueryBox.tsx'
import { offeredBy, Refiners } from './Refiners.tsx'
import { Results } from './Results.tsx'
import { fieldsOf, filtersOf } from './refine.ts'
import { Tips } from './Tips.tsx'
import { Understood } from './Understood.tsx'
import { Why } from './Why.tsx'

const useStyles = makeStyles({
  root: {
    maxWidth: '768px',
    marginInline: 'auto',
    padding: '24px',
    display: 'flex',
    flexDirection: 'column',
    gap: '20px',
    '@media (max-width: 720px)': { padding: '16px' },
  },
  wide: { maxWidth: '1064px' },
  beside: { display: 'grid', gridTemplateColumns: '216px minmax(0, 1fr)', columnGap: '40px', alignItems: 'start' },
  side: { display: 'flex', flexDirection: 'column', gap: '16px', minWidth: 0 },
  sideTitle: { margin: 0 },
  landing: { paddingTop: 'max(48px, 14vh)', alignItems: 'center', '@media (max-width: 720px)': { paddingTop: '40px' } },
  hero: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: '12px', textAlign: 'center' },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

/** Room for the filters beside the results. */
const WIDE = '(min-width: 1024px)'

const NONE: Answer['aggregations'] = []

/** Search: the question, the results, and beside them a preview or the reason why one is there. */
export function SearchPage() {
  const styles = useStyles()
  const me = useMe()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const address = readSearch(params)
  const { query, from, connection, vertical, filters, sort, kept, isExact, item, panel } = address
  const connections = useResource('connections', searchConnections)
  const known = connections.resource.state === 'ready' ? connections.resource.value : []
  const { resource: foundVerticals } = useResource('verticals', searchVerticals)
  const verticals = foundVerticals.state === 'ready' ? foundVerticals.value.value : []
  const within = vertical
    ? (verticals.find(({ id }) => id === vertical)?.connections ?? [])
    : connection && [connection]
  const searched = known.filter(({ id }) => !within || within.includes(id))
  const fields = fieldsOf(searched)
  // A vertical is a place by itself: of what is in it the page must know.
  const isWaiting =
    connections.resource.state === 'waiting' || (vertical !== undefined && foundVerticals.state === 'waiting')
  // What to count, and how results are drawn, depends on the connections; they are read once.
  const question = { query, from, connection, vertical, filters, sort, kept, isExact }
  const answer = useResource(query && !isWaiting ? JSON.stringify(question) : undefined, (signal) =>
    ask(question, fields, signal),
  )
  const shown =
    connections.resource.state === 'waiting' ? { ...connections.resource, previous: undefined } : answer.resource
  // Of the question, on every page of its results and while the next are on their way.
  const proposal = shown.state === 'failed' ? undefined : shownOf(shown)?.proposal
  const misreadings = shown.state === 'failed' ? misreadingsOf(shown.problem) : []
  const titles = titlesOf(shownOf(shown), known)
  const to = (changes: Partial<SearchAddress>) => {
    // Stretches are of one question.
    const of = changes.query === undefined || changes.query === query ? kept : []
    return `/search?${writeSearch({ ...address, item: undefined, panel: undefined, kept: of, ...changes })}`
  }
  const isWide = useMediaQuery(WIDE)
  const [counted, setCounted] = useState<Answer['aggregations']>([])
  const total = shownOf(shown)?.response.value[0]?.hitsContainers[0]?.total ?? 0
  const fresh = shown.state === 'failed' ? NONE : shownOf(shown)?.aggregations
  // Boxes stay where they are while the next counts are on their way.
  useEffect(() => {
    if (fresh) setCounted(fresh)
  }, [fresh])
  // The router follows an address when it has time; a box must follow its click at once.
  const [chosenFilters, choose] = useOptimistic(filters)
  const narrow = (chosen: readonly Filter[], open?: 'filters') =>
    startTransition(() => {
      choose(chosen)
      void navigate(to({ filters: chosen, from: 0, panel: open }))
    })
  const offered = offeredBy({ fields, aggregations: counted, filters: chosenFilters })
  const refiners = (open?: 'filters') => (
    <Refiners
      fields={fields}
      aggregations={counted}
      filters={chosenFilters}
      onFilters={(chosen) => narrow(chosen, open)}
    />
  )
  const closePanel = () => void navigate(to({}))

  const hasSide = isWide && query !== '' && fields.length > 0

  useEffect(() => {
    document.title = `${query ? `${query} · ` : ''}${text.pages.search} · ${text.product}`
  }, [query])

  return (
    <div className={mergeClasses(styles.root, hasSide && styles.wide, !query && styles.landing)}>
      {query ? (
        <Hidden>
          <h1>{text.search.title(me.tenant.displayName)}</h1>
        </Hidden>
      ) : (
        <div className={styles.hero}>
          <Mark size={56} />
          <Text as="h1" align="center" size={800} weight="semibold" className={styles.title}>
            {text.search.title(me.tenant.displayName)}
          </Text>
          <Text align="center" className={styles.quiet}>
            {text.search.landing}
          </Text>
        </div>
      )}
      <QueryBox
        query={query}
        place={{ connection, vertical }}
        verticals={verticals}
        connections={known}
        onSearch={(words, place) => {
          // Filters and order belong to what was searched; another place knows other properties.
          const isHere = place.connection === connection && place.vertical === vertical
          const narrowed = isHere ? {} : { filters: [], sort: undefined }
          void navigate(to({ query: words, ...place, from: 0, isExact: false, ...narrowed }))
        }}
      />
      {query ? (
        <Understood
          filters={proposal?.filters ?? []}
          connections={known}
          onRemove={(words) => void navigate(to({ kept: [...kept, words], from: 0 }))}
        />
      ) : null}
      {misreadings.length > 0 ? <BadQuery query={query} misreadings={misreadings} /> : null}
      {connections.resource.state === 'ready' && known.length === 0 ? <NothingShared /> : null}
      {query ? (
        <div className={hasSide ? styles.beside : undefined}>
          {hasSide ? (
            <aside className={styles.side} aria-label={text.refine.title}>
              {offered.length > 0 ? (
                <>
                  <Text as="h2" weight="semibold" className={styles.sideTitle}>
                    {text.refine.title}
                  </Text>
                  {refiners()}
                </>
              ) : null}
            </aside>
          ) : null}
          <Results
            address={address}
            resource={shown}
            verticals={verticals}
            connections={known}
            searched={searched}
            fields={fields}
            filtersTo={hasSide || fields.length === 0 ? undefined : to({ panel: 'filters' })}
            onFilters={narrow}
            onSort={(chosen) => void navigate(to({ sort: chosen, from: 0 }))}
            to={to}
            onRetry={answer.reload}
          />
        </div>
      ) : (
        <Tips />
      )}
      <SidePanel title={text.refine.title} isOpen={panel === 'filters' && !isWide} onClose={closePanel}>
        {refiners('filters')}
        <LinkButton to={to({})} appearance="primary">
          {text.refine.show(total)}
        </LinkButton>
      </SidePanel>
      <Preview item={panel === 'item' ? item : undefined} whyTo={to({ item, panel: 'why' })} onClose={closePanel} />
      <Why
        item={panel === 'why' ? item : undefined}
        title={titles.get(item?.itemId ?? '')}
        query={proposal?.text ?? query}
        aggregationFilters={filtersOf(filters, new Date())}
        propertyFilters={proposal?.filters ?? []}
        vertical={vertical}
        personId={address.person}
        onPerson={(person) => void navigate(to({ item, panel: 'why', person }), { replace: true })}
        onClose={closePanel}
      />
    </div>
  )
}

/** Titles of the items on the page, by item id, so that an explanation can name its item. */
function titlesOf(answer: Answer | undefined, connections: readonly SearchConnection[]) {
  const hits = answer?.response.value[0]?.hitsContainers[0]?.hits ?? []
  return new Map(hits.map((hit) => resultOf(hit, connections)).map(({ item, title }) => [item.itemId, title]))
}
