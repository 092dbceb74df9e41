import {
  type Calendar,
  type Day,
  dayOf,
  monthOf,
  monthsBefore,
  type Period,
  partsOf,
  quarterOf,
  realDay,
  weekOf,
  yearOf,
} from './days.ts'
import { behind, type Token } from './tokens.ts'
import type { ProposedFilter } from './types.ts'

/** A time that words stand for, and the place behind them. */
export interface When extends Pick<ProposedFilter, 'operator' | 'values'> {
  readonly next: number
  /** A word says that it is a time: `since`, `last`, `between`. Not so `in 2023`, which may be a name. */
  readonly isSure: boolean
}

/** Which of several a name without a year means: the latest, or the coming one. */
export type Direction = 'past' | 'future'

type Found<T> = { readonly of: T; readonly next: number } | undefined

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const SHORT = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const ORDINALS = ['', 'first', 'second', 'third', 'fourth']
const UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const
type Unit = (typeof UNITS)[number]

export function countAt(token: Token | undefined): number | undefined {
  if (token === undefined) return undefined
  if (/^\d{1,3}$/.test(token.word)) return Number(token.word)
  const named = NUMBERS.indexOf(token.word)
  return named === -1 ? undefined : named
}

const unitOf = (word: string | undefined): Unit | undefined =>
  UNITS.find((unit) => word === unit || word === `${unit}s`)

function monthAt(token: Token | undefined): number | undefined {
  const word = token?.word ?? ''
  const at = Math.max(MONTHS.indexOf(word), word === 'sept' ? 8 : SHORT.indexOf(word))
  return at === -1 ? undefined : at + 1
}

const yearAt = (token: Token | undefined): number | undefined =>
  token && !token.isApart && /^(?:19[7-9]\d|20\d\d)$/.test(token.word) ? Number(token.word) : undefined

/** The year behind a month and a day, which may stand behind a comma. */
const looseYearAt = (token: Token | undefined) => yearAt(token && { ...token, isApart: false })

const dateAt = (token: Token | undefined): number | undefined => {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(token?.word ?? '') ?? []
  const day = Number(digits)
  return day >= 1 && day <= 31 ? day : undefined
}

/** As `whenAt`, with both ends where they are told apart: `after 15 January and before 20 February`. */
export function timeAt(
  tokens: readonly Token[],
  at: number,
  calendar: Calendar,
  direction: Direction,
): When | undefined {
  const first = whenAt(tokens, at, calendar, direction)
  const second =
    first && tokens[first.next]?.word === 'and' ? whenAt(tokens, first.next + 1, calendar, direction) : undefined
  const [from, to] = [first?.values[0], second?.values[0]]
  if (
    !second ||
    from === undefined ||
    to === undefined ||
    !first?.operator.startsWith('>') ||
    !second.operator.startsWith('<')
  )
    return first
  const values = [moved(from, first.operator === '>' ? 1 : 0), moved(to, second.operator === '<' ? -1 : 0)] as const
  return values[0] <= values[1] ? { ...second, operator: '..', values } : undefined
}

const moved = (moment: string, milliseconds: number) => new Date(Date.parse(moment) + milliseconds).toISOString()

/** The time at a place of the question: a relation and a period. Undefined where it is not clear. */
export function whenAt(
  tokens: readonly Token[],
  at: number,
  calendar: Calendar,
  direction: Direction,
): When | undefined {
  const first = tokens[at]?.word
  const { start, end } = calendar
  const period = (place: number, isNamed = true) => periodAt(tokens, place, calendar, direction, isNamed)
  const made = (next: number, operator: When['operator'], ...values: string[]): When => ({
    operator,
    values,
    next,
    isSure: true,
  })
  const among = ({ of, next }: NonNullable<Found<Period>>) => made(next, '..', start(of.from), end(of.to))

  const rolling = rollingAt(tokens, at, calendar)
  if (rolling) return rolling
  for (const [words, operator] of RELATIONS) {
    const place = behind(tokens, at, words)
    const found = place === undefined ? undefined : (agoAt(tokens, place, calendar) ?? period(place))
    if (!found) continue
    const { of, next } = found
    return made(next, operator, operator === '<' || operator === '>=' ? start(of.from) : end(of.to))
  }
  if (first === 'between' || first === 'from') {
    const from = period(at + 1)
    const link = from && tokens[from.next]?.word
    const to = from && LINKS[first].includes(link ?? '') ? period(from.next + 1) : undefined
    if (from && to) return to.of.to < from.of.from ? undefined : made(to.next, '..', start(from.of.from), end(to.of.to))
    return first === 'from' && from && !LINKS.from.includes(link ?? '') ? among(from) : undefined
  }
  const ago = agoAt(tokens, at, calendar)
  // A day is a day; two weeks ago is not.
  if (ago) return ago.isDay ? among(ago) : undefined
  const isPreceded = first === 'in' || first === 'on' || first === 'during'
  const found = isPreceded ? period(behind(tokens, at + 1, ['the']) ?? at + 1) : period(at, false)
  return (
    found && {
      ...among(found),
      isSure: first === 'on' || first === 'during' || isRelative(tokens[at + Number(isPreceded)]),
    }
  )
}

