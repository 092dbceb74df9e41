import { Button, Dropdown, Label, makeStyles, Option, Tooltip } from '@fluentui/react-components'
import { useId } from 'react'
import type { SearchConnection } from '../../api/types.ts'
import { ArrowSortDownLinesRegular, ArrowSortUpLinesRegular } from '../../icons.ts'
import type { Sort } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { type Field, newestOf, sortsOf, titleOf } from './refine.ts'

const useStyles = makeStyles({
  root: { display: 'flex', alignItems: 'center', gap: '8px' },
  box: { minWidth: '140px', maxWidth: '180px' },
  label: { whiteSpace: 'nowrap' },
})

interface Props {
  readonly connections: readonly SearchConnection[]
  readonly fields: readonly Field[]
  readonly sort: Sort | undefined
  readonly onSort: (sort: Sort | undefined) => void
}

const NEWEST = '-newest'

/** Order of the results: by relevance, newest first, or by a property that every connection searched can order by. */
export function SortMenu({ connections, fields, sort, onSort }: Props) {
  const styles = useStyles()
  const labelId = useId()
  const newest = newestOf(connections)
  const names = sortsOf(connections)
  if (names.length === 0) return null
  const isNewest = sort !== undefined && sort.name === newest?.name && sort.isDescending
  const nameOf = (name: string) => titleOf(fields.find((field) => field.name === name) ?? { name })
  const shown = !sort ? text.sort.relevance : isNewest ? text.sort.newest : nameOf(sort.name)
  const choose = (value: string | undefined) => {
    if (value === NEWEST) onSort(newest)
    else onSort(value ? { name: value, isDescending: false } : undefined)
  }
  return (
    <div className={styles.root}>
      <Label id={labelId} size="small" className={styles.label}>
        {text.sort.label}
      </Label>
      <Dropdown
        className={styles.box}
        size="small"
        aria-labelledby={labelId}
        value={shown}
        selectedOptions={[!sort ? '' : isNewest ? NEWEST : sort.name]}
        onOptionSelect={(_, data) => choose(data.optionValue)}
      >
        <Option value="">{text.sort.relevance}</Option>
        {newest ? <Option value={NEWEST}>{text.sort.newest}</Option> : null}
        {names.map((name) => (
          <Option key={name} value={name}>
            {nameOf(name)}
          </Option>
        ))}
      </Dropdown>
      {sort && !isNewest ? (
        <Tooltip content={sort.isDescending ? text.sort.descending : text.sort.ascending} relationship="label">
          <Button
            size="small"
            appearance="subtle"
            icon={sort.isDescending ? <ArrowSortDownLinesRegular /> : <ArrowSortUpLinesRegular />}
            onClick={() => onSort({ ...sort, isDescending: !sort.isDescending })}
          />
        </Tooltip>
      ) : null}
    </div>
  )
}
