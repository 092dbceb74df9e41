import type { AclEntryView, Explanation, PathStep } from '../../api/types.ts'
import { text } from '../../messages.ts'

/** The explanation in sentences, in the order in which the decision falls. */
export function wordsOf(explanation: Explanation): readonly string[] {
  const { because, person, entries } = explanation
  const who = person.displayName
  const waiting = explanation.served ? [] : [text.why.notServed]
  if (!because) return [text.why.noMatch(who, entries.length), ...waiting]
  return [...memberships(who, groupsOf(explanation)), verdict(who, because.entry), ...waiting]
}

/** The groups between the person and the entry that decided, the person's own step left out. */
export function groupsOf({ because, person }: Explanation): readonly PathStep[] {
  return (because?.path ?? []).filter((step) => step.type !== 'user' && step.id !== person.id)
}

export function entryName(entry: AclEntryView): string {
  if (entry.type === 'everyone') return text.why.everyone
  if (entry.type === 'everyoneExceptGuests') return text.why.everyoneExceptGuests
  return entry.displayName ?? entry.value
}

function memberships(who: string, groups: readonly PathStep[]): readonly string[] {
  return groups.map((group, at) => text.why.memberOf(groups[at - 1]?.displayName ?? who, group.displayName))
}

function verdict(who: string, entry: AclEntryView): string {
  const isDirect = entry.type === 'user'
  if (entry.accessType === 'deny') {
    return isDirect ? text.why.deniedDirectly(who) : text.why.deniedGroup(entryName(entry))
  }
  return isDirect ? text.why.grantedDirectly(who) : text.why.grantedGroup(entryName(entry))
}
