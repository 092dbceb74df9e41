// Values of results as people write them. English, like all words of the built-in model; days are told in words, because
// nobody knows which of 03/04 is the month.
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'

/** UTF-16 units of a value. */
const LONGEST = 120
const MOST_IN_LIST = 5
/** Names of members whose numbers are no amounts. */
const NO_AMOUNT = /(?:^|[^a-z])(?:id|ids|no|nr|number|code|key|year|zip|postcode|phone|version|port)$/i

const NUMBERS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 })
const DAYS = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })

/** A value of the member `name`; empty where it has none. */
export function valueInWords(value: JsonValue | undefined, name: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return numberInWords(value, name)
  if (typeof value === 'string') return clipped(dayInWords(value.trim()) ?? value)
  if (Array.isArray(value)) return listInWords(value, name)
  return clipped(valueInWords(namingMember(value), ''))
}

function numberInWords(value: number, name: string): string {
  // Below ten thousand a separator helps nobody, and the number may be a year.
  const isAmount = Math.abs(value) >= 10_000 && !NO_AMOUNT.test(wordsOfName(name))
  return isAmount || !Number.isInteger(value) ? NUMBERS.format(value) : String(value)
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** `2027-03-01T09:00:00Z` is `1 March 2027, 09:00 UTC`; undefined for what is no day. */
function dayInWords(text: string): string | undefined {
  const [, year, month, day, time, zone] = DAY.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return undefined
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (at.getUTCMonth() !== Number(month) - 1 || at.getUTCDate() !== Number(day)) return undefined
  const words = DAYS.format(at)
  if (time === undefined) return words
  return `${words}, ${time}${zone === undefined ? '' : zone === 'Z' || /^[+-]00:?00$/.test(zone) ? ' UTC' : ` UTC${zone}`}`
}

function listInWords(values: readonly JsonValue[], name: string): string {
  const words = values
    .slice(0, MOST_IN_LIST)
    .map((value) => valueInWords(value, name))
    .filter((word) => word !== '')
  const more = values.length - MOST_IN_LIST
  return clipped([...words, ...(more > 0 ? [`${more} more`] : [])].join(', '))
}

const NAMING = ['displayName', 'name', 'title', 'label', 'subject', 'value', 'id']

/** Whatever a thing inside a thing is called. */
function namingMember(thing: JsonObject): JsonValue | undefined {
  const key = NAMING.find((name) => Object.hasOwn(thing, name) && !isJsonObject(thing[name]))
  return key === undefined ? undefined : thing[key]
}

/** `lastSeenAt` and `last_seen_at` are `Last seen at`. */
export function nameInWords(name: string): string {
  const words = wordsOfName(name)
  return clipped(words.charAt(0).toUpperCase() + words.slice(1)) || name
}

const wordsOfName = (name: string): string =>
  name
    .replace(/^[@$#]+|[@$#]+$/g, '')
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .split(/[\s_.-]+/)
    .map((word) => (/^id$/i.test(word) ? 'ID' : /^\p{Lu}{2,}s?$/u.test(word) ? word : word.toLowerCase()))
    .join(' ')
    .trim()

const clipped = (text: string): string => {
  const flat = text.replace(/[|\s]+/g, ' ').trim()
  return flat.length <= LONGEST ? flat : `${flat.slice(0, LONGEST - 1).trimEnd()}…`
}
