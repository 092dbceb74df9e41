// The markdown that an answer may be written in: emphasis, code, lists, tables, headings, and citations as `[^1^]`.
// There are no links and no pictures in it, so that no text can make the page open or load anything.

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly of: readonly Inline[] }
  | { readonly kind: 'citation'; readonly n: number }

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly of: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isOrdered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly (readonly Inline[])[]
      readonly rows: readonly (readonly (readonly Inline[])[])[]
    }

const FENCE = /^\s*(```|~~~)/
const HEADING = /^#{1,6}\s+(.*?)\s*#*$/
const BULLET = /^\s*[-*+]\s+(.*)$/
const NUMBERED = /^\s*\d{1,9}[.)]\s+(.*)$/
const ROW = /^\s*\|(.*)\|\s*$/
const RULE = /^\s*\|(?:\s*:?-{2,}:?\s*\|)+\s*$/
const INLINE =
  /`([^`\n]+)`|\[\^(\d{1,3})\^\]|\*\*([^\n]+?)\*\*|(?<![\w*])\*(?!\s)([^*\n]+?)\*(?!\w)|(?<!\w)_(?!\s)([^_\n]+?)_(?!\w)/g

/** What the text says, block by block. Whatever is not this markdown stands as it is written. */
export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  let paragraph: string[] = []
  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', of: inlinesOf(paragraph.join('\n')) })
    paragraph = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const take = (pattern: RegExp): string[] => {
      const taken: string[] = []
      for (let found = pattern.exec(line); found; found = pattern.exec(lines[at + 1] ?? '')) {
        if (taken.length > 0) at++
        taken.push(found[1] ?? '')
      }
      return taken
    }
    const fence = FENCE.exec(line)?.[1]
    if (fence !== undefined) {
      endParagraph()
      const end = lines.findIndex((later, n) => n > at && later.trim() === fence)
      const last = end === -1 ? lines.length : end
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') })
      at = last
    } else if (HEADING.test(line)) {
      endParagraph()
      blocks.push({ kind: 'heading', of: inlinesOf(HEADING.exec(line)?.[1] ?? '') })
    } else if (BULLET.test(line) || NUMBERED.test(line)) {
      endParagraph()
      const isOrdered = NUMBERED.test(line)
      const items = take(isOrdered ? NUMBERED : BULLET).map(inlinesOf)
      blocks.push({ kind: 'list', isOrdered, items })
    } else if (ROW.test(line) && RULE.test(lines[at + 1] ?? '')) {
      endParagraph()
      const head = cellsOf(ROW.exec(line)?.[1] ?? '')
      at += 2
      const rows: (readonly (readonly Inline[])[])[] = []
      for (let row = ROW.exec(lines[at] ?? ''); row; row = ROW.exec(lines[at] ?? '')) {
        rows.push(cellsOf(row[1] ?? ''))
        at++
      }
      at--
      blocks.push({ kind: 'table', head, rows })
    } else if (line.trim() === '') endParagraph()
    else paragraph.push(line)
  }
  endParagraph()
  return blocks
}

export function inlinesOf(text: string): Inline[] {
  const inlines: Inline[] = []
  let from = 0
  const plain = (to: number) => {
    if (to > from) inlines.push({ kind: 'text', text: text.slice(from, to) })
  }
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, citation, strong, starred, underlined] = found
    plain(found.index)
    from = found.index + whole.length
    if (code !== undefined) inlines.push({ kind: 'code', text: code })
    else if (citation !== undefined) inlines.push({ kind: 'citation', n: Number(citation) })
    else if (strong !== undefined) inlines.push({ kind: 'strong', of: inlinesOf(strong) })
    else inlines.push({ kind: 'emphasis', of: inlinesOf(starred ?? underlined ?? '') })
  }
  plain(text.length)
  return inlines
}

const cellsOf = (row: string) => row.split(/(?<!\\)\|/).map((cell) => inlinesOf(cell.trim().replaceAll('\\|', '|')))
