/** A day, or a moment, that a text names. */
export interface SaidDate {
  /** ISO 8601: `2027-03-01`, or with a time `2027-03-01T09:30:00`. */
  readonly day: string
  readonly time: string | undefined
  readonly start: number
  readonly end: number
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const NTH = '(\\d{1,2})(?:st|nd|rd|th)?'

type Read = (groups: readonly (string | undefined)[], today: Date) => Date | undefined

const day = (year: number, month: number, date: number): Date | undefined => {
  const made = new Date(Date.UTC(year, month, date))
  return made.getUTCMonth() === month && made.getUTCDate() === date ? made : undefined
}
const monthOf = (word = '') => MONTHS.indexOf(word.slice(0, 3).toLowerCase())
const after = (today: Date, days: number) => new Date(today.getTime() + days * 86_400_000)
const yearOf = (text: string | undefined, today: Date) => (text === undefined ? today.getUTCFullYear() : Number(text))

// A table: how days are written, the most exact way first. Days without a year are of this year.
const FORMS: readonly (readonly [RegExp, Read])[] = [
  [/\b(\d{4})-(\d{1,2})-(\d{1,2})\b/gi, ([y, m, d]) => day(Number(y), Number(m) - 1, Number(d))],
  [/\b(\d{4})\/(\d{1,2})\/(\d{1,2})\b/gi, ([y, m, d]) => day(Number(y), Number(m) - 1, Number(d))],
  [/\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/gi, ([d, m, y]) => day(Number(y), Number(m) - 1, Number(d))],
  [
    /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/gi,
    ([m, d, y]) => day(Number(y), Number(m) - 1, Number(d)) ?? day(Number(y), Number(d) - 1, Number(m)),
  ],
  [
    new RegExp(`\\b${MONTH} ${NTH}(?:,? (\\d{4}))?\\b`, 'gi'),
    ([m, d, y], today) => day(yearOf(y, today), monthOf(m), Number(d)),
  ],
  [
    new RegExp(`\\b${NTH}(?: of)? ${MONTH}(?:,? (\\d{4}))?\\b`, 'gi'),
    ([d, m, y], today) => day(yearOf(y, today), monthOf(m), Number(d)),
  ],
  [/\bday after tomorrow\b/gi, (_none, today) => after(today, 2)],
  [/\btomorrow\b/gi, (_none, today) => after(today, 1)],
  [/\btoday\b|\btonight\b|\bthis (?:morning|afternoon|evening)\b/gi, (_none, today) => today],
  [/\byesterday\b/gi, (_none, today) => after(today, -1)],
  [/\bin (\d{1,3}) days?\b/gi, ([n], today) => after(today, Number(n))],
  [/\bin (\d{1,2}) weeks?\b/gi, ([n], today) => after(today, 7 * Number(n))],
  [/\bnext week\b/gi, (_none, today) => after(today, 7)],
  [
    new RegExp(`\\b(?:next |this |on |by )?(${DAYS.join('|')})\\b`, 'gi'),
    ([name = ''], today) => after(today, (DAYS.indexOf(name.toLowerCase()) - today.getUTCDay() + 7) % 7 || 7),
  ],
]
const TIME = /\b(\d{1,2})(?::(\d{2}))?\s?(am|pm)\b|\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\b|\b(noon|midnight)\b/i

export function datesIn(text: string, now: number): SaidDate[] {
  const today = new Date(new Date(now).toISOString().slice(0, 10))
  const found: SaidDate[] = []
  for (const [pattern, read] of FORMS) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length
      if (found.some((other) => match.index < other.end && other.start < end)) continue
      const date = read(match.slice(1), today)
      if (date) found.push({ day: date.toISOString().slice(0, 10), time: timeIn(text), start: match.index, end })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}

/** `HH:MM` of the first time that the text names. */
export function timeIn(text: string): string | undefined {
  const found = TIME.exec(text)
  if (!found) return undefined
  const [, hour, minute, half, hour24, minute24, word] = found
  if (word !== undefined) return word.toLowerCase() === 'noon' ? '12:00' : '00:00'
  if (hour24 !== undefined) return `${hour24.padStart(2, '0')}:${minute24}`
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === 'pm' ? 12 : 0)
  return `${String(hours).padStart(2, '0')}:${minute ?? '00'}`
}
