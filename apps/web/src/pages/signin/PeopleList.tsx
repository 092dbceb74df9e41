import { Avatar, CompoundButton, Field, makeStyles, SearchBox, Text, tokens } from '@fluentui/react-components'
import { useMemo, useState } from 'react'
import type { SamplePerson } from '../../api/types.ts'
import { text } from '../../messages.ts'
import { Hidden } from '../../parts/Hidden.tsx'

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '16px' },
  find: { maxWidth: '400px' },
  list: {
    listStyleType: 'none',
    margin: 0,
    padding: 0,
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))',
    gap: '8px',
  },
  card: {
    width: '100%',
    height: '100%',
    maxWidth: 'none',
    justifyContent: 'flex-start',
    textAlign: 'start',
    padding: '10px 12px',
  },
  quiet: { color: tokens.colorNeutralForeground3 },
})

interface Props {
  readonly people: readonly SamplePerson[]
  readonly isBusy: boolean
  readonly onChoose: (id: string) => void
}

/** One card for each person of the sample organisation, with a box that narrows them down. */
export function PeopleList({ people, isBusy, onChoose }: Props) {
  const styles = useStyles()
  const [query, setQuery] = useState('')
  const found = useMemo(() => people.filter((person) => matches(person, query)), [people, query])
  return (
    <div className={styles.root}>
      <Field label={text.signIn.findPerson} className={styles.find}>
        <SearchBox
          autoFocus
          appearance="outline"
          placeholder={text.signIn.findHint}
          value={query}
          {...(query === '' ? { dismiss: null } : {})}
          onChange={(_, data) => setQuery(data.value)}
        />
      </Field>
      <div role="status" aria-live="polite">
        {found.length === 0 ? <Text className={styles.quiet}>{text.signIn.nobody(query)}</Text> : null}
      </div>
      <ul className={styles.list}>
        {found.map((person) => (
          <li key={person.id}>
            <PersonCard person={person} isBusy={isBusy} onChoose={onChoose} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function PersonCard({ person, isBusy, onChoose }: Omit<Props, 'people'> & { readonly person: SamplePerson }) {
  const styles = useStyles()
  const place = person.isGuest ? text.signIn.guest : person.department
  return (
    <CompoundButton
      className={styles.card}
      disabled={isBusy}
      icon={<Avatar name={person.displayName} color="colorful" idForColor={person.id} size={36} aria-hidden />}
      secondaryContent={[person.jobTitle, place].filter(Boolean).join(' · ')}
      onClick={() => onChoose(person.id)}
    >
      <Hidden>{text.signIn.signInAs} </Hidden>
      {person.displayName}
    </CompoundButton>
  )
}

function matches(person: SamplePerson, query: string): boolean {
  const plain = (value: string) => value.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const hay = plain([person.displayName, person.jobTitle, person.department, person.userPrincipalName].join(' '))
  return plain(query)
    .split(/\s+/)
    .every((word) => hay.includes(word))
}
