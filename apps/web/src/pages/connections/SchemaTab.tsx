import { Badge, makeStyles, Text, tokens } from '@fluentui/react-components'
import type { ConnectionDetail, SchemaProperty } from '../../api/types.ts'
import { CheckmarkRegular, ClipboardTaskListLtrRegular } from '../../icons.ts'
import { text } from '../../messages.ts'
import { Breakable } from '../../parts/Breakable.tsx'
import { type Column, DataTable } from '../../parts/DataTable.tsx'
import { Notice } from '../../parts/Notice.tsx'

type Row = SchemaProperty & { readonly position: number }

const useStyles = makeStyles({
  name: { display: 'flex', flexDirection: 'column', minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3 },
  labels: { display: 'flex', flexWrap: 'wrap', gap: '4px' },
  // Badges are as high as one line; a long label on a phone takes two.
  label: { height: 'auto', minHeight: '20px' },
})

export function SchemaTab({ schema }: { readonly schema: ConnectionDetail['schema'] }) {
  if (!schema) {
    return (
      <Notice icon={<ClipboardTaskListLtrRegular />} title={text.connections.noSchemaTitle}>
        <p style={{ margin: 0 }}>{text.connections.noSchema}</p>
      </Notice>
    )
  }
  return (
    <DataTable
      label={text.connections.tabs.schema}
      columns={COLUMNS}
      rows={schema.properties.map((property, position) => ({ ...property, position }))}
      keyOf={({ name }) => name}
      sortedBy={{ id: '', descending: false }}
      file="schema"
    />
  )
}

const flag = (id: 'isSearchable' | 'isQueryable' | 'isRetrievable' | 'isRefinable', name: string): Column<Row> => ({
  id,
  name,
  plain: (row) => (row[id] ? name : ''),
  isWideOnly: true,
  cell: (row) => (row[id] ? <CheckmarkRegular fontSize={20} aria-label={text.yes} /> : <No />),
})

const COLUMNS: readonly Column<Row>[] = [
  {
    id: 'name',
    name: text.connections.property,
    plain: ({ name, aliases = [] }) => [name, ...aliases].join(' '),
    grow: 2,
    cell: (row) => <Name row={row} />,
  },
  {
    id: 'type',
    name: text.connections.type,
    plain: ({ type }) => type,
    grow: 1.5,
    cell: ({ type }) => (
      <Text>
        <Breakable name={type} />
      </Text>
    ),
  },
  {
    id: 'labels',
    name: text.connections.labels,
    plain: ({ labels = [] }) => labels.join(' '),
    grow: 2,
    cell: (row) => <Labels labels={row.labels ?? []} />,
  },
  flag('isSearchable', text.connections.searchable),
  flag('isQueryable', text.connections.queryable),
  flag('isRetrievable', text.connections.retrievable),
  flag('isRefinable', text.connections.refinable),
]

function Name({ row }: { readonly row: Row }) {
  const styles = useStyles()
  return (
    <span className={styles.name}>
      <Text weight="semibold">
        <Breakable name={row.name} />
      </Text>
      {row.aliases && row.aliases.length > 0 ? (
        <Text size={200} className={styles.quiet}>
          {text.connections.alsoAs(row.aliases.join(', '))}
        </Text>
      ) : null}
    </span>
  )
}

function Labels({ labels }: { readonly labels: readonly string[] }) {
  const styles = useStyles()
  return (
    <span className={styles.labels}>
      {labels.map((label) => (
        <Badge key={label} className={styles.label} appearance="tint" shape="rounded" color="brand">
          <span>
            <Breakable name={label} />
          </span>
        </Badge>
      ))}
    </span>
  )
}

function No() {
  return (
    <span className={useStyles().quiet} role="img" aria-label={text.no}>
      –
    </span>
  )
}
