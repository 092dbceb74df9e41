import { makeStyles, ProgressBar, Text, tokens } from '@fluentui/react-components'
import { useEffect, useMemo } from 'react'
import { readConnections } from '../../api/endpoints.ts'
import type { ConnectionRow } from '../../api/types.ts'
import { PlugConnectedRegular } from '../../icons.ts'
import { count } from '../../lib/count.ts'
import { isoTime } from '../../lib/time.ts'
import { isSlow, useResource } from '../../lib/useResource.ts'
import { progressOf, useLive, vectorProgressOf, withPulse } from '../../live.tsx'
import { text } from '../../messages.ts'
import { Chip } from '../../parts/Chip.tsx'
import { CodeLine } from '../../parts/Code.tsx'
import { type Column, DataTable } from '../../parts/DataTable.tsx'
import { ForRoles } from '../../parts/ForRoles.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { InnerLink } from '../../parts/links.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Page } from '../../parts/Page.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { When } from '../../parts/When.tsx'
import { CONNECTION_ROLES } from '../../session.tsx'
import { Stale } from './Stale.tsx'
import { StateBadge } from './StateBadge.tsx'

export default function ConnectionsPage() {
  return (
    <Page title={text.connections.title} lead={text.connections.lead}>
      <ForRoles roles={CONNECTION_ROLES}>
        <Connections />
      </ForRoles>
    </Page>
  )
}

function Connections() {
  const { resource, reload, refresh } = useResource('connections', readConnections)
  const { pulses } = useLive()
  const rows = resource.state === 'ready' ? resource.value.value : undefined
  // The feed names every connection: one more or one less than here means that the list is old.
  const fed = [...pulses.keys()].toSorted().join()
  const listed = rows
    ?.map(({ uid }) => uid)
    .toSorted()
    .join()
  useEffect(() => {
    if (fed !== '' && listed !== undefined && fed !== listed) refresh()
  }, [fed, listed, refresh])
  const columns = useColumns()
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} onRetry={reload} />
  if (!rows) return isSlow(resource) ? <Lines blocks={4} /> : null
  if (rows.length === 0) {
    return (
      <Notice icon={<PlugConnectedRegular />} title={text.connections.emptyTitle}>
        <p style={{ margin: 0 }}>{text.connections.empty}</p>
        <CodeLine value={text.connections.command} />
      </Notice>
    )
  }
  return (
    <>
      <Stale />
      <DataTable
        label={text.connections.title}
        columns={columns}
        rows={rows.map((row) => withPulse(row, pulses))}
        keyOf={(row) => row.uid}
        sortedBy={{ id: 'name', descending: false }}
        file="connections"
      />
    </>
  )
}

const useStyles = makeStyles({
  name: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  items: {
    display: 'flex',
    flexDirection: 'column',
    gap: '6px',
    width: '100%',
    maxWidth: '200px',
    fontVariantNumeric: 'tabular-nums',
  },
  bad: { color: tokens.colorStatusDangerForeground1, fontVariantNumeric: 'tabular-nums' },
})

function useColumns(): readonly Column<ConnectionRow>[] {
  const styles = useStyles()
  return useMemo(
    () => [
      {
        id: 'name',
        name: text.connections.name,
        plain: ({ name }) => name,
        grow: 3,
        cell: ({ name, id }) => (
          <span className={styles.name}>
            <InnerLink to={`/connections/${encodeURIComponent(id)}`}>{name}</InnerLink>
            <Text size={200} className={styles.quiet}>
              {id}
            </Text>
          </span>
        ),
      },
      {
        id: 'state',
        name: text.connections.state,
        plain: ({ state }) => text.connections.states[state] ?? state,
        cell: ({ state }) => <StateBadge state={state} />,
      },
      {
        id: 'items',
        name: text.connections.items,
        plain: ({ counts }) => String(counts.indexed),
        rank: ({ counts }) => counts.received,
        grow: 2,
        cell: (row) => <Items row={row} />,
      },
      {
        id: 'refused',
        name: text.connections.refused,
        plain: ({ counts }) => String(counts.refused),
        rank: ({ counts }) => counts.refused,
        isWideOnly: true,
        cell: ({ counts, id }) =>
          counts.refused === 0 ? (
            <span className={styles.quiet}>0</span>
          ) : (
            <InnerLink to={`/connections/${encodeURIComponent(id)}?tab=refused`}>{count(counts.refused)}</InnerLink>
          ),
      },
      {
        id: 'changed',
        name: text.connections.lastChange,
        plain: ({ lastChangeAt }) => (lastChangeAt ? isoTime(lastChangeAt) : ''),
        isWideOnly: true,
        cell: ({ lastChangeAt }) =>
          lastChangeAt ? <When at={lastChangeAt} /> : <span className={styles.quiet}>–</span>,
      },
      {
        id: 'owner',
        name: text.connections.owner,
        plain: ({ ownerApp }) => ownerApp?.displayName ?? '',
        grow: 2,
        isWideOnly: true,
        cell: ({ ownerApp }) =>
          ownerApp ? (
            <Chip kind="app" name={ownerApp.displayName} detail={ownerApp.appId} />
          ) : (
            <span className={styles.quiet}>–</span>
          ),
      },
    ],
    [styles],
  )
}

function Items({ row }: { readonly row: ConnectionRow }) {
  const styles = useStyles()
  const { pulses } = useLive()
  const progress = progressOf(row, pulses)
  const vectors = vectorProgressOf(row, pulses)
  return (
    <span className={styles.items}>
      <span>{progress ? text.fill.share(progress) : count(row.counts.indexed)}</span>
      {progress ? (
        <ProgressBar value={progress.indexed} max={progress.received} aria-label={text.fill.of(row.name)} />
      ) : null}
      {vectors ? (
        <Text size={200} className={styles.quiet}>
          {text.fill.vectorShare(vectors)}
        </Text>
      ) : null}
    </span>
  )
}
