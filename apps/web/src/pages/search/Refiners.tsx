import {
  Button,
  Checkbox,
  Link,
  makeStyles,
  Radio,
  RadioGroup,
  Tag,
  TagGroup,
  Text,
  tokens,
} from '@fluentui/react-components'
import { useState } from 'react'
import type { Aggregation } from '../../api/types.ts'
import type { Filter } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { type Choice, choicesOf, type Field, isDate, titleOf, toggled, valueName } from './refine.ts'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '24px', minWidth: 0 },
  field: { border: 0, margin: 0, padding: 0, minWidth: 0, display: 'flex', flexDirection: 'column' },
  legend: { padding: 0, marginBottom: '4px', fontWeight: tokens.fontWeightSemibold },
  more: { alignSelf: 'flex-start', marginInlineStart: '8px', marginTop: '4px' },
  option: { display: 'flex', maxWidth: '100%' },
  label: { overflowWrap: 'anywhere', minWidth: 0 },
  count: { color: tokens.colorNeutralForeground3 },
  chips: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  tags: { display: 'flex', flexWrap: 'wrap', gap: '8px', minWidth: 0 },
  tag: { maxWidth: '100%' },
  quiet: { color: tokens.colorNeutralForeground3 },
})

/** Values shown before More is pressed. */
const FEW = 6

interface Props {
  readonly fields: readonly Field[]
  readonly aggregations: readonly Aggregation[]
  readonly filters: readonly Filter[]
  readonly onFilters: (filters: readonly Filter[]) => void
}

/** Fields with something to choose from. */
export function offeredBy({ fields, aggregations, filters }: Omit<Props, 'onFilters'>) {
  const now = new Date()
  const of = (field: Field) => aggregations.find((one) => one.field === field.name)
  return fields
    .map((field) => ({ field, choices: choicesOf(field, of(field), filters, now) }))
    .filter(({ choices }) => choices.length > 0)
}

/** What the results have in common, with counts, to narrow them down by. */
export function Refiners(props: Props) {
  const styles = useStyles()
  const { filters, onFilters } = props
  const offered = offeredBy(props)
  if (offered.length === 0) return <Text className={styles.quiet}>{text.refine.nothing}</Text>
  return (
    <div className={styles.root}>
      {offered.map(({ field, choices }) => {
        const toggle = (value: string) => onFilters(toggled(filters, { field: field.name, value }))
        const View = isDate(field) ? Stretches : Values
        return (
          <fieldset key={field.name} className={styles.field}>
            <legend className={styles.legend}>{field.title}</legend>
            <View
              choices={choices}
              onToggle={toggle}
              onNone={() => onFilters(filters.filter((filter) => filter.field !== field.name))}
            />
          </fieldset>
        )
      })}
    </div>
  )
}

interface ChoicesProps {
  readonly choices: readonly Choice[]
  readonly onToggle: (value: string) => void
  readonly onNone: () => void
}

function Values({ choices, onToggle }: ChoicesProps) {
  const styles = useStyles()
  const [isWhole, setWhole] = useState(false)
  const shown = choices.filter(({ isChosen }, at) => isWhole || isChosen || at < FEW)
  return (
    <>
      {shown.map((choice) => (
        <Checkbox
          key={choice.value}
          className={styles.option}
          checked={choice.isChosen}
          label={{ className: styles.label, children: <Counted choice={choice} /> }}
          onChange={() => onToggle(choice.value)}
        />
      ))}
      {choices.length > FEW ? (
        <Link as="button" className={styles.more} onClick={() => setWhole(!isWhole)}>
          {isWhole ? text.refine.fewer : text.refine.more}
        </Link>
      ) : null}
    </>
  )
}

function Stretches({ choices, onToggle, onNone }: ChoicesProps) {
  const styles = useStyles()
  const chosen = choices.find(({ isChosen }) => isChosen)
  return (
    <RadioGroup value={chosen?.value ?? ''} onChange={(_, { value }) => (value === '' ? onNone() : onToggle(value))}>
      <Radio value="" label={text.refine.anyTime} />
      {choices.map((choice) => (
        <Radio
          key={choice.value}
          value={choice.value}
          label={{ className: styles.label, children: <Counted choice={choice} /> }}
        />
      ))}
    </RadioGroup>
  )
}

function Counted({ choice }: { readonly choice: Choice }) {
  const styles = useStyles()
  return (
    <>
      {choice.name}{' '}
      {choice.count === undefined ? null : <span className={styles.count}>{text.refine.count(choice.count)}</span>}
    </>
  )
}

/** The filters in use, each with a way out. */
export function Chosen({ fields, filters, onFilters }: Omit<Props, 'aggregations'>) {
  const styles = useStyles()
  if (filters.length === 0) return null
  const keyOf = ({ field, value }: Filter) => `${field}:${value}`
  return (
    <div className={styles.chips}>
      <TagGroup
        className={styles.tags}
        aria-label={text.refine.chosen}
        dismissible
        onDismiss={(_, data) => onFilters(filters.filter((filter) => keyOf(filter) !== data.value))}
      >
        {filters.map((filter) => {
          const field = fields.find(({ name }) => name === filter.field)
          const name = `${field?.title ?? titleOf({ name: filter.field })}: ${valueName(filter.value)}`
          return (
            <Tag
              key={keyOf(filter)}
              value={keyOf(filter)}
              className={styles.tag}
              shape="circular"
              size="small"
              dismissIcon={{ 'aria-label': text.refine.remove(name) }}
            >
              {name}
            </Tag>
          )
        })}
      </TagGroup>
      {filters.length > 1 ? (
        <Button size="small" appearance="subtle" onClick={() => onFilters([])}>
          {text.refine.clear}
        </Button>
      ) : null}
    </div>
  )
}
