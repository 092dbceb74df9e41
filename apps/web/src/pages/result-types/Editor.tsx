import { Button, Dropdown, Field, Input, makeStyles, Option, Textarea, tokens } from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { changeResultType, createResultType } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { ResultRule, ResultType, ResultTypeList } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'
import { layoutOf, STARTING_LAYOUT } from './layout.ts'
import { Preview } from './Preview.tsx'
import { Rules } from './Rules.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '20px' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', gap: '8px' },
})

/** As the server takes them. */
const LONGEST_NAME = 60

interface Props {
  /** Undefined for a new one. */
  readonly resultType: ResultType | undefined
  readonly connections: ResultTypeList['connections']
  readonly onDone: () => void
}

/** One result type: for which results it is, and how they look, shown on items as one types. */
export function Editor({ resultType, connections, onDone }: Props) {
  const styles = useStyles()
  const [name, setName] = useState(resultType?.name ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(
    resultType?.connections ?? (connections.length === 1 ? connections.map(({ id }) => id) : []),
  )
  const [rules, setRules] = useState<readonly ResultRule[]>(resultType?.rules ?? [])
  const [card, setCard] = useState(JSON.stringify(resultType?.layout ?? STARTING_LAYOUT, null, 2))
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const { layout, fault } = layoutOf(card)
  const within = connections.filter(({ id }) => chosen.includes(id))
  // Only what each of them has can be gone by.
  const common = (within[0]?.properties ?? []).filter(({ name: property }) =>
    within.every(({ properties }) => properties.some((each) => each.name === property)),
  )

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!layout) return
    setBusy(true)
    const asked = { name: name.trim(), connections: chosen, rules, layout }
    const outcome = await (resultType ? changeResultType(resultType.id, asked) : createResultType(asked))
    setBusy(false)
    if (outcome.ok) onDone()
    else setProblem(outcome.problem)
  }
  const isReady =
    name.trim() !== '' && chosen.length > 0 && layout !== undefined && rules.every(({ property }) => property)

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      {problem ? <ProblemView problem={problem} /> : null}
      <Field label={text.resultTypes.name} hint={text.resultTypes.nameHint} required>
        <Input value={name} maxLength={LONGEST_NAME} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label={text.resultTypes.connections} required>
        <Dropdown
          multiselect
          placeholder={text.connections.choose}
          selectedOptions={[...chosen]}
          value={within.map((connection) => connection.name).join(', ')}
          onOptionSelect={(_, data) => setChosen(data.selectedOptions)}
        >
          {connections.map((connection) => (
            <Option key={connection.id} value={connection.id}>
              {connection.name}
            </Option>
          ))}
        </Dropdown>
      </Field>
      <Rules rules={rules} properties={common} onRules={setRules} />
      <Field
        label={text.resultTypes.layout}
        hint={text.resultTypes.layoutHint}
        required
        {...(fault === undefined ? {} : { validationState: 'error', validationMessage: fault })}
      >
        <Textarea
          rows={12}
          resize="vertical"
          spellCheck={false}
          textarea={{ className: styles.code }}
          value={card}
          onChange={(_, data) => setCard(data.value)}
        />
      </Field>
      <Preview connections={chosen} rules={rules.filter(({ property }) => property)} layout={layout} />
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabled={isBusy || !isReady}>
          {text.save}
        </Button>
        <Button onClick={onDone}>{text.cancel}</Button>
      </div>
    </form>
  )
}
