import { stemOf } from '@jumpseat/index'
import { own } from '@jumpseat/wire'
import { timeAt } from './dates.ts'
import { type Field, isNamed, labelledField, namedField } from './fields.ts'
import type { Direction } from './periods.ts'
import { type Candidate, filter, isBoundary, isDenied, type Reading } from './reading.ts'
import { longest } from './tokens.ts'

/** When what happened, and the label of the property that tells. */
const EVENTS: Readonly<Record<string, string>> = {
  created: 'createdDateTime',
  opened: 'createdDateTime',
  added: 'createdDateTime',
  filed: 'createdDateTime',
  raised: 'createdDateTime',
  reported: 'createdDateTime',
  submitted: 'createdDateTime',
  logged: 'createdDateTime',
  written: 'createdDateTime',
  authored: 'createdDateTime',
  posted: 'createdDateTime',
  uploaded: 'createdDateTime',
  modified: 'lastModifiedDateTime',
  changed: 'lastModifiedDateTime',
  updated: 'lastModifiedDateTime',
  edited: 'lastModifiedDateTime',
  revised: 'lastModifiedDateTime',
  closed: 'closedDate',
  resolved: 'closedDate',
  completed: 'closedDate',
  finished: 'closedDate',
  fixed: 'closedDate',
  due: 'dueDate',
}

/** `opened last week`, `due before Friday`, `arrived since March`, `due date in Q3`, `opened by Ana yesterday`, `overdue`. */
export function timeRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields, calendar } = reading
  const word = tokens[at]?.word ?? ''
  const dates = fields.filter(({ kind }) => kind === 'date')
  if (dates.length === 0 || isDenied(reading, at) || isCoupled(reading, at)) return undefined

  if (word === 'overdue') {
    const due = labelledField(dates, ['dueDate']) ?? namedField(dates, ['due', 'date']) ?? namedField(dates, ['due'])
    const isState = fields.some(({ values }) => values.some((value) => value.toLowerCase() === word))
    return due && !isState ? filter(due, '<', [calendar.start(calendar.today)], at, at + 1) : undefined
  }
  const named = nameAt(reading, dates, at)
  if (named) {
    const { field, next } = named
    const skipped = ['is', 'was', '=', 'of', 'are'].includes(tokens[next]?.word ?? '') ? next + 1 : next
    const when = timeAt(tokens, skipped, calendar, directionOf(field))
    if (when) return filter(field, when.operator, when.values, at, when.next)
  }
  const field = eventField(dates, word)
  if (!field) return undefined
  const direct = timeAt(tokens, at + 1, calendar, directionOf(field))
  if (direct) return filter(field, direct.operator, direct.values, at, direct.next)
  const place = behindPerson(reading, at)
  const late = place === undefined ? undefined : timeAt(tokens, place, calendar, directionOf(field))
  return late && place !== undefined ? filter(field, late.operator, late.values, place, late.next) : undefined
}

const FORWARD = /(?:^|\s)(?:due|deadline|expir\w*|ends?|until|renewal|target|planned|scheduled)(?:\s|$)/

const directionOf = (field: Field): Direction =>
  field.labels.includes('dueDate') || isNamed(field, FORWARD) ? 'future' : 'past'

/** A date property called by its whole name. */
function nameAt({ tokens }: Reading, dates: readonly Field[], at: number) {
  const names = dates.flatMap((field) =>
    field.names.filter((words) => words.length > 1 || isDated(words)).map((words) => ({ field, words })),
  )
  const found = longest(tokens, at, names, ({ words }) => words)
  if (!found) return undefined
  const { words } = found.choice
  const isOne = new Set(names.filter((one) => one.words.join() === words.join()).map(({ field }) => field)).size === 1
  return isOne ? { field: found.choice.field, next: found.next } : undefined
}

/** A single word that is no verb. */
const isDated = ([word = '']: readonly string[]) => own(EVENTS, word) === undefined && word.length > 3

/** The property that tells when it happened: one that is called so, else the one that carries the label. */
function eventField(dates: readonly Field[], word: string): Field | undefined {
  if (!/(?:ed|due|en|nt|ld|ft|pt|ing|e|s)$/.test(word)) return undefined
  const called = dates.filter(({ names }) => names.some((words) => isEvent(words, word)))
  if (called.length > 0) return called.length === 1 ? called[0] : undefined
  return labelledField(dates, [own(EVENTS, word) ?? ''])
}

const ENDINGS = new Set(['date', 'time', 'at', 'on', 'day', 'datetime', 'timestamp', 'utc'])

function isEvent(words: readonly string[], verb: string): boolean {
  const bare = words.filter((word) => !ENDINGS.has(word))
  const [only] = bare
  return bare.length === 1 && only !== undefined && (only === verb || isAlike(only, verb))
}

/** Of one stem, or at least of one beginning, as `expiry` and `expires` are. */
const isAlike = (name: string, verb: string) =>
  stemOf(name) === stemOf(verb) || (name.length >= ALIKE && name.slice(0, ALIKE) === verb.slice(0, ALIKE))
const ALIKE = 5

/** `opened and closed last week` says two things at once. */
function isCoupled({ tokens }: Reading, at: number): boolean {
  const link = tokens[at - 1]?.word
  return (link === 'and' || link === 'or') && own(EVENTS, tokens[at - 2]?.word ?? '') !== undefined
}

/** Behind `by` and somebody's name, where a time may follow. */
function behindPerson(reading: Reading, at: number): number | undefined {
  const { tokens } = reading
  if (tokens[at + 1]?.word !== 'by') return undefined
  for (let place = at + 3; place <= at + 5 && place < tokens.length; place++) {
    if (tokens[place]?.isApart) return undefined
    if (isBoundary(reading, place) && timeAt(tokens, place, reading.calendar, 'past')?.isSure) return place
  }
  return undefined
}

/** `since March`, `last week`, where there is one date only that it can mean. */
export function bareTimeRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields, calendar } = reading
  const dates = fields.filter(({ kind }) => kind === 'date')
  const [only] = dates
  if (dates.length !== 1 || !only || directionOf(only) === 'future' || isDenied(reading, at)) return undefined
  const when = timeAt(tokens, at, calendar, 'past')
  // Behind a verb, the time is that of something else.
  const isElse = /(?:ed|en|by)$/.test(tokens[at - 1]?.word ?? '') || tokens[at]?.word === 'by'
  if (!when?.isSure || at === 0 || isElse) return undefined
  // At the end: `last week's report` is a report.
  return tokens[when.next] === undefined ? filter(only, when.operator, when.values, at, when.next) : undefined
}
