import { makeStyles, Text } from '@fluentui/react-components'
import { useMemo } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { readItems } from '../../api/endpoints.ts'
import type { StoredItem } from '../../api/types.ts'
import { ArrowRightRegular, DocumentRegular } from '../../icons.ts'
import { withParams } from '../../lib/address.ts'
import { isSlow, shownOf, useResource } from '../../lib/useResource.ts'
import { text } from '../../messages.ts'
import { Chip, chipKind } from '../../parts/Chip.tsx'
import { CodeLine } from '../../parts/Code.tsx'
import { type Column, DataTable } from '../../parts/DataTable.tsx'
import { Lines } from '../../parts/Lines.tsx'
import { LinkButton } from '../../parts/links.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { When } from '../../parts/When.tsx'
import { WhyLink } from '../../parts/WhyLink.tsx'
import { Why } from '../search/Why.tsx'
import { entryName } from '../search/words.ts'

const useStyles = makeStyles({
  chips: { display: 'flex', flexWrap: 'wrap', gap: '4px', minWidth: 0, paddingBlock: '8px' },
  more: { display: 'flex', justifyContent: 'flex-end', paddingTop: '16px' },
})

const SHOWN_ENTRIES = 6

export function ItemsTab({ connectionId }: { readonly connectionId: string }) {
  const styles = useStyles()
  const [params] = useSearchParams()
  const navigate = useNavigate()
  const after = params.get('after') ?? undefined
  const asked = params.get('item') ?? undefined
  const { resource, reload } = useResource(`${connectionId} ${after ?? ''}`, (signal) =>
    readItems(connectionId, after, signal),
  )
  const columns = useColumns(params)
  const why = (
    <Why
      item={asked === undefined ? undefined : { connectionId, itemId: asked }}
      personId={params.get('as') ?? undefined}
      onPerson={(person) => void navigate(`?${withParams(params, { as: person })}`, { replace: true })}
      onClose={() => void navigate(`?${withParams(params, { item: undefined, as: undefined })}`)}
    />
  )
  if (resource.state === 'failed') return <ProblemView problem={resource.problem} onRetry={reload} />
  const page = shownOf(resource)
  if (!page) return isSlow(resource) ? <Lines blocks={4} /> : null
  if (page.value.length === 0 && after === undefined) {
    return (
      <Notice icon={<DocumentRegular />} title={text.connections.noItemsTitle}>
        <p style={{ margin: 0 }}>{text.connections.noItems}</p>
        <CodeLine value={text.connections.command} />
      </Notice>
    )
  }
  return (
    <>
      <DataTable
        label={text.connections.tabs.items}
        columns={columns}
        rows={page.value}
        keyOf={({ itemId }) => itemId}
        sortedBy={{ id: '', descending: false }}
        file={`${connectionId}-items`}
      />
      {page.next ? (
        <div className={styles.more}>
          <LinkButton
            to={`/connections/${encodeURIComponent(connectionId)}?${withParams(params, { after: String(page.next) })}`}
            icon={<ArrowRightRegular />}
            iconPosition="after"
          >
            {text.connections.moreItems}
          </LinkButton>
        </div>
      ) : null}
      {why}
    </>
  )
}

function useColumns(params: URLSearchParams): readonly Column<StoredItem>[] {
  return useMemo(
    () => [
      {
        id: 'item',
        name: text.connections.item,
        plain: ({ itemId }) => itemId,
        grow: 2,
        cell: ({ itemId }) => <Text weight="semibold">{itemId}</Text>,
      },
      {
        id: 'received',
        name: text.connections.receivedAt,
        plain: ({ receivedAt }) => receivedAt,
        isWideOnly: true,
        cell: ({ receivedAt }) => <When at={receivedAt} />,
      },
      {
        id: 'access',
        name: text.connections.access,
        plain: ({ access }) => access.map((entry) => `${entry.accessType} ${entryName(entry)}`).join('; '),
        grow: 3,
        cell: (row) => <Access row={row} />,
      },
      {
        id: 'why',
        name: text.search.why,
        plain: () => '',
        grow: 1.5,
        cell: ({ itemId }) => <WhyLink to={`?${withParams(params, { item: itemId, as: undefined })}`} about={itemId} />,
      },
    ],
    [params],
  )
}

function Access({ row }: { readonly row: StoredItem }) {
  const styles = useStyles()
  const rest = row.access.length - SHOWN_ENTRIES
  return (
    <span className={styles.chips}>
      {row.access.slice(0, SHOWN_ENTRIES).map((entry) => (
        <Chip
          key={`${entry.accessType}-${entry.type}-${entry.value}`}
          kind={chipKind(entry.type)}
          name={entry.accessType === 'deny' ? text.connections.not(entryName(entry)) : entryName(entry)}
          detail={entry.value}
          isDenied={entry.accessType === 'deny'}
        />
      ))}
      {rest > 0 ? <Text size={200}>{text.connections.andMore(rest)}</Text> : null}
    </span>
  )
}
