// Workbooks of the Open XML kind: ECMA-376 part 1, chapter 18.
import type { Page } from './page.ts'
import { rowsInWords } from './rows.ts'
import type { Parts } from './types.ts'
import { attribute, walk } from './xml.ts'

export const XLSX_PARTS =
  /^xl\/(?:workbook\.xml|_rels\/workbook\.xml\.rels|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/i

const MOST_ROWS = 20_000
const MOST_COLUMNS = 200

interface Book {
  readonly sheets: readonly { readonly name: string; readonly path: string }[]
  readonly strings: readonly string[]
  /** By style: its numbers are days. */
  readonly areDays: readonly boolean[]
  /** Days are counted from 1904 on instead of 1900. */
  readonly is1904: boolean
}

/** Sheet by sheet, each row with the names of its columns. Hidden sheets are left out. */
export function readXlsx(parts: Parts, page: Page): void {
  const book = { ...sheetsOf(parts), strings: stringsOf(parts), areDays: daysOf(parts) }
  for (const { name, path } of book.sheets) {
    if (page.isFull) return
    const words = rowsInWords(rowsOf(partAt(parts, path), book))
    if (words.length > 0) page.add(`${name}\n${words.join('\n')}\n\n`)
  }
}

const partAt = (parts: Parts, path: string): Uint8Array | undefined => {
  const wanted = path.toLowerCase()
  for (const [name, bytes] of parts) if (name.toLowerCase() === wanted) return bytes
  return undefined
}

function sheetsOf(parts: Parts): Pick<Book, 'sheets' | 'is1904'> {
  const targets = new Map<string, string>()
  walk(partAt(parts, 'xl/_rels/workbook.xml.rels'), {
    open(name, { Id, Target }) {
      if (name === 'Relationship' && Id !== undefined && Target !== undefined)
        targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`)
    },
  })
  const sheets: { name: string; path: string }[] = []
  let is1904 = false
  walk(partAt(parts, 'xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
      const path = name === 'sheet' ? targets.get(attribute(attributes, 'id') ?? '') : undefined
      if (path !== undefined && !/hidden/i.test(attributes.state ?? ''))
        sheets.push({ name: attributes.name ?? '', path })
    },
  })
  return { sheets, is1904 }
}

function stringsOf(parts: Parts): string[] {
  const strings: string[] = []
  let isText = false
  let phonetic = 0
  walk(partAt(parts, 'xl/sharedStrings.xml'), {
    open(name) {
      if (name === 'si') strings.push('')
      else if (name === 'rPh') phonetic++
      else if (name === 't') isText = phonetic === 0
    },
    text(text) {
      if (isText) strings.push(`${strings.pop() ?? ''}${text}`)
    },
    close(name) {
      if (name === 't') isText = false
      else if (name === 'rPh') phonetic--
    },
  })
  return strings
}

/** Formats of days that need no definition: ECMA-376 part 1, 18.8.30. */
const isDayFormat = (id: number) => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36)

function daysOf(parts: Parts): boolean[] {
  const custom = new Map<number, boolean>()
  const areDays: boolean[] = []
  let isInFormats = false
  walk(partAt(parts, 'xl/styles.xml'), {
    open(name, { numFmtId, formatCode }) {
      if (name === 'cellXfs') isInFormats = true
      else if (name === 'numFmt')
        custom.set(Number(numFmtId), /[yd]/i.test((formatCode ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '')))
      else if (name === 'xf' && isInFormats) {
        const id = Number(numFmtId)
        areDays.push(custom.get(id) ?? isDayFormat(id))
      }
    },
    close(name) {
      if (name === 'cellXfs') isInFormats = false
    },
  })
  return areDays
}

function rowsOf(bytes: Uint8Array | undefined, book: Omit<Book, 'sheets'>): string[][] {
  const rows: string[][] = []
  let cell: { readonly column: number; readonly type: string; readonly style: number } | undefined
  let value = ''
  let isValue = false
  walk(bytes, {
    open(name, { r, t, s }) {
      if (name === 'row' && rows.length < MOST_ROWS) rows.push([])
      else if (name === 'c') {
        cell = { column: columnOf(r) ?? rows.at(-1)?.length ?? 0, type: t ?? 'n', style: Number(s ?? 0) }
        value = ''
      } else if (name === 'v' || name === 't') isValue = cell !== undefined
    },
    text(text) {
      if (isValue) value += text
    },
    close(name) {
      if (name === 'v' || name === 't') isValue = false
      const row = rows.at(-1)
      if (name !== 'c' || cell === undefined || row === undefined) return
      const { column } = cell
      if (column < MOST_COLUMNS && value !== '') {
        while (row.length < column) row.push('')
        row[column] = shown(value, cell.type, cell.style, book)
      }
      cell = undefined
    },
  })
  return rows
}

/** `B2` is column 1. */
function columnOf(place: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(place ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

const DAY = 86_400_000

function shown(value: string, type: string, style: number, { strings, areDays, is1904 }: Omit<Book, 'sheets'>): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'b') return value === '1' ? 'yes' : 'no'
  if (type !== 'n') return value
  const number = Number(value)
  if (!Number.isFinite(number)) return value
  // Beyond the year 9999 nothing is a day.
  if (areDays[style] === true && number >= 1 && number < 2_958_466) {
    const at = new Date(Date.UTC(is1904 ? 1904 : 1899, is1904 ? 0 : 11, is1904 ? 1 : 30) + Math.round(number * DAY))
    const iso = at.toISOString()
    return Number.isInteger(number) ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ')
  }
  // The file holds more digits than anybody typed.
  return String(Number(number.toPrecision(15)))
}
