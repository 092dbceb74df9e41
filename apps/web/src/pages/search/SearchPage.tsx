import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components'
import { useEffect } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { search, searchConnections } from '../../api/endpoints.ts'
import type { SearchConnection, SearchResponse } from '../../api/types.ts'
import { readSearch, type SearchAddress, writeSearch } from '../../lib/address.ts'
import { shownOf, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'
import { useMe } from '../../session.tsx'
import { Mark } from '../../shell/Mark.tsx'
import { resultOf } from './hit.ts'
import { NothingShared } from './NothingShared.tsx'
import { Preview } from './Preview.tsx'
import { QueryBox } from './QueryBox.tsx'
import { Results } from './Results.tsx'
import { Tips } from './Tips.tsx'
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
  landing: { paddingTop: 'max(48px, 14vh)', alignItems: 'center', '@media (max-width: 720px)': { paddingTop: '40px' } },
  hero: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: '12px', textAlign: 'center' },
  title: { margin: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
})

/** Search: the question, the results, and beside them a preview or the reason why one is there. */
export function SearchPage() {
  const styles = useStyles()
  const me = useMe()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const address = readSearch(params)
  const { query, from, connection, item, panel } = address
  const connections = useResource('connections', searchConnections)
  const known = connections.resource.state === 'ready' ? connections.resource.value : []
  const answer = useResource(query ? JSON.stringify([query, from, connection]) : undefined, (signal) =>
    search(query, from, connection, signal),
  )
  // Results are drawn through the labels of their connections, so they wait for them.
  const shown =
    connections.resource.state === 'waiting' ? { ...connections.resource, previous: undefined } : answer.resource
  const titles = titlesOf(shownOf(shown), known)
  const to = (changes: Partial<SearchAddress>) => `/search?${writeSearch({ ...address, item: undefined, ...changes })}`
  const closePanel = () => void navigate(to({}))

  useEffect(() => {
    document.title = `${query ? `${query} · ` : ''}${text.pages.search} · ${text.product}`
  }, [query])

  return (
    <div className={mergeClasses(styles.root, !query && styles.landing)}>
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
        connection={connection}
        connections={known}
        onSearch={(words, within) => void navigate(to({ query: words, connection: within, from: 0 }))}
      />
      {connections.resource.state === 'ready' && known.length === 0 ? <NothingShared /> : null}
      {query ? (
        <Results address={address} resource={shown} connections={known} to={to} onRetry={answer.reload} />
      ) : (
        <Tips />
      )}
      <Preview item={panel === 'item' ? item : undefined} whyTo={to({ item, panel: 'why' })} onClose={closePanel} />
      <Why
        item={panel === 'why' ? item : undefined}
        title={titles.get(item?.itemId ?? '')}
        personId={address.person}
        onPerson={(person) => void navigate(to({ item, panel: 'why', person }), { replace: true })}
        onClose={closePanel}
      />
    </div>
  )
}

/** Titles of the items on the page, by item id, so that an explanation can name its item. */
function titlesOf(response: SearchResponse | undefined, connections: readonly SearchConnection[]) {
  const hits = response?.value[0]?.hitsContainers[0]?.hits ?? []
  return new Map(hits.map((hit) => resultOf(hit, connections)).map(({ item, title }) => [item.itemId, title]))
}
