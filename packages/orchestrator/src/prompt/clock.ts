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

/** The day in words, where the person is. */
export const dayIn = (timeZone: string, now: number): string =>
  (formatterFor(timeZone) ?? new Intl.DateTimeFormat()).format(now)
