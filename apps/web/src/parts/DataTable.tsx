import {
  Button,
  createTableColumn,
  DataGrid,
  DataGridBody,
  DataGridCell,
  DataGridHeader,
  DataGridHeaderCell,
  DataGridRow,
  Menu,
  MenuItemCheckbox,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  SearchBox,
  type TableColumnDefinition,
  Text,
  tokens,
} from '@fluentui/react-components'
import { type ReactNode, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { ArrowDownloadRegular, ColumnTripleRegular } from '../icons.ts'
import { withParams } from '../lib/address.ts'
import { csvOf, download } from '../lib/csv.ts'
import { useIsNarrow } from '../lib/useMediaQuery.ts'
import { text } from '../messages.ts'

export interface Column<T> {
  readonly id: string
  readonly name: string
  /** The cell as plain text: what the filter looks in and what the CSV holds. */
  readonly plain: (row: T) => string
  /** The cell on the page; the plain text when absent. */
  readonly cell?: (row: T) => ReactNode
  /** What sorting compares; the plain text when absent. */
  readonly rank?: (row: T) => number | string
  /** Share of the width; 1 when absent. */
  readonly grow?: number
  /** Left out on a phone. */
  readonly isWideOnly?: boolean
}

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '12px', minWidth: 0 },
  tools: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  filter: {
    width: '280px',
    minWidth: 0,
    maxWidth: '100%',
    '@media (max-width: 720px)': { flexGrow: 1, width: '120px' },
  },
  count: { color: tokens.colorNeutralForeground3, marginRight: 'auto', marginLeft: '4px' },
  // What scrolls is cut at its edge: room for the focus mark of a row, which lies around it.
  scroll: { overflowX: 'auto', minWidth: 0, padding: '2px', margin: '-2px' },
  cell: { minWidth: 0, overflowWrap: 'anywhere', paddingBlock: '8px' },
  row: { minHeight: '48px' },
  header: { fontWeight: tokens.fontWeightSemibold },
  nothing: { padding: '24px 8px', color: tokens.colorNeutralForeground3 },
})

interface Props<T> {
  readonly label: string
  readonly columns: readonly Column<T>[]
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => string
  /** Column and direction without a choice in the address. */
  readonly sortedBy: { readonly id: string; readonly descending: boolean }
  /** File name of the CSV, without its ending. */
  readonly file: string
}

/** A table that can be sorted, filtered, narrowed to columns and taken away as CSV. Its whole state is in the address. */
export function DataTable<T>({ label, columns, rows, keyOf, sortedBy, file }: Props<T>) {
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const [params, setParams] = useSearchParams()
  const filter = params.get('filter') ?? ''
  const hidden = (params.get('hide') ?? '').split(',').filter(Boolean)
  const sort = readSort(params.get('sort'), columns) ?? sortedBy
  const change = (changes: Readonly<Record<string, string | undefined>>) =>
    setParams((now) => withParams(now, changes), { replace: true })

  const visible = columns.filter(({ id, isWideOnly }) => !hidden.includes(id) && !(isNarrow && isWideOnly))
  const shown = useMemo(() => sorted(filtered(rows, columns, filter), columns, sort), [rows, columns, filter, sort])
  const defined: TableColumnDefinition<T>[] = visible.map((column) =>
    createTableColumn<T>({
      columnId: column.id,
      // Sorted already: the grid keeps the order that it is given.
      compare: () => 0,
      renderHeaderCell: () => column.name,
      renderCell: (row) => (column.cell ? column.cell(row) : column.plain(row)),
    }),
  )
  const widthOf = (id: unknown) => ({ flex: `${columns.find((column) => column.id === id)?.grow ?? 1} 1 0` })

  return (
    <div className={styles.root}>
      <div className={styles.tools}>
        <SearchBox
          className={styles.filter}
          aria-label={text.table.filterIn(label)}
          placeholder={text.table.filter}
          value={filter}
          {...(filter === '' ? { dismiss: null } : {})}
          onChange={(_, data) => change({ filter: data.value })}
        />
        <Text size={200} className={styles.count} role="status">
          {text.table.count(shown.length, rows.length)}
        </Text>
        {isNarrow ? null : (
          <Menu
            checkedValues={{ columns: columns.map(({ id }) => id).filter((id) => !hidden.includes(id)) }}
            onCheckedValueChange={(_, { checkedItems }) =>
              change({
                hide: columns
                  .map(({ id }) => id)
                  .filter((id) => !checkedItems.includes(id))
                  .join(','),
              })
            }
          >
            <MenuTrigger disableButtonEnhancement>
              <Button appearance="subtle" icon={<ColumnTripleRegular />}>
                {text.table.columns}
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                {columns.slice(1).map(({ id, name }) => (
                  <MenuItemCheckbox key={id} name="columns" value={id}>
                    {name}
                  </MenuItemCheckbox>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
        <Button
          appearance="subtle"
          icon={<ArrowDownloadRegular />}
          onClick={() =>
            download(
              `${file}.csv`,
              csvOf([visible.map(({ name }) => name), ...shown.map((row) => visible.map(({ plain }) => plain(row)))]),
            )
          }
        >
          {text.table.csv}
        </Button>
      </div>
      <div className={styles.scroll}>
        <DataGrid
          aria-label={label}
          items={[...shown]}
          columns={defined}
          getRowId={keyOf}
          sortable
          focusMode="composite"
          sortState={{ sortColumn: sort.id, sortDirection: sort.descending ? 'descending' : 'ascending' }}
          onSortChange={(_, next) =>
            change({ sort: `${next.sortDirection === 'descending' ? '-' : ''}${String(next.sortColumn)}` })
          }
        >
          <DataGridHeader>
            <DataGridRow>
              {({ renderHeaderCell, columnId }) => (
                <DataGridHeaderCell className={styles.header} style={widthOf(columnId)}>
                  {renderHeaderCell()}
                </DataGridHeaderCell>
              )}
            </DataGridRow>
          </DataGridHeader>
          <DataGridBody<T>>
            {({ item, rowId }) => (
              <DataGridRow<T> key={rowId} className={styles.row}>
                {({ renderCell, columnId }) => (
                  <DataGridCell className={styles.cell} style={widthOf(columnId)}>
                    {renderCell(item)}
                  </DataGridCell>
                )}
              </DataGridRow>
            )}
          </DataGridBody>
        </DataGrid>
        {shown.length === 0 ? (
          <Text block className={styles.nothing}>
            {text.table.nothing}
          </Text>
        ) : null}
      </div>
    </div>
  )
}

interface Sort {
  readonly id: string
  readonly descending: boolean
}

function readSort<T>(param: string | null, columns: readonly Column<T>[]): Sort | undefined {
  if (param === null) return undefined
  const descending = param.startsWith('-')
  const id = descending ? param.slice(1) : param
  return columns.some((column) => column.id === id) ? { id, descending } : undefined
}

function filtered<T>(rows: readonly T[], columns: readonly Column<T>[], filter: string): readonly T[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((row) => {
    const hay = columns
      .map(({ plain }) => plain(row))
      .join('\n')
      .toLowerCase()
    return words.every((word) => hay.includes(word))
  })
}

const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })

function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], { id, descending }: Sort): readonly T[] {
  const column = columns.find((candidate) => candidate.id === id)
  if (!column) return rows
  const rank = column.rank ?? column.plain
  const up = rows.toSorted((a, b) => {
    const [left, right] = [rank(a), rank(b)]
    return typeof left === 'number' && typeof right === 'number'
      ? left - right
      : collator.compare(`${left}`, `${right}`)
  })
  return descending ? up.reverse() : up
}
