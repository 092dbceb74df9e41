/** Making a formatter costs as much as a small step of a turn, so those in use are kept. */
const KEPT = 200
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Undefined for a zone that is none. */
function formatterFor(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(timeZone)
  if (known) return known
  try {
    const made = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone })
    if (formatters.size >= KEPT) formatters.clear()
    formatters.set(timeZone, made)
    return made
  } catch {
    return undefined
  }
}

export const isTimeZone = (timeZone: string): boolean => formatterFor(timeZone) !== undefined

const MINUTE = 60_000
/** By time zone, as of the minute in which it was asked for: days change at full minutes everywhere. */
const days = new Map<string, { readonly minute: number; readonly day: string }>()

/** The day in words, where the person is. */
export function dayIn(timeZone: string, now: number): string {
  const minute = Math.floor(now / MINUTE)
  const known = days.get(timeZone)
  if (known?.minute === minute) return known.day
  const day = (formatterFor(timeZone) ?? new Intl.DateTimeFormat()).format(now)
  if (days.size >= KEPT) days.clear()
  days.set(timeZone, { minute, day })
  return day
}
