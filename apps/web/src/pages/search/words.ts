import type { AclEntryView, Explanation, PathStep } from '../../api/types.ts'
import { text } from '../../messages.ts'

/** An explanation with the names that a reader knows. */
export interface NamedExplanation {
  readonly explanation: Explanation
  readonly person: string
  readonly item: string
  /** Names of people and groups by id, where the reader may see the directory. */
  readonly names: ReadonlyMap<string, string>
}

/** The explanation in sentences: the way through groups, the entry that decided, then what else stands in the way. */
export function wordsOf(named: NamedExplanation): readonly string[] {
  const { explanation, person } = named
  return [...accessWords(named), ...obstacles(explanation, person)]
}

function accessWords({ explanation, person, names }: NamedExplanation): readonly string[] {
  const { because, entries, received } = explanation
  if (!received) return []
  if (!because) return [text.why.noMatch(person, entries.length)]
  const groups = groupsOf(explanation)
  const memberships = groups.map((group, at) =>
    text.why.memberOf(groups[at - 1]?.displayName ?? person, group.displayName),
  )
  return [...memberships, verdict(person, because.entry, names)]
}

function obstacles(
  { received, indexed, indexProblem, served, isGuest }: Explanation,
  person: string,
): readonly string[] {
  const all = [
    { stands: !received, words: text.why.notReceived },
    { stands: received && !indexed, words: text.why.notIndexed(indexProblem) },
    { stands: !served, words: text.why.notServed },
    { stands: isGuest, words: text.why.guest(person) },
  ]
  return all.filter(({ stands }) => stands).map(({ words }) => words)
}

function verdict(person: string, entry: AclEntryView, names: ReadonlyMap<string, string>): string {
  const isDirect = entry.type === 'user'
  if (entry.accessType === 'deny') {
    return isDirect ? text.why.deniedDirectly(person) : text.why.deniedGroup(entryName(entry, names))
  }
  return isDirect ? text.why.grantedDirectly(person) : text.why.grantedGroup(entryName(entry, names))
}

/** The groups between the person and the entry that decided; the path begins with the person. */
export function groupsOf({ because }: Explanation): readonly PathStep[] {
  return (because?.path ?? []).filter(({ type }) => type !== 'user')
}

/** Who an entry speaks of, as a reader would say it. */
export function entryName(entry: AclEntryView, names?: ReadonlyMap<string, string>): string {
  if (entry.type === 'everyone') return text.why.everyone
  if (entry.type === 'everyoneExceptGuests') return text.why.everyoneExceptGuests
  return entry.displayName ?? names?.get(entry.value.toLowerCase()) ?? entry.value
}

/** Names that the explanation itself brings: the steps of its paths. */
export function namesWithin({ entries }: Explanation): readonly (readonly [string, string])[] {
  return entries.flatMap(({ path }) => path.map(({ id, displayName }) => [id.toLowerCase(), displayName] as const))
}
