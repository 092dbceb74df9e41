/** A run of summary text, a matched run, or the sign that text was left out. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'match'; readonly text: string }
  | { readonly kind: 'gap' }

const MARKS = /<(c0|\/c0|ddd\/)>/g
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['#39', "'"],
  ['#x27', "'"],
])

/**
 * Splits a hit's summary at its three marks, `<c0>`, `</c0>` and `<ddd/>`; everything else is text, whatever it looks like.
 * The result is rendered as text nodes, so no markup of a source can reach the page. Contract: connectors 5.4.
 */
export function piecesOf(summary: string): readonly Piece[] {
  const pieces: Piece[] = []
  let inMatch = false
  let at = 0
  const take = (end: number) => {
    const text = unescapeText(summary.slice(at, end))
    if (text !== '') pieces.push({ kind: inMatch ? 'match' : 'text', text })
  }
  for (const mark of summary.matchAll(MARKS)) {
    take(mark.index)
    at = mark.index + mark[0].length
    if (mark[1] === 'c0') inMatch = true
    else if (mark[1] === '/c0') inMatch = false
    else pieces.push({ kind: 'gap' })
  }
  take(summary.length)
  return pieces
}

/** The words alone; what was left out is an ellipsis. */
export const plainSummary = (summary: string): string =>
  piecesOf(summary)
    .map((piece) => (piece.kind === 'gap' ? '…' : piece.text))
    .join('')

/** The server escapes source text once; one pass back, so that `&amp;lt;` shows as `&lt;`. */
function unescapeText(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES.get(name) ?? whole)
}
