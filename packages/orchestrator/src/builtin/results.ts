import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { ShownResult } from './view.ts'

const MOST_ROWS = 10
const MOST_COLUMNS = 5
/** UTF-16 units of a cell, and of a text that is no table. */
const CELL = 80
const TEXT = 600

/** What came back, in words: a table for several things of one kind, a list for one, the text itself else. */
export function tell(results: readonly ShownResult[]): string {
  return results.map(tellOne).join('\n\n')
}

function tellOne({ isError, text, tool }: ShownResult): string {
  if (isError) return /declined/i.test(text) ? `I did not run ${tool}, as you decided.` : sentence(text)
  const { cite, data, name } = read(text)
  const markers = cite.map(({ n }) => `[^${n}^]`)
  const rows = rowsOf(data)
  if (rows === undefined) {
    const words = typeof data === 'string' ? data : JSON.stringify(data)
    if (words === undefined || words === '' || words === 'null') return `${name} is done. ${markers[0] ?? ''}`.trim()
    return `${clip(words, TEXT)} ${markers[0] ?? ''}`.trim()
  }
  if (rows.length === 0) return `${name} found nothing. ${markers[0] ?? ''}`.trim()
  const [only] = rows
  if (rows.length === 1 && only) return [...listOf(only), markers[0] ?? ''].join('\n').trim()
  const more = rows.length > MOST_ROWS ? `\n\n${rows.length - MOST_ROWS} more are not shown.` : ''
  return `${tableOf(rows.slice(0, MOST_ROWS), markers.length > 1 ? markers : [])}${markers.length === 1 ? `\n\n${markers[0]}` : ''}${more}`
}

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

/** The things of an answer: the list itself, or the first list or thing inside. Contract: plugins-and-packages 4.6. */
function rowsOf(data: JsonValue, depth = 0): JsonObject[] | undefined {
  if (Array.isArray(data)) return data.every(isJsonObject) ? data : undefined
  if (!isJsonObject(data) || depth > 3) return undefined
  const inner = Object.values(data).find(
    (value) => Array.isArray(value) && (value.length === 0 || value.every(isJsonObject)),
  )
  return inner === undefined ? [data] : rowsOf(inner, depth + 1)
}

function listOf(row: JsonObject): string[] {
  return columnsOf([row], 12).map((key) => `- **${key}**: ${cell(row[key])}`)
}

function tableOf(rows: readonly JsonObject[], markers: readonly string[]): string {
  const columns = columnsOf(rows, MOST_COLUMNS)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const head = [line(columns), line(columns.map(() => '---'))]
  const body = rows.map((row, n) =>
    line(columns.map((key, at) => (at === 0 ? `${cell(row[key])} ${markers[n] ?? ''}`.trim() : cell(row[key])))),
  )
  return [...head, ...body].join('\n')
}

/** Members that hold a plain value, those that name the thing first, addresses not at all. */
function columnsOf(rows: readonly JsonObject[], most: number): string[] {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter((key) =>
    rows.some((row) => isPlain(row[key]) && !/^https?:/.test(String(row[key]))),
  )
  const rank = (key: string) => (/^(?:title|name|subject|label)$/i.test(key) ? 0 : /id$/i.test(key) ? 2 : 1)
  return keys.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
}

const isPlain = (value: JsonValue | undefined) =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
const cell = (value: JsonValue | undefined) => (isPlain(value) ? clip(String(value).replace(/[|\n]+/g, ' '), CELL) : '')
const clip = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`)
const sentence = (text: string) => clip(text.trim(), TEXT)
