// Presentations of the Open XML kind: ECMA-376 part 1, chapter 19.
import type { Page } from './page.ts'
import { rowsInWords } from './rows.ts'
import type { Parts } from './types.ts'
import { walk } from './xml.ts'

export const PPTX_PARTS = /^ppt\/slides\/slide\d+\.xml$/i

/** Slides in their order; one that is hidden from who watches is left out. */
export function readPptx(parts: Parts, page: Page): void {
  const numberOf = (name: string) => Number(/\d+(?=\.xml$)/i.exec(name)?.[0] ?? 0)
  for (const name of [...parts.keys()].toSorted((a, b) => numberOf(a) - numberOf(b))) readSlide(parts.get(name), page)
}

function readSlide(bytes: Uint8Array | undefined, page: Page): void {
  const lines: string[] = []
  const tables: string[][][] = []
  let line = ''
  let isText = false
  let isHidden = false
  let skipped = 0
  walk(bytes, {
    open(name, attributes) {
      if (name === 'Fallback') skipped++
      else if (name === 'sld') isHidden = attributes.show === '0' || attributes.show === 'false'
      else if (name === 'tbl') tables.push([])
      else if (name === 'tr') tables.at(-1)?.push([])
      else if (name === 'tc') tables.at(-1)?.at(-1)?.push('')
      else if (name === 't') isText = true
      else if (name === 'br') line += ' '
    },
    text(text) {
      if (isText && skipped === 0) line += text
    },
    close(name) {
      if (name === 'Fallback') skipped = Math.max(0, skipped - 1)
      else if (name === 't') isText = false
      else if (name === 'p') {
        const row = tables.at(-1)?.at(-1)
        if (row !== undefined && row.length > 0) row.push(`${row.pop()} ${line}`)
        else if (line.trim() !== '') lines.push(line)
        line = ''
      } else if (name === 'tbl') lines.push(...rowsInWords(tables.pop() ?? []))
    },
  })
  if (!isHidden && lines.length > 0) page.add(`${lines.join('\n')}\n\n`)
}
