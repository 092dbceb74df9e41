import {
  Button,
  Dropdown,
  Field,
  Input,
  makeStyles,
  Option,
  Switch,
  Textarea,
  tokens,
} from '@fluentui/react-components'
import { type FormEvent, useState } from 'react'
import { changeVertical, createVertical } from '../../api/endpoints.ts'
import type { Problem } from '../../api/http.ts'
import type { Vertical, VerticalList } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { ProblemView } from '../../parts/ProblemView.tsx'

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '20px' },
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  actions: { display: 'flex', gap: '8px' },
})

/** As the server takes them. */
const LONGEST_NAME = 60

interface Props {
  /** Undefined for a new one. */
  readonly vertical: Vertical | undefined
  readonly list: VerticalList
  readonly onDone: () => void
}

/** One vertical: its name, its connections, what narrows them, and whether it is shown. */
export function Editor({ vertical, list: { value, connections }, onDone }: Props) {
  const styles = useStyles()
  const [name, setName] = useState(vertical?.name ?? '')
  const [chosen, setChosen] = useState<readonly string[]>(vertical?.connections ?? [])
  const [restriction, setRestriction] = useState(vertical?.restriction ?? '')
  const [isShown, setShown] = useState(vertical?.state === 'enabled')
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const within = connections.filter(({ id }) => chosen.includes(id))
  // A connection that does not know a property gives nothing.
  const common = (within[0]?.queryable ?? []).filter((property) =>
    within.every(({ queryable }) => queryable.includes(property)),
  )
  const ownerOf = (id: string) => value.find((other) => other.id !== vertical?.id && other.connections.includes(id))

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const asked = {
      name: name.trim(),
      connections: chosen,
      restriction: restriction.trim() || null,
      state: isShown ? 'enabled' : 'disabled',
    } as const
    const outcome = await (vertical ? changeVertical(vertical.id, asked) : createVertical(asked))
    setBusy(false)
    if (outcome.ok) onDone()
    else setProblem(outcome.problem)
  }

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      {problem ? <ProblemView problem={problem} /> : null}
      <Field label={text.verticals.name} hint={text.verticals.nameHint} required>
        <Input value={name} maxLength={LONGEST_NAME} onChange={(_, data) => setName(data.value)} />
      </Field>
      <Field label={text.verticals.connections} hint={text.verticals.connectionsHint} required>
        <Dropdown
          multiselect
          placeholder={text.connections.choose}
          selectedOptions={[...chosen]}
          value={within.map((connection) => connection.name).join(', ')}
          onOptionSelect={(_, data) => setChosen(data.selectedOptions)}
        >
          {connections.map((connection) => {
            const owner = ownerOf(connection.id)
            const label = owner ? text.verticals.taken(connection.name, owner.name) : connection.name
            return (
              <Option key={connection.id} value={connection.id} text={label} disabled={owner !== undefined}>
                {label}
              </Option>
            )
          })}
        </Dropdown>
      </Field>
      <Field label={text.verticals.restriction} hint={text.verticals.restrictionHint}>
        <Textarea
          rows={3}
          resize="vertical"
          spellCheck={false}
          placeholder="status:open"
          textarea={{ className: styles.code }}
          value={restriction}
          onChange={(_, data) => setRestriction(data.value)}
        />
      </Field>
      {within.length > 0 ? (
        <span>{common.length > 0 ? text.verticals.properties(common) : text.verticals.noProperties}</span>
      ) : null}
      <Field hint={text.verticals.shownHint}>
        <Switch label={text.verticals.shown} checked={isShown} onChange={(_, data) => setShown(data.checked)} />
      </Field>
      <div className={styles.actions}>
        <Button type="submit" appearance="primary" disabled={isBusy || name.trim() === '' || chosen.length === 0}>
          {text.save}
        </Button>
        <Button onClick={onDone}>{text.cancel}</Button>
      </div>
    </form>
  )
}