const LINKS: Readonly<Record<'between' | 'from', readonly string[]>> = {
  between: ['and'],
  from: ['to', 'until', 'till', 'through'],
}

const RELATIONS: readonly (readonly [words: readonly string[], operator: '<' | '<=' | '>' | '>='])[] = [
  [['since'], '>='],
  [['starting'], '>='],
  [['after'], '>'],
  [['later', 'than'], '>'],
  [['before'], '<'],
  [['prior', 'to'], '<'],
  [['earlier', 'than'], '<'],
  [['no', 'later', 'than'], '<='],
  [['on', 'or', 'before'], '<='],
  [['on', 'or', 'after'], '>='],
  [['until'], '<='],
  [['till'], '<='],
  [['through'], '<='],
  [['by'], '<='],
]

const isRelative = (token: Token | undefined) =>
  ['this', 'last', 'next', 'previous', 'current', 'today', 'yesterday', 'tomorrow'].includes(token?.word ?? '')

/** `in the last 3 days`, `past month`, `next 2 weeks`, `more than 30 days ago`. Days count back from today. */
function rollingAt(tokens: readonly Token[], at: number, { today, start, end, hoursAgo }: Calendar): When | undefined {
  const word = (place: number) => tokens[place]?.word
  const isSure = true
  for (const [words, operator] of OLDER) {
    const place = behind(tokens, at, words)
    const count = place === undefined ? undefined : countAt(tokens[place])
    const unit = place === undefined ? undefined : unitOf(word(place + 1))
    if (place === undefined || count === undefined || unit === undefined) continue
    const isAgo = word(place + 2) === 'ago'
    if (!isAgo && words[0] !== 'older' && words[0] !== 'newer') continue
    return { operator, values: [start(before(today, count, unit))], next: place + (isAgo ? 3 : 2), isSure }
  }
  let place = at
  const isLed = ['in', 'within', 'over', 'during', 'for'].includes(word(place) ?? '')
  if (isLed) place++
  const hasThe = word(place) === 'the'
  if (hasThe) place++
  const side = word(place)
  if (side !== 'last' && side !== 'past' && side !== 'next' && side !== 'previous') return undefined
  const count = countAt(tokens[place + 1])
  if (count !== undefined && side !== 'next' && /^hours?$/.test(word(place + 2) ?? ''))
    return { operator: '>=', values: [hoursAgo(count)], next: place + 3, isSure }
  const unit = unitOf(word(place + (count === undefined ? 1 : 2)))
  if (unit === undefined || (count === undefined && (side === 'previous' || (side !== 'past' && !(isLed && hasThe)))))
    return undefined
  const next = place + (count === undefined ? 2 : 3)
  if (side !== 'next') return { operator: '>=', values: [start(before(today, count ?? 1, unit))], next, isSure }
  return { operator: '..', values: [start(today), end(before(today, -(count ?? 1), unit))], next, isSure }
}

const OLDER: readonly (readonly [words: readonly string[], operator: '<' | '>='])[] = [
  [['more', 'than'], '<'],
  [['over'], '<'],
  [['older', 'than'], '<'],
  [['less', 'than'], '>='],
  [['newer', 'than'], '>='],
]

function before(day: Day, count: number, unit: Unit): Day {
  if (unit === 'day') return day - count
  if (unit === 'week') return day - 7 * count
  return monthsBefore(day, count * (unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12))
}

function agoAt(tokens: readonly Token[], at: number, { today }: Calendar) {
  const isOne = tokens[at]?.word === 'a' || tokens[at]?.word === 'an'
  const count = isOne ? 1 : countAt(tokens[at])
  const unit = unitOf(tokens[at + 1]?.word)
  if (count === undefined || unit === undefined || tokens[at + 2]?.word !== 'ago') return undefined
  const day = before(today, count, unit)
  return { of: { from: day, to: day }, next: at + 3, isDay: unit === 'day' }
}

const NEAR: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
])
const SHIFTS: ReadonlyMap<string, number> = new Map([
  ['last', -1],
  ['previous', -1],
  ['this', 0],
  ['current', 0],
  ['next', 1],
])

