import { own } from '@jumpseat/wire'
import { whenAt } from './dates.ts'
import { type Field, labelledField, namedField } from './fields.ts'
import { type Candidate, filter, isBoundary, isDenied, type Reading } from './reading.ts'
import { behind, longest, wordsOfText } from './tokens.ts'
import type { QuestionPerson } from './types.ts'

/** Who did what, and the labels of the property that tells. */
const DEEDS: Readonly<Record<string, readonly string[]>> = {
  created: ['createdBy'],
  added: ['createdBy'],
  posted: ['createdBy'],
  uploaded: ['createdBy'],
  submitted: ['createdBy'],
  logged: ['createdBy'],
  opened: ['reportedBy', 'createdBy'],
  filed: ['reportedBy', 'createdBy'],
  raised: ['reportedBy', 'createdBy'],
  reported: ['reportedBy', 'createdBy'],
  written: ['authors', 'createdBy'],
  authored: ['authors', 'createdBy'],
  modified: ['lastModifiedBy'],
  changed: ['lastModifiedBy'],
  updated: ['lastModifiedBy'],
  edited: ['lastModifiedBy'],
  closed: ['closedBy'],
  resolved: ['closedBy'],
  completed: ['closedBy'],
  fixed: ['closedBy'],
}

/** What somebody who does it is called. */
const DOERS: Readonly<Record<string, readonly string[]>> = {
  owned: ['owner'],
  managed: ['manager'],
  reviewed: ['reviewer'],
  approved: ['approver'],
  assigned: ['assignee', 'assigned', 'assigned to'],
  reported: ['reporter', 'reported by'],
  created: ['creator', 'created by'],
  written: ['author', 'authors'],
  authored: ['author', 'authors'],
  led: ['lead', 'leader'],
  sponsored: ['sponsor'],
  requested: ['requester', 'requestor'],
}

const PERSON_LABELS = ['createdBy', 'lastModifiedBy', 'authors', 'assignedToPeople', 'closedBy', 'reportedBy']
const PERSON_NAME =
  /(?:^|\s)(?:by|to|owner|author|authors|assignee|assignees|reviewer|reviewers|approver|manager|reporter|creator|editor|requester|requestor|lead|sponsor|agent|technician)$/

/** Whether its values are people. */
export const isPersonal = ({ kind, labels, names }: Field): boolean =>
  kind === 'text' &&
  (labels.some((label) => PERSON_LABELS.includes(label)) || names.some((words) => PERSON_NAME.test(words.join(' '))))

/** `assigned to Ana`, `opened by Ana`, `by Ana`, `owner Ana`, `not created by me`, `opened last week by Ana`. */
export function personRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens } = reading
  const role = roleAt(reading, at)
  if (!role) return undefined
  const { field, next, isWeak } = role
  if (!isPersonal(field)) return undefined
  const whom = peopleAt(reading, next, field, isWeak)
  if (!whom) return undefined
  const isNot = isDenied(reading, at)
  if (isNot && tokens[at - 1]?.word !== 'not' && !/n['’]t$/.test(tokens[at - 1]?.word ?? '')) return undefined
  return filter(field, isNot ? '<>' : '=', whom.values, isNot ? at - 1 : at, whom.next)
}

/** `that Ana opened`, `which Ben Okafor created last week`. */
export function activeRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields, calendar } = reading
  if (!['that', 'which'].includes(tokens[at - 1]?.word ?? '')) return undefined
  for (let verb = at + 1; verb <= at + 3; verb++) {
    const field = own(DEEDS, tokens[verb]?.word ?? '') && deedField(fields, tokens[verb]?.word ?? '')
    if (!field || !isPersonal(field)) continue
    const whom = personAt(reading, at, field, true)
    if (whom?.next !== verb) return undefined
    // The verb belongs to the time that follows.
    const isTimed = whenAt(tokens, verb + 1, calendar, 'past') !== undefined
    return isTimed || isBoundary(reading, verb + 1)
      ? filter(field, '=', whom.values, at, isTimed ? verb : verb + 1)
      : undefined
  }
  return undefined
}

interface Role {
  readonly field: Field
  /** Where the name of the person begins. */
  readonly next: number
  /** Words that could well mean something else. */
  readonly isWeak: boolean
}

function roleAt(reading: Reading, at: number): Role | undefined {
  const { tokens, fields, calendar } = reading
  const word = tokens[at]?.word ?? ''
  const found = (field: Field | undefined, next: number, isWeak = false) => field && { field, next, isWeak }

  // `last modified by`
  const place = word === 'last' && own(DEEDS, tokens[at + 1]?.word ?? '')?.[0] === 'lastModifiedBy' ? at + 1 : at
  const deed = tokens[place]?.word ?? ''
  if (deed === 'assigned' && tokens[place + 1]?.word === 'to')
    return found(labelledField(fields, ['assignedToPeople']) ?? doer(fields, deed), place + 2)
  const byPlace = tokens[place + 1]?.word === 'by' ? place + 1 : undefined
  if (byPlace !== undefined && (own(DEEDS, deed) || own(DOERS, deed) || namedField(fields, [deed, 'by'])))
    return found(deedField(fields, deed), byPlace + 1)
  if (word === 'by') {
    const before = deedBefore(reading, at)
    if (before !== undefined) return found(deedField(fields, before), at + 1)
    const previous = tokens[at - 1]?.word
    // `by Friday`
    const isDue = whenAt(tokens, at + 1, calendar, 'future') !== undefined
    if (previous === undefined || /(?:ed|en|wn|de|nt|lt|ld)$/.test(previous) || isDue) return undefined
    return found(labelledField(fields, ['authors', 'createdBy']), at + 1, true)
  }
  const personal = fields.filter(isPersonal).flatMap((field) => field.names.map((words) => ({ field, words })))
  const named = longest(tokens, at, personal, ({ words }) => words)
  if (!named) return undefined
  const next = ['is', 'was', '=', 'are'].includes(tokens[named.next]?.word ?? '') ? named.next + 1 : named.next
  const isOne =
    fields.filter(({ names }) => names.some((words) => behind(tokens, at, words) === named.next)).length === 1
  return isOne ? found(named.choice.field, next, next === named.next) : undefined
}

