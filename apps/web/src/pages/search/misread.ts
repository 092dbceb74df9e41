import type { Problem, TextPlace } from '../../api/http.ts'

/** The mistakes in the query that was refused, in its order; none for every other problem. */
export const misreadingsOf = ({ places = [] }: Problem): readonly TextPlace[] =>
  places.filter(({ target }) => target === 'query/queryString')

interface Piece {
  readonly at: number
  readonly part: string
  readonly isWrong: boolean
}

/** The query in pieces, those with a mistake marked. A mistake at the end has nothing in it; one inside another is part of it. */
export function marked(query: string, places: readonly Pick<TextPlace, 'start' | 'end'>[]): readonly Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end } of places.toSorted((a, b) => a.start - b.start)) {
    if (start < at || (start === at && pieces.at(-1)?.isWrong)) continue
    if (start > at) pieces.push({ at, part: query.slice(at, start), isWrong: false })
    pieces.push({ at: start, part: query.slice(start, end), isWrong: true })
    at = Math.max(end, start)
  }
  if (at < query.length) pieces.push({ at, part: query.slice(at), isWrong: false })
  return pieces
}

/** Whether quotes and brackets are closed, so that a suggestion can be searched for at once. */
export function isWhole(query: string): boolean {
  const occurrences = (character: string) => query.split(character).length - 1
  return occurrences('"') % 2 === 0 && occurrences('(') === occurrences(')')
}
