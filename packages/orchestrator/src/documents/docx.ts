// Text documents of the Open XML kind: ECMA-376 part 1, chapter 17.
import type { Page } from './page.ts'
import { rowsInWords } from './rows.ts'
import type { Parts } from './types.ts'
import { attribute, isOn, walk } from './xml.ts'

export const DOCX_PARTS = /^word\/(?:document|footnotes|endnotes)\d*\.xml$/i

/** What stands a second time for older readers, and what was moved away from its place. */
const SKIPPED = new Set(['Fallback', 'moveFrom', 'del'])
/** Elements inside a run that stand for a letter. */
const LETTERS: Readonly<Record<string, string>> = { tab: '\t', br: '\n', cr: '\n', noBreakHyphen: '-' }

interface Paragraph {
  text: string
  isHeading: boolean
  isListed: boolean
}

/** What is written, in its order: headings stand right above what they head, rows of tables name their columns. */
export function readDocx(parts: Parts, page: Page): void {
  const names = [...parts.keys()].toSorted((a, b) => Number(isNote(a)) - Number(isNote(b)) || (a < b ? -1 : 1))
  for (const name of names) readPart(parts.get(name), page)
}

const isNote = (name: string) => /notes/i.test(name)

function readPart(bytes: Uint8Array | undefined, page: Page): void {
  const paragraphs: Paragraph[] = []
  const runs: { text: string; isHidden: boolean }[] = []
  const tables: string[][][] = []
  let skipped = 0
  let isText = false

  const say = ({ text, isHeading, isListed }: Paragraph) => {
    const row = tables.at(-1)?.at(-1)
    if (row !== undefined && row.length > 0) row.push(`${row.pop()} ${text}`)
    else if (text.trim() !== '') page.add(isHeading ? `\n\n${text}\n` : isListed ? `- ${text}\n` : `${text}\n\n`)
  }

  walk(bytes, {
    open(name, attributes) {
      if (SKIPPED.has(name)) skipped++
      if (skipped > 0 || page.isFull) return
      const run = runs.at(-1)
      if (name === 'p') paragraphs.push({ text: '', isHeading: false, isListed: false })
      else if (name === 'r') runs.push({ text: '', isHidden: false })
      else if (name === 'tbl') tables.push([])
      else if (name === 'tr') tables.at(-1)?.push([])
      else if (name === 'tc') tables.at(-1)?.at(-1)?.push('')
      else if (name === 't') isText = true
      else if (run && name === 'vanish' && isOn(attributes)) run.isHidden = true
      else if (run) run.text += LETTERS[name] ?? ''
      else styled(paragraphs.at(-1), name, attributes)
    },
    text(text) {
      const run = runs.at(-1)
      if (isText && run && skipped === 0) run.text += text
    },
    close(name) {
      if (SKIPPED.has(name)) skipped = Math.max(0, skipped - 1)
      if (name === 't') isText = false
      if (skipped > 0) return
      if (name === 'r') {
        const run = runs.pop()
        const paragraph = paragraphs.at(-1)
        if (run && paragraph && !run.isHidden) paragraph.text += run.text
      } else if (name === 'p') {
        const paragraph = paragraphs.pop()
        if (paragraph) say(paragraph)
      } else if (name === 'tbl') {
        const words = rowsInWords(tables.pop() ?? []).join('\n')
        say({ text: words, isHeading: false, isListed: false })
      }
    },
  })
}

function styled(paragraph: Paragraph | undefined, name: string, attributes: Readonly<Record<string, string>>): void {
  if (!paragraph) return
  if (name === 'numPr') paragraph.isListed = true
  if (name === 'pStyle') paragraph.isHeading = /^(?:heading|title|subtitle)/i.test(attribute(attributes, 'val') ?? '')
}
