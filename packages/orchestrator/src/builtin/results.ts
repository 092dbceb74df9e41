import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { nameInWords, valueInWords } from './values.ts'
import type { ShownResult } from './view.ts'

const MOST_ROWS = 10
const MOST_COLUMNS = 5
/** Members of one thing. */
const MOST_FACTS = 12
/** UTF-16 units of a text that is no table. */
const TEXT = 1_500

/** What came back, in words: a table for several things of one kind, a list for one, the text itself else. */
export function tell(results: readonly ShownResult[]): string {
  return results.map(tellOne).join('\n\n')
}

function tellOne({ isError, text, tool }: ShownResult): string {
  if (isError) return /declined/i.test(text) ? `I did not run ${tool}, as you decided.` : clip(text.trim(), TEXT)
  const { cite, data, name } = read(text)
  const markers = cite.map(({ n }) => `[^${n}^]`)
  const [marker = ''] = markers
  const found = thingsIn(data)
  if (found === undefined) {
    if (Array.isArray(data))
      return [...data.slice(0, MOST_ROWS).map(itemLine), moreThan(data.length), marker].filter(Boolean).join('\n')
    const words = typeof data === 'string' ? data : JSON.stringify(data)
    if (words === undefined || words.trim() === '' || words === 'null')
      return `Done: ${nameInWords(name)}. ${marker}`.trim()
    return `${clip(words, TEXT)} ${marker}`.trim()
  }
  const { noun, things, total } = found
  if (things.length === 0)
    return `I asked, and there are no ${noun} that fit. Fewer conditions or other words may find some. ${marker}`.trim()
  const [only] = things
  if (things.length === 1 && only) {
    const facts = factsOf(only)
    const parts = [facts.join('\n'), ...listsOf(only)].filter(Boolean)
    if (parts.length === 0) return `Done: ${nameInWords(name)}. ${marker}`.trim()
    return `${parts.join('\n\n')}${parts.length > 1 ? '\n\n' : '\n'}${marker}`.trim()
  }
  const lead = total > things.length ? `${things.length} of ${total} ${noun}:` : `${things.length} ${noun}:`
  const table = tableOf(things.slice(0, MOST_ROWS), markers.length > 1 ? markers : [])
  const tail = [moreThan(things.length), markers.length === 1 ? marker : ''].filter(Boolean).join(' ')
  return [lead, table, tail].filter(Boolean).join('\n\n')
}

const moreThan = (count: number) => (count > MOST_ROWS ? `${count - MOST_ROWS} more are not shown.` : '')
const itemLine = (value: JsonValue) => `- ${valueInWords(value, '')}`

interface Told {
  readonly name: string
  readonly cite: readonly { readonly n: number }[]
  readonly data: JsonValue
}

/** What `observe` wrote; a text of another origin is taken as it is. */
function read(text: string): Told {
  try {
    const value: JsonValue = JSON.parse(text)
    if (isJsonObject(value) && Array.isArray(value.cite) && 'data' in value) {
      const cite = value.cite.flatMap((entry) =>
        isJsonObject(entry) && typeof entry.n === 'number' ? [{ n: entry.n }] : [],
      )
      return { name: String(value.function ?? 'The function'), cite, data: value.data ?? null }
    }
    return { name: 'The function', cite: [], data: value }
  } catch {
    return { name: 'The function', cite: [], data: text }
  }
}

interface Things {
  /** Plural. */
  readonly noun: string
  readonly things: readonly JsonObject[]
  /** How many there are, as the answer says. */
  readonly total: number
}

/** Names of lists that say nothing about what is in them. Contract: plugins-and-packages 4.6. */
const NAMELESS = /^(?:results?|items?|data|value|values|records?|entries|list|rows|content|response)$/i
/** Members that name a thing. */
const NAMES = /^(?:title|name|displayName|subject|label)$/i
const TOTAL = /^(?:@odata\.count|total|totalCount|total_count|count|totalResults)$/

