const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,12}))?)?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/

const MINUTE = 60_000

/**
 * An ISO 8601 date in UTC, `2027-02-03T04:10:00Z`, with milliseconds only where there are some; undefined when it is
 * not one. Without an offset it is read as UTC, as several shipped connectors mean it. Contract: connectors 3.3.
 */
export function isoDate(text: string): string | undefined {
  const match = ISO.exec(text.trim())
  if (!match) return undefined
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', offset = 'Z'] = match
  const date = new Date(0)
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  date.setUTCHours(Number(hour), Number(minute), Number(second), Number(fraction.padEnd(3, '0').slice(0, 3)))
  const isReal =
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    date.getUTCHours() === Number(hour) &&
    date.getUTCMinutes() === Number(minute) &&
    date.getUTCSeconds() === Number(second)
  const shift = offsetOf(offset)
  if (!isReal || shift === undefined) return undefined
  const moved = new Date(date.getTime() - shift)
  const moment = moved.getUTCFullYear() < 0 || moved.getUTCFullYear() > 9999 ? date : moved
  return moment.toISOString().replace('.000Z', 'Z')
}

/** Milliseconds ahead of UTC. */
function offsetOf(text: string): number | undefined {
  if (text === 'Z' || text === 'z') return 0
  const hours = Number(text.slice(1, 3))
  const minutes = Number(text.slice(3).replace(':', '') || 0)
  if (hours > 14 || minutes > 59) return undefined
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * MINUTE
}
