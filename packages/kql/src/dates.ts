const DAY = 86_400_000
// contract: connectors 5.3, dates; seconds may be left out, and what is finer than a millisecond is cut off
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?Z?)?$/i

/** In milliseconds since 1970, UTC; `to` is exclusive. */
export interface DateRange {
  readonly from: number
  readonly to: number
}

/**
 * The time that a value of a restriction stands for: a date is its whole day, a time its millisecond, a keyword its whole
 * interval as seen from `now`. Weeks begin on Monday. Undefined for anything else, days that do not exist included.
 */
export function dateRangeOf(value: string, now: number): DateRange | undefined {
  const interval = INTERVALS.get(value.trim().toLowerCase().replace(/\s+/g, ' '))
  if (interval) return interval(new Date(now))
  return isoRange(value.trim())
}

const INTERVALS: ReadonlyMap<string, (now: Date) => DateRange> = new Map([
  ['today', (now) => days(startOfDay(now), 1)],
  ['yesterday', (now) => days(startOfDay(now) - DAY, 1)],
  ['this week', (now) => days(startOfDay(now) - ((now.getUTCDay() + 6) % 7) * DAY, 7)],
  ['this month', (now) => months(now, 0)],
  ['last month', (now) => months(now, -1)],
  ['this year', (now) => years(now, 0)],
  ['last year', (now) => years(now, -1)],
])

const days = (from: number, count: number): DateRange => ({ from, to: from + count * DAY })
const startOfDay = (now: Date) => Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())

function months(now: Date, offset: number): DateRange {
  const month = now.getUTCMonth() + offset
  return { from: Date.UTC(now.getUTCFullYear(), month), to: Date.UTC(now.getUTCFullYear(), month + 1) }
}

function years(now: Date, offset: number): DateRange {
  const year = now.getUTCFullYear() + offset
  return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) }
}

function isoRange(value: string): DateRange | undefined {
  const match = ISO.exec(value)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second = 0, fraction = ''] = match
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  if (hour === undefined) return days(date.getTime(), 1)
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const from = date.setUTCHours(
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, '0')),
  )
  return { from, to: from + 1 }
}
