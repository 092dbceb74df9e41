const STEPS: readonly { readonly unit: Intl.RelativeTimeFormatUnit; readonly seconds: number }[] = [
  { unit: 'year', seconds: 31_557_600 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'week', seconds: 604_800 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
]

const LOCALE = 'en-GB'
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeStyle: 'long' })

/** ISO 8601, or milliseconds since 1970. */
export type Moment = string | number

const msOf = (at: Moment): number => (typeof at === 'number' ? at : Date.parse(at))

/** `3 hours ago`, `yesterday`, `in 2 days`; under a minute `just now`. Undefined when the text is no date. */
export function relativeTime(at: Moment, now: number = Date.now()): string | undefined {
  const seconds = (msOf(at) - now) / 1000
  if (Number.isNaN(seconds)) return undefined
  const step = STEPS.find((candidate) => Math.abs(seconds) >= candidate.seconds)
  return step === undefined ? 'just now' : relative.format(Math.trunc(seconds / step.seconds), step.unit)
}

/** The whole date and time in the reader's zone, for hover and screen readers. */
export function exactTime(at: Moment): string | undefined {
  return Number.isNaN(msOf(at)) ? undefined : exact.format(msOf(at))
}

/** Whether a text is a date with a time, as sources write them. */
export const isDateTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value) && !Number.isNaN(Date.parse(value))

/** `42 s`, `3 min`, `2 h 5 min`. Seconds in. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const rest = minutes % 60
  return rest === 0 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 60)} h ${rest} min`
}

/** ISO 8601, for tables that are taken away. */
export const isoTime = (at: Moment): string => new Date(msOf(at)).toISOString()