/** The things of an answer: the list itself, or the first list or thing inside. Contract: plugins-and-packages 4.6. */
function thingsIn(data: JsonValue, noun = 'results', total = 0, depth = 0): Things | undefined {
  if (Array.isArray(data)) return data.every(isJsonObject) ? { noun, things: data, total } : undefined
  if (!isJsonObject(data) || depth > 3) return undefined
  const list = Object.entries(data).find(([, value]) => isListOfThings(value))
  if (list === undefined || isThing(data)) return { noun, things: [data], total }
  const [name, inner] = list
  const [, counted] = Object.entries(data).find(([key]) => TOTAL.test(key)) ?? []
  const inWords = nameInWords(name).toLowerCase()
  return thingsIn(inner, NAMELESS.test(name) ? noun : inWords, typeof counted === 'number' ? counted : total, depth + 1)
}

const isListOfThings = (value: JsonValue | undefined): value is JsonObject[] =>
  Array.isArray(value) && value.every(isJsonObject)

/** Members of an answer that are about the answer. */
const ABOUT =
  /^(?:@odata\..*|total\w*|count|page\w*|limit|offset|next\w*|prev\w*|has_?more|status|success|ok|message|took|query)$/i

/** What holds a list is itself a thing where it has a name, or holds another thing. */
const isThing = (data: JsonObject): boolean =>
  Object.entries(data).some(
    ([key, value]) =>
      (NAMES.test(key) && typeof value === 'string') ||
      (isJsonObject(value) &&
        !ABOUT.test(key) &&
        Object.keys(value).length > 1 &&
        !Object.values(value).some(Array.isArray)),
  )

/** What stands in lists inside a thing, each under its name. */
function listsOf(thing: JsonObject): string[] {
  return Object.entries(thing).flatMap(([key, value]) => {
    if (!isListOfThings(value) || value.length === 0) return []
    const table = tableOf(value.slice(0, MOST_ROWS), [], new Set(Object.values(thing)))
    return table === '' ? [] : [[`**${nameInWords(key)}**`, table, moreThan(value.length)].filter(Boolean).join('\n\n')]
  })
}

/** A thing that only holds another one is that one. */
function bare(thing: JsonObject): JsonObject {
  const [inner, ...others] = Object.values(thing)
  return isJsonObject(inner) && others.every((value) => typeof value !== 'object' || value === null)
    ? { ...Object.fromEntries(Object.entries(thing).slice(1)), ...inner }
    : thing
}

function factsOf(thing: JsonObject): string[] {
  const whole = bare(thing)
  return columnsOf([whole], MOST_FACTS)
    .filter((key) => !isListOfThings(whole[key]))
    .map((key) => `- **${nameInWords(key)}**: ${valueInWords(whole[key], key)}`)
}

/** `known` are values that were told before: a column of nothing else is left out. */
function tableOf(
  things: readonly JsonObject[],
  markers: readonly string[],
  known: ReadonlySet<JsonValue> = new Set(),
): string {
  const isKnown = (key: string) => things.every((thing) => known.has(thing[key] ?? null))
  const columns = columnsOf(things, MOST_COLUMNS + MOST_FACTS)
    .filter((key) => !isKnown(key))
    .slice(0, MOST_COLUMNS)
  if (columns.length === 0) return ''
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = [line(columns.map(nameInWords)), line(columns.map(() => '---'))]
  const body = things.map((thing, n) =>
    line(
      columns.map((key, at) => {
        const words = valueInWords(thing[key], key) || '–'
        return at === 0 ? `${words} ${markers[n] ?? ''}`.trim() : words
      }),
    ),
  )
  return [...head, ...body].join('\n')
}

/** Members that say something, those that name the thing first and its ids last; addresses not at all. */
function columnsOf(things: readonly JsonObject[], most: number): string[] {
  const keys = [...new Set(things.flatMap((thing) => Object.keys(thing)))].filter((key) =>
    things.some((thing) => {
      const words = valueInWords(thing[key], key)
      return words !== '' && !/^https?:/.test(words)
    }),
  )
  const rank = (key: string) => (NAMES.test(key) ? 0 : /id$/i.test(key) ? 2 : 1)
  return keys.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
}

const clip = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`)
