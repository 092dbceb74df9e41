import { makeStyles, Text } from '@fluentui/react-components'
import { searchClusters } from '../../api/endpoints.ts'
import type { ProposedFilter, SearchConnection, SearchVertical } from '../../api/types.ts'
import { ArrowRightRegular } from '../../icons.ts'
import { EVERYWHERE, type SearchAddress } from '../../lib/address.ts'
import { useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { LinkButton } from '../../parts/links.tsx'
import { HitList } from './HitList.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '20px', alignItems: 'flex-start' },
  title: { margin: 0 },
})

interface Props {
  readonly verticals: readonly SearchVertical[]
  readonly address: SearchAddress
  readonly understood: readonly ProposedFilter[]
  readonly connections: readonly SearchConnection[]
  readonly to: (changes: Partial<SearchAddress>) => string
}

/** On the first page of all results, the best of each vertical. Contract: connectors 7.3. */
export function Clusters({ verticals, address, understood, connections, to }: Props) {
  const styles = useStyles()
  const { query, from, connection, vertical, filters, sort } = address
  const isNarrowed = [connection, vertical, sort].some(Boolean) || filters.length > 0 || understood.length > 0
  const isAsked = verticals.length > 0 && from === 0 && query !== '*' && !isNarrowed
  const { resource } = useResource(isAsked ? query : undefined, (signal) => searchClusters(query, signal))
  if (!isAsked || resource.state !== 'ready') return null
  return resource.value.value.map(({ vertical: { id, name }, ...answer }) => (
    <section key={id} className={styles.root} aria-label={text.search.cluster(name)}>
      <Text as="h2" weight="semibold" className={styles.title}>
        {text.search.cluster(name)}
      </Text>
      <HitList answer={answer} connections={connections} start={1} to={to} />
      <LinkButton
        to={to({ ...EVERYWHERE, vertical: id, filters: [], sort: undefined, from: 0 })}
        icon={<ArrowRightRegular />}
        iconPosition="after"
      >
        {text.search.wholeCluster(name)}
      </LinkButton>
    </section>
  ))
}
