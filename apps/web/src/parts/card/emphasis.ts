// Text of cards is written in markdown, of which emphasis is drawn: as runs of text, so that no text ever becomes HTML.
import { type Inline, inlinesOf } from '../../lib/markdown.ts'

type Element = Readonly<Record<string, unknown>>

/** Members of a text that each of its runs has, too. */
const OF_RUNS = ['size', 'weight', 'color', 'isSubtle', 'fontType']
/** Members that runs cannot have: the text then stays whole, without its marks. */
const OF_WHOLE = ['maxLines', 'style']

/** A `TextBlock`, as runs where some of it is emphasised. */
export function withEmphasis(block: Element): Element {
  const inlines = inlinesOf(String(block.text ?? ''))
  if (inlines.every(({ kind }) => kind === 'text' || kind === 'citation')) return block
  const { text: _text, wrap: _wrap, ...rest } = block
  if (OF_WHOLE.some((name) => block[name] !== undefined)) return { ...block, text: wordsOf(inlines) }
  const own = (names: readonly string[], isWanted: boolean) =>
    Object.fromEntries(Object.entries(rest).filter(([name]) => names.includes(name) === isWanted))
  return { ...own(OF_RUNS, false), type: 'RichTextBlock', inlines: runsOf(inlines, own(OF_RUNS, true)) }
}

/** A `Fact`, which holds nothing but text. */
export const withoutMarks = (fact: Element): Element =>
  Object.fromEntries(
    Object.entries(fact).map(([name, value]) => [name, typeof value === 'string' ? wordsOf(inlinesOf(value)) : value]),
  )

function runsOf(inlines: readonly Inline[], look: Element): Element[] {
  return inlines.flatMap((inline) => {
    if (inline.kind === 'strong') return runsOf(inline.of, { ...look, weight: 'Bolder' })
    if (inline.kind === 'emphasis') return runsOf(inline.of, { ...look, italic: true })
    const font = inline.kind === 'code' ? { fontType: 'Monospace' } : {}
    return [{ type: 'TextRun', text: wordsOf([inline]), ...look, ...font }]
  })
}

const wordsOf = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => ('of' in inline ? wordsOf(inline.of) : 'text' in inline ? inline.text : `[^${inline.n}^]`))
    .join('')
