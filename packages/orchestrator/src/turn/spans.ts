import { stemOf, wordsOf } from '@jumpseat/index'
import { topicStems } from '../prompt/words.ts'
import type { Citation, Source } from './types.ts'

const MARKER = /\[\^(\d+)\^\]/g

/** Binds each citation to the statements before its markers. */
export function withSpans(text: string, citations: readonly Citation[], sources: readonly Source[]): Citation[] {
  const spans = new Map<number, { start: number; end: number; support: number }[]>()
  let after = 0
  let statement: { start: number; end: number } | undefined
  for (const marker of text.matchAll(MARKER)) {
    const between = text.slice(after, marker.index)
    // Several markers in a row stand for one statement.
    if (between.trim() !== '' || statement === undefined) statement = statementBefore(text, after, marker.index)
    after = marker.index + marker[0].length
    const n = Number(marker[1])
    const source = sources.find((each) => each.n === citations.find((citation) => citation.n === n)?.source)
    const span = { ...statement, support: supportOf(text.slice(statement.start, statement.end), source) }
    spans.set(n, [...(spans.get(n) ?? []), span])
  }
  return citations.map((citation) => ({ ...citation, spans: spans.get(citation.n) ?? [] }))
}

function statementBefore(text: string, from: number, to: number): { start: number; end: number } {
  const stretch = text.slice(from, to).trimEnd()
  const inner = stretch.replace(/[.!?]+$/, '')
  const breaks = [...inner.matchAll(/[.!?]\s+(?=\p{Lu})|\n+(?:[-*#>\d.]+\s+)?/gu)]
  const last = breaks.at(-1)
  const start = from + (last === undefined ? 0 : last.index + last[0].length)
  const lead = /^\s*/.exec(text.slice(start, to))?.[0].length ?? 0
  return { start: start + lead, end: from + stretch.length }
}

/** Share of the topic words of a statement that the source holds, two places. */
function supportOf(statement: string, source: Source | undefined): number {
  const said = topicStems(statement)
  if (source === undefined || said.size === 0) return 0
  const held = new Set(wordsOf([source.title, ...source.passages].join('\n')).map(({ term }) => stemOf(term)))
  return Math.round((100 * [...said].filter((stem) => held.has(stem)).length) / said.size) / 100
}
