import { makeStyles, mergeClasses, SearchBox, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'
import { useSuggestions } from './useSuggestions.ts'

const useStyles = makeStyles({
  root: { position: 'relative', flexGrow: 1, minWidth: 0 },
  box: { width: '100%', maxWidth: 'none', minWidth: 0 },
  list: {
    position: 'absolute',
    zIndex: 10,
    insetInline: 0,
    top: 'calc(100% + 4px)',
    margin: 0,
    padding: '4px',
    listStyleType: 'none',
    textAlign: 'start',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow16,
  },
  option: {
    padding: '6px 8px',
    borderRadius: tokens.borderRadiusMedium,
    cursor: 'pointer',
    overflowWrap: 'anywhere',
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  active: {
    backgroundColor: tokens.colorNeutralBackground1Selected,
    outline: `2px solid ${tokens.colorStrokeFocus2}`,
    outlineOffset: '-2px',
  },
})

interface Props {
  readonly input: RefObject<HTMLInputElement | null>
  readonly typed: string
  readonly onTyped: (typed: string) => void
  readonly onChosen: (suggestion: string) => void
}

/** The query with how it may go on. What is typed stays as it is until a suggestion is chosen. */
export function SuggestBox({ input, typed, onTyped, onChosen }: Props) {
  const styles = useStyles()
  const listId = useId()
  // Only typing asks: a query out of the address, or one just sent, opens nothing.
  const [isAsking, setAsking] = useState(false)
  const [active, setActive] = useState<number>()
  const suggestions = useSuggestions(isAsking ? typed : undefined)
  const isOpen = isAsking && suggestions.length > 0
  const current = isOpen && active !== undefined ? suggestions[active] : undefined
  const close = () => {
    setAsking(false)
    setActive(undefined)
  }
  const choose = (suggestion: string) => {
    close()
    onChosen(suggestion)
  }
  const move = (step: 1 | -1) =>
    setActive((at) => {
      const next = at === undefined ? (step === 1 ? 0 : suggestions.length - 1) : at + step
      return next < 0 || next >= suggestions.length ? undefined : next
    })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && current === undefined) return close()
    if (!isOpen) return
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: close,
      Enter: () => choose(current ?? typed),
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  return (
    <div className={styles.root}>
      <SearchBox
        ref={(element: HTMLInputElement | null) => {
          input.current = element
        }}
        className={styles.box}
        size="large"
        role="combobox"
        autoComplete="off"
        aria-label={text.search.box}
        aria-autocomplete="list"
        aria-expanded={isOpen}
        {...(isOpen ? { 'aria-controls': listId } : {})}
        {...(current === undefined ? {} : { 'aria-activedescendant': `${listId}-${active}` })}
        placeholder={text.search.placeholder}
        value={typed}
        {...(typed === '' ? { dismiss: null } : {})}
        onChange={(_, data) => {
          setAsking(true)
          setActive(undefined)
          onTyped(data.value)
        }}
        onKeyDown={onKeyDown}
        onBlur={close}
      />
      <Hidden>
        <span role="status">{isOpen ? text.suggest.count(suggestions.length) : ''}</span>
      </Hidden>
      {isOpen ? (
        <div role="listbox" id={listId} aria-label={text.suggest.list} className={styles.list}>
          {suggestions.map((suggestion, at) => (
            // The keys of the list belong to the box, which keeps the focus. Pressing must not take it away.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={suggestion}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === active}
              className={mergeClasses(styles.option, at === active && styles.active)}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(suggestion)}
            >
              {suggestion}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  )
}