/** The verb of `opened last week by`. */
function deedBefore({ tokens, calendar }: Reading, by: number): string | undefined {
  for (let at = by - 1; at >= Math.max(0, by - 7); at--) {
    const word = tokens[at]?.word ?? ''
    if (!own(DEEDS, word) && !own(DOERS, word)) continue
    return whenAt(tokens, at + 1, calendar, 'past')?.next === by ? word : undefined
  }
  return undefined
}

const deedField = (fields: readonly Field[], deed: string): Field | undefined =>
  namedField(fields, [deed, 'by']) ?? labelledField(fields, own(DEEDS, deed) ?? []) ?? doer(fields, deed)

function doer(fields: readonly Field[], deed: string): Field | undefined {
  const found = (own(DOERS, deed) ?? []).flatMap((name) => namedField(fields, name.split(' ')) ?? [])
  return new Set(found).size === 1 ? found[0] : undefined
}

/** One person, or several with `or` between them; nobody where `and` stands there, which may mean either. */
function peopleAt(reading: Reading, at: number, field: Field, isWeak: boolean) {
  const values: string[] = []
  for (let place = at; ; ) {
    const one = personAt(reading, place, field, isWeak)
    if (!one) return undefined
    values.push(...one.values)
    const link = reading.tokens[one.next]?.word
    if (link !== 'or' && link !== 'and') return { values: [...new Set(values)], next: one.next }
    const another = personAt(reading, one.next + 1, field, isWeak)
    if (!another) return link === 'and' ? { values: [...new Set(values)], next: one.next } : undefined
    if (link === 'and') return undefined
    place = one.next + 1
  }
}

function personAt(reading: Reading, at: number, field: Field, isWeak: boolean) {
  const { tokens, context } = reading
  const { people, me } = context
  const first = tokens[at]
  if (!first || (first.isApart && at > 0)) return undefined
  if ((first.word === 'me' || first.word === 'myself') && me) return { values: valuesOf(me, field), next: at + 1 }
  const address = people.filter((person) => addressesOf(person).includes(first.word))
  if (address[0]) return address.length === 1 ? { values: valuesOf(address[0], field), next: at + 1 } : undefined

  const whole = longest(tokens, at, people.flatMap(wholeNames), ({ words }) => words)
  const known = longest(tokens, at, field.values, wordsOfText)
  if (whole && whole.next >= (known?.next ?? 0)) {
    const same = people.filter((person) =>
      wholeNames(person).some(({ words }) => words.join() === whole.choice.words.join()),
    )
    return same.length === 1 ? { values: valuesOf(whole.choice.person, field), next: whole.next } : undefined
  }
  if (known && known.next - at > 1) return { values: [known.choice], next: known.next }

  const partly = people.filter((person) => partNames(person).includes(first.word))
  const isEnd = isBoundary(reading, at + 1) && !tokens[at + 1]?.isCapital
  if (partly.length === 1 && partly[0] && isEnd && (first.isCapital || !isWeak))
    return { values: valuesOf(partly[0], field), next: at + 1 }
  return known && partly.length === 0 && isEnd ? { values: [known.choice], next: known.next } : undefined
}

interface Named {
  readonly person: QuestionPerson
  readonly words: readonly string[]
}

function wholeNames(person: QuestionPerson): readonly Named[] {
  const { displayName, givenName, surname } = person
  const names = [displayName, ...(givenName && surname ? [`${givenName} ${surname}`, `${surname} ${givenName}`] : [])]
  return names.map((name) => ({ person, words: wordsOfText(name) })).filter(({ words }) => words.length > 1)
}

/** The given name and the surname, where each is one word. */
function partNames({ displayName, givenName, surname }: QuestionPerson): readonly string[] {
  const words = wordsOfText(displayName)
  const parts = [givenName ?? words[0] ?? '', surname ?? (words.length === 2 ? words[1] : '') ?? '']
  return parts.map(wordsOfText).flatMap((name) => (name.length === 1 ? name : []))
}

const addressesOf = ({ userPrincipalName, mail }: QuestionPerson) =>
  [userPrincipalName, mail].flatMap((address) => (address ? [address.toLowerCase()] : []))

/** Each way in which items may name the person, known ones included. */
function valuesOf(person: QuestionPerson, field: Field): readonly string[] {
  const given = [person.displayName, person.userPrincipalName, person.mail].filter(
    (value) => typeof value === 'string' && value !== '',
  )
  const ways = new Set([...wholeNames(person).map(({ words }) => words.join(' ')), ...addressesOf(person)])
  const known = field.values.filter((value) => ways.has(wordsOfText(value).join(' ')) || ways.has(value.toLowerCase()))
  const all = [...given, ...known] as string[]
  return [...new Map(all.map((value) => [value.toLowerCase(), value])).values()]
}
