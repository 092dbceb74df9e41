import { Button, makeStyles } from '@fluentui/react-components'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { SearchConnection, SearchVertical } from '../../api/types.ts'
import { SearchRegular } from '../../icons.ts'
import { EVERYWHERE, type Place } from '../../lib/address.ts'
import { useIsNarrow } from '../../lib/useMediaQuery.ts'
import { text } from '../../messages.ts'
import { Help } from './Help.tsx'
import { isWhole } from './misread.ts'
import { Scopes } from './Scopes.tsx'
import { SuggestBox } from './SuggestBox.tsx'

const useStyles = makeStyles({
  search: { display: 'block', width: '100%' },
  form: { display: 'flex', flexDirection: 'column', gap: '12px', width: '100%' },
  row: { display: 'flex', gap: '4px' },
})

interface Props {
  readonly query: string
  readonly place: Place
  readonly verticals: readonly SearchVertical[]
  readonly connections: readonly SearchConnection[]
  readonly onSearch: (query: string, place: Place) => void
}

export function QueryBox({ query, place, verticals, connections, onSearch }: Props) {
  const styles = useStyles()
  const isNarrow = useIsNarrow()
  const [typed, setTyped] = useState(query)
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => setTyped(query), [query])
  useEffect(() => {
    if (query === '') box.current?.focus()
  }, [query])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim()) onSearch(typed.trim(), place)
  }
  return (
    <search className={styles.search}>
      <form className={styles.form} onSubmit={submit}>
        <div className={styles.row}>
          <SuggestBox
            input={box}
            typed={typed}
            onTyped={setTyped}
            onChosen={(suggestion) => {
              setTyped(suggestion)
              if (isWhole(suggestion)) onSearch(suggestion.trim(), place)
            }}
          />
          <Help />
          {isNarrow ? (
            <Button
              type="submit"
              appearance="primary"
              size="large"
              icon={<SearchRegular />}
              aria-label={text.search.box}
            />
          ) : (
            <Button type="submit" appearance="primary" size="large">
              {text.search.box}
            </Button>
          )}
        </div>
        {connections.length > 0 ? (
          <Scopes
            verticals={verticals}
            connections={connections}
            chosen={place}
            isCentred={query === ''}
            onChoose={(chosen) => onSearch(typed.trim() || '*', { ...EVERYWHERE, ...chosen })}
          />
        ) : null}
      </form>
    </search>
  )
}
