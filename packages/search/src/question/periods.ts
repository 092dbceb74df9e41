import {
  type Calendar,
  type Day,
  dayOf,
  monthOf,
  type Period,
  partsOf,
  quarterOf,
  realDay,
  weekOf,
  yearOf,
} from './days.ts'
import { behind, type Token } from './tokens.ts'

/** Which of several a name without a year means: the latest, or the coming one. */
export type Direction = 'past' | 'future'

export type Found<T> = { readonly of: T; readonly next: number } | undefined

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
const SHORT = MONTHS.map((name) => name.slice(0, 3))
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
export type Unit = (typeof UNITS)[number]

export function countAt(token: Token | undefined): number | undefined {
  if (token === undefined) return undefined
  if (/^\d{1,3}$/.test(token.word)) return Number(token.word)
  const named = NUMBERS.indexOf(token.word)
  return named === -1 ? undefined : named
}

export const unitOf = (word: string | undefined): Unit | undefined =>
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
export function periodAt(
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