/** A period at a place; `isNamed` where a word before says that a time follows, so that `may` and `2023` are ones. */
function periodAt(
  tokens: readonly Token[],
  at: number,
  calendar: Calendar,
  direction: Direction,
  isNamed: boolean,
): Found<Period> {
  const { today } = calendar
  const word = (place: number) => tokens[place]?.word ?? ''
  const { year, month } = partsOf(today)
  const one = (day: Day | undefined, next: number): Found<Period> =>
    day === undefined ? undefined : { of: { from: day, to: day }, next }

  const near = NEAR.get(word(at))
  if (near !== undefined) return one(today + near, at + 1)

  const shift = SHIFTS.get(word(at))
  if (shift !== undefined) {
    const unit = unitOf(word(at + 1))
    const next = at + 2
    if (unit === 'week') return { of: weekOf(today, shift), next }
    if (unit === 'month') return { of: monthOf(year, month + shift), next }
    if (unit === 'year') return { of: yearOf(year + shift), next }
    if (unit === 'quarter') return { of: quarterOf(year, Math.ceil(month / 3) + shift), next }
    // What `this` and `next` make of a day of the week, people do not agree upon.
    const weekday = shift === -1 ? WEEKDAYS.indexOf(word(at + 1)) : -1
    return weekday === -1 ? undefined : one(today - 1 - ((partsOf(today - 1).weekday - weekday + 7) % 7), next)
  }

  const weekday = WEEKDAYS.indexOf(word(at))
  if (weekday !== -1) {
    const back = (partsOf(today).weekday - weekday + 7) % 7
    return one(direction === 'past' ? today - back : today + ((7 - back) % 7), at + 1)
  }

  const [, isoYear, isoMonth, isoDay] = /^([1-9]\d{3})-(\d{2})(?:-(\d{2}))?$/.exec(word(at)) ?? []
  if (isoYear !== undefined) {
    if (isoDay !== undefined) return one(realDay(Number(isoYear), Number(isoMonth), Number(isoDay)), at + 1)
    return Number(isoMonth) >= 1 && Number(isoMonth) <= 12
      ? { of: monthOf(Number(isoYear), Number(isoMonth)), next: at + 1 }
      : undefined
  }

  const quarter = quarterAt(tokens, at)
  if (quarter) {
    const { of, next } = quarter
    const given = yearAt(tokens[next]) ?? (word(next) === 'of' ? yearAt(tokens[next + 1]) : undefined)
    const behindYear = given === undefined ? next : next + (word(next) === 'of' ? 2 : 1)
    return { of: nearest((which) => quarterOf(which, of), given, today, direction), next: behindYear }
  }

  const bare = isNamed ? yearAt(tokens[at]) : undefined
  if (bare !== undefined) return { of: yearOf(bare), next: at + 1 }
  return dateInMonthAt(tokens, at, today, direction, isNamed)
}

function quarterAt(tokens: readonly Token[], at: number): Found<number> {
  const [, digit] = /^q([1-4])$/.exec(tokens[at]?.word ?? '') ?? []
  if (digit !== undefined) return { of: Number(digit), next: at + 1 }
  const place = behind(tokens, at, ['the']) ?? at
  const ordinal = ORDINALS.indexOf(tokens[place]?.word ?? '')
  return ordinal > 0 && tokens[place + 1]?.word === 'quarter' ? { of: ordinal, next: place + 2 } : undefined
}

/** `March`, `March 2024`, `1 May`, `May 1st, 2024`, `the 1st of May`. */
function dateInMonthAt(
  tokens: readonly Token[],
  at: number,
  today: Day,
  direction: Direction,
  isNamed: boolean,
): Found<Period> {
  const place = behind(tokens, at, ['the']) ?? at
  const leading = dateAt(tokens[place])
  const monthPlace = leading === undefined ? at : (behind(tokens, place + 1, ['of']) ?? place + 1)
  const month = monthAt(tokens[monthPlace])
  if (month === undefined) return undefined
  const following =
    leading === undefined && dateInMonth(tokens, monthPlace + 1) ? dateAt(tokens[monthPlace + 1]) : undefined
  const date = leading ?? following
  const yearPlace = monthPlace + (following === undefined ? 1 : 2)
  const given = date === undefined ? yearAt(tokens[yearPlace]) : looseYearAt(tokens[yearPlace])
  const next = given === undefined ? yearPlace : yearPlace + 1
  if (date === undefined) {
    // `march` and `may` are other words too.
    if (!isNamed && given === undefined) return undefined
    return { of: nearest((year) => monthOf(year, month), given, today, direction), next }
  }
  const year = given ?? partsOf(nearest((which) => monthOf(which, month), given, today, direction).from).year
  const day = realDay(year, month, date)
  if (day === undefined) return undefined
  const isAhead = given === undefined && direction === 'past' && day > today
  const of = isAhead ? dayOf(year - 1, month, date) : day
  return { of: { from: of, to: of }, next }
}

/** `May 5` is a day, `May 5 people` is too far-fetched to care. */
const dateInMonth = (tokens: readonly Token[], at: number) => tokens[at] !== undefined && !tokens[at].isApart

/** The one of a given year; else the latest that has begun, or the next that has not ended. */
function nearest(
  periodIn: (year: number) => Period,
  given: number | undefined,
  today: Day,
  direction: Direction,
): Period {
  if (given !== undefined) return periodIn(given)
  const { year } = partsOf(today)
  const here = periodIn(year)
  if (direction === 'past') return here.from > today ? periodIn(year - 1) : here
  return here.to < today ? periodIn(year + 1) : here
}
