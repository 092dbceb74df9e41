import { CounterBadge, makeStyles, Tab, TabList } from '@fluentui/react-components'
import { useParams, useSearchParams } from 'react-router'
import { readConnection } from '../../api/endpoints.ts'
import type { ConnectionDetail } from '../../api/types.ts'
import { ArrowLeftRegular } from '../../icons.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { useLive, withPulse } from '../../live.tsx'
import { text } from '../../messages.ts'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { InnerLink } from '../../parts/links.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { CONNECTION_ROLES, CONNECTION_WRITERS, hasRole, useMe } from '../../session.tsx'
import { AccessTab } from './AccessTab.tsx'
import { DeleteButton } from './DeleteButton.tsx'
import { EditButton } from './EditButton.tsx'
import { ItemsTab } from './ItemsTab.tsx'
import { Overview } from './Overview.tsx'
import { RefusedTab } from './RefusedTab.tsx'
import { SchemaTab } from './SchemaTab.tsx'
import { Stale } from './Stale.tsx'

const useStyles = makeStyles({
  back: { display: 'inline-flex', alignItems: 'center', gap: '4px', alignSelf: 'flex-start' },
  tabs: { overflowX: 'auto', marginInline: '-8px', flexShrink: 0 },
  tab: { display: 'inline-flex', alignItems: 'center', gap: '6px' },
})

const TABS = ['overview', 'schema', 'items', 'refused', 'access'] as const
type TabName = (typeof TABS)[number]

export default function ConnectionPage() {
  const { id = '' } = useParams()
  return (
    <ForRoles roles={CONNECTION_ROLES}>
      <Connection key={id} id={id} />
    </ForRoles>
  )
}

function Connection({ id }: { readonly id: string }) {
  const { resource, reload, refresh } = useResource(id, (signal) => readConnection(id, signal))
  const { pulses } = useLive()
  if (resource.state === 'ready') return <Loaded detail={withPulse(resource.value, pulses)} onChange={refresh} />
  return (
    <Page title={id} above={<Back />}>
      {resource.state === 'failed' ? <ProblemView problem={resource.problem} onRetry={reload} /> : null}
      {isSlow(resource) ? <Lines blocks={4} /> : null}
    </Page>
  )
}

function Loaded({ detail, onChange }: { readonly detail: ConnectionDetail; readonly onChange: () => void }) {
  const styles = useStyles()
  const mayWrite = hasRole(useMe(), CONNECTION_WRITERS)
  const [params, setParams] = useSearchParams()
  const tab = TABS.find((name) => name === params.get('tab')) ?? 'overview'
  return (
    <Page
      title={detail.name}
      lead={detail.description ?? text.connections.noDescription}
      above={<Back />}
      actions={
        mayWrite ? (
          <>
            <EditButton detail={detail} onDone={onChange} />
            <DeleteButton detail={detail} />
          </>
        ) : undefined
      }
    >
      <Stale />
      <div className={styles.tabs}>
        <TabList
          selectedValue={tab}
          onTabSelect={(_, data) => setParams(data.value === 'overview' ? {} : { tab: String(data.value) })}
        >
          {TABS.map((name) => (
            <Tab key={name} value={name} id={`tab-${name}`} aria-controls="connection-panel">
              <span className={styles.tab}>
                {text.connections.tabs[name]}
                {name === 'refused' && detail.counts.refused > 0 ? (
                  <CounterBadge count={detail.counts.refused} size="small" color="danger" overflowCount={999} />
                ) : null}
              </span>
            </Tab>
          ))}
        </TabList>
      </div>
      <div role="tabpanel" id="connection-panel" aria-labelledby={`tab-${tab}`}>
        <Content tab={tab} detail={detail} />
      </div>
    </Page>
  )
}

function Content({ tab, detail }: { readonly tab: TabName; readonly detail: ConnectionDetail }) {
  if (tab === 'schema') return <SchemaTab schema={detail.schema} />
  if (tab === 'items') return <ItemsTab connectionId={detail.id} />
  if (tab === 'refused') return <RefusedTab connectionId={detail.id} />
  if (tab === 'access') return <AccessTab detail={detail} />
  return <Overview detail={detail} />
}

function Back() {
  const styles = useStyles()
  return (
    <InnerLink to="/connections" className={styles.back}>
      <ArrowLeftRegular aria-hidden /> {text.connections.title}
    </InnerLink>
  )
}
