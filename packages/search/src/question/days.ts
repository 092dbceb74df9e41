/** A day of the calendar, in days since 1970; where it begins and ends depends on the time zone. */
export type Day = number

/** Both ends included. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

const DAY = 86_400_000

export const dayOf = (year: number, month: number, day: number): Day => Date.UTC(year, month - 1, day) / DAY

export function partsOf(day: Day) {
  const date = new Date(day * DAY)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    /** From 0, Monday. */
    weekday: (date.getUTCDay() + 6) % 7,
  }
}

/** Undefined for a day that does not exist. */
export function realDay(year: number, month: number, day: number): Day | undefined {
  const found = dayOf(year, month, day)
  const parts = partsOf(found)
  return parts.year === year && parts.month === month && parts.day === day ? found : undefined
}

/** Weeks begin on Monday, as in KQL. */
export const weekOf = (day: Day, offset = 0): Period => {
  const from = day - partsOf(day).weekday + 7 * offset
  return { from, to: from + 6 }
}
export const monthOf = (year: number, month: number): Period => ({
  from: dayOf(year, month, 1),
  to: dayOf(year, month + 1, 1) - 1,
})
export const quarterOf = (year: number, quarter: number): Period => ({
  from: dayOf(year, 3 * quarter - 2, 1),
  to: dayOf(year, 3 * quarter + 1, 1) - 1,
})
export const yearOf = (year: number): Period => ({ from: dayOf(year, 1, 1), to: dayOf(year, 12, 31) })

/** The same day of another month, or its last day where that month is shorter. */
export function monthsBefore(day: Day, months: number): Day {
  const { year, month, day: date } = partsOf(day)
  const { to } = monthOf(year, month - months)
  return Math.min(dayOf(year, month - months, date), to)
}

/** Days as one time zone has them. */
export interface Calendar {
  readonly today: Day
  /** So many hours ago, to the millisecond. */
  readonly hoursAgo: (hours: number) => string
  /** The first and the last millisecond of a day. */
  readonly start: (day: Day) => string
  readonly end: (day: Day) => string
}

export function calendarOf(now: number, timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: isZone(timeZone) ? timeZone : 'UTC',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  /** The clock on the wall at a moment, as if it were UTC. */
  const wall = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]))
    const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  }
  const startOf = (day: Day): number => {
    const midnight = day * DAY
    const guess = midnight - (wall(midnight) - midnight)
    // The offset may differ between the guess and the midnight it stands for.
    return guess - (wall(guess) - midnight)
  }
  return {
    today: Math.floor(wall(now) / DAY),
    hoursAgo: (hours) => new Date(now - hours * (DAY / 24)).toISOString(),
    start: (day) => new Date(startOf(day)).toISOString(),
    end: (day) => new Date(startOf(day + 1) - 1).toISOString(),
  }
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
