import { Button, Dropdown, Input, makeStyles, Option, Text, tokens } from '@fluentui/react-components'
import type { ResultRule, ResultTypeList } from '../../api/types.ts'
import { AddRegular, DismissRegular } from '../../icons.ts'
import { text } from '../../messages.ts'

const useStyles = makeStyles({
  root: { border: 'none', margin: 0, padding: 0, minWidth: 0, display: 'flex', flexDirection: 'column', gap: '8px' },
  title: { padding: 0, marginBottom: '4px' },
  hint: { color: tokens.colorNeutralForeground3 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 3fr) minmax(0, 3fr) minmax(0, 4fr) auto',
    gap: '4px',
    alignItems: 'center',
    '@media (max-width: 720px)': { gridTemplateColumns: 'minmax(0, 1fr) auto' },
  },
  part: { minWidth: 0, width: '100%', '@media (max-width: 720px)': { gridColumnStart: 1 } },
  add: { alignSelf: 'flex-start' },
})

/** As the server takes them. */
const MOST = 10

const EMPTY: ResultRule = { property: '', operation: 'equals', values: [], valuesJoinedBy: 'or' }

interface Props {
  readonly rules: readonly ResultRule[]
  readonly properties: ResultTypeList['connections'][number]['properties']
  readonly onRules: (rules: readonly ResultRule[]) => void
}

/** What a result must be for the layout; all of it must hold. */
export function Rules({ rules, properties, onRules }: Props) {
  const styles = useStyles()
  const change = (at: number, changes: Partial<ResultRule>) =>
    onRules(rules.map((rule, n) => (n === at ? { ...rule, ...changes } : rule)))
  return (
    <fieldset className={styles.root}>
      <legend className={styles.title}>{text.resultTypes.rules}</legend>
      <Text size={200} className={styles.hint}>
        {text.resultTypes.rulesHint}
      </Text>
      {rules.map((rule, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no name of their own, and their order is theirs to change
        <div key={at} className={styles.row}>
          <Dropdown
            className={styles.part}
            aria-label={text.resultTypes.property(at + 1)}
            placeholder={properties.length === 0 ? text.resultTypes.noProperty : text.resultTypes.propertyHint}
            value={rule.property}
            selectedOptions={[rule.property]}
            onOptionSelect={(_, data) => change(at, { property: data.optionValue ?? '' })}
          >
            {namesFor(rule, properties).map((name) => (
              <Option key={name}>{name}</Option>
            ))}
          </Dropdown>
          <Dropdown
            className={styles.part}
            aria-label={text.resultTypes.operation(at + 1)}
            value={text.resultTypes.operations[rule.operation] ?? rule.operation}
            selectedOptions={[rule.operation]}
            onOptionSelect={(_, data) => change(at, { operation: data.optionValue ?? 'equals' })}
          >
            {Object.entries(text.resultTypes.operations).map(([operation, name]) => (
              <Option key={operation} value={operation}>
                {name}
              </Option>
            ))}
          </Dropdown>
          {rule.operation === 'null' ? (
            <span className={styles.part} />
          ) : (
            <Input
              className={styles.part}
              aria-label={text.resultTypes.values(at + 1)}
              placeholder={text.resultTypes.valuesHint}
              defaultValue={rule.values.join(', ')}
              onChange={(_, data) => change(at, { values: valuesOf(data.value) })}
            />
          )}
          <Button
            appearance="subtle"
            icon={<DismissRegular />}
            aria-label={text.resultTypes.removeRule(at + 1)}
            onClick={() => onRules(rules.toSpliced(at, 1))}
          />
        </div>
      ))}
      {rules.length < MOST ? (
        <Button
          className={styles.add}
          size="small"
          icon={<AddRegular />}
          onClick={() => onRules([...rules, { ...EMPTY, property: properties[0]?.name ?? '' }])}
        >
          {text.resultTypes.addRule}
        </Button>
      ) : null}
    </fieldset>
  )
}

/** What all connections have, and what the rule goes by now. */
function namesFor({ property }: ResultRule, properties: Props['properties']): readonly string[] {
  const names = properties.map(({ name }) => name)
  return property === '' || names.includes(property) ? names : [property, ...names]
}

/** One of several is enough; commas stand between them. */
const valuesOf = (typed: string): readonly string[] =>
  typed
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean)
