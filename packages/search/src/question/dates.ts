import type { Calendar, Day, Period } from './days.ts'
import { monthsBefore } from './days.ts'
import { countAt, type Direction, type Found, periodAt, type Unit, unitOf } from './periods.ts'
import { behind, type Token } from './tokens.ts'
import type { ProposedFilter } from './types.ts'

/** A time that words stand for, and the place behind them. */
export interface When extends Pick<ProposedFilter, 'operator' | 'values'> {
  readonly next: number
  /** A word says that it is a time: `since`, `last`, `between`. Not so `in 2023`, which may be a name. */
  readonly isSure: boolean
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
