// Tables as text: RFC 4180, and the two other separators that are in use.
import type { Page } from './page.ts'
import { rowsInWords } from './rows.ts'

const MOST_ROWS = 20_000

export function readCsv(text: string, page: Page): void {
  page.add(rowsInWords(rowsOf(text, separatorOf(text))).join('\n'))
}

/** Whichever stands most often in the first line. */
function separatorOf(text: string): string {
  const end = text.indexOf('\n')
  const line = (end === -1 ? text : text.slice(0, end)).replace(/"[^"]*"/g, '')
  const [best = ','] = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length)
  return best
}

function rowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < text.length && rows.length < MOST_ROWS; at++) {
    const letter = text[at]
    if (isQuoted && letter === '"' && text[at + 1] === '"') {
      cell += '"'
      at++
    } else if (letter === '"' && (isQuoted || cell === '')) isQuoted = !isQuoted
    else if (isQuoted) cell += letter
    else if (letter === separator) {
      row.push(cell)
      cell = ''
    } else if (letter === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
    } else if (letter !== '\r') cell += letter
  }
  if (row.length > 0 || cell !== '') rows.push([...row, cell])
  return rows
}
