import { type Stretch, type Word, wordsOf } from '@jumpseat/index'

/** UTF-16 units of a summary, and of its text before the first matched word. */
const SUMMARY = 240
const LEAD = 60
/** Longest passage of an extract. Contract: connectors 6.1 gives no figure. */
const PASSAGE = 1000
/** Looked through first for all of the matched words. */
const SOON = 5_000
/** Read behind the end of a summary, so that no word is taken for its beginning. */
const LONGEST_WORD = 100
/** Beyond this a text is not looked through for matches. */
const LOOKED_THROUGH = 200_000

/** The best place of a text with its matched words in `<c0>`, omissions as `<ddd/>`, all else escaped. Contract: connectors 5.4. */
export function summaryOf(whole: string, terms: readonly string[], within?: Stretch): string {
  const text = within ? whole.slice(within.from, within.to) : whole
  const looked = cleaned(text.slice(0, LOOKED_THROUGH)).toWellFormed()
  const wanted = new Set(terms)
  const from = wanted.size === 0 ? 0 : bestStart(looked, wanted)
  const to = looked.length - from <= SUMMARY ? looked.length : cutBefore(looked, from, from + SUMMARY)
  const words = wanted.size === 0 ? [] : wordsOf(looked.slice(from, to + LONGEST_WORD))
  let marked = ''
  let at = from
  for (const word of words) {
    const [start, end] = [from + word.start, from + word.end]
    if (end > to || !wanted.has(word.term)) continue
    marked += `${escaped(looked.slice(at, start))}<c0>${escaped(looked.slice(start, end))}</c0>`
    at = end
  }
  marked += escaped(looked.slice(at, to))
  const hasMoreBefore = from > 0 || (within !== undefined && within.from > 0)
  const isCut = to < looked.length || text.length > LOOKED_THROUGH
  const hasMoreBehind = isCut || (within !== undefined && within.to < whole.length)
  return [hasMoreBefore ? '<ddd/>' : '', marked.trim(), hasMoreBehind ? '<ddd/>' : ''].filter(Boolean).join(' ')
}

/** Where the summary begins: so that it shows the most different matched words, the earliest such place. */
function bestStart(text: string, wanted: ReadonlySet<string>): number {
  if (text.length <= SUMMARY) return 0
  // Mostly they stand together near the beginning, and a long text takes milliseconds.
  const soon = text.length > SOON ? cutBefore(text, 0, SOON) : text.length
  let words = wordsOf(text.slice(0, soon))
  let best = densest(words, wanted)
  if (best.count < wanted.size && soon < text.length) {
    words = wordsOf(text)
    best = densest(words, wanted)
  }
  if (best.start <= LEAD) return 0
  return words.find(({ start }) => start >= best.start - LEAD)?.start ?? 0
}

/** The earliest match from which on the most different wanted words stand in a summary, and how many. */
function densest(
  words: readonly Word[],
  wanted: ReadonlySet<string>,
): { readonly start: number; readonly count: number } {
  const matched = words.filter(({ term }) => wanted.has(term))
  let best = { start: 0, count: 0 }
  /** How often each word stands in the stretch from one match to the last that still fits. */
  const near = new Map<string, number>()
  let next = 0
  for (const [index, { term, start }] of matched.entries()) {
    for (next = Math.max(next, index); (matched[next]?.end ?? Infinity) <= start + SUMMARY - LEAD; next++) {
      const added = matched[next]?.term ?? ''
      near.set(added, (near.get(added) ?? 0) + 1)
    }
    if (near.size > best.count) best = { start, count: near.size }
    if (near.size === wanted.size) break
    const left = (near.get(term) ?? 0) - 1
    if (left > 0) near.set(term, left)
    else near.delete(term)
  }
  return best
}

export interface Passage {
  readonly text: string
  /** Different matched words, as a share of the best passage's. */
  readonly share: number
}

/**
 * The passages of a text with the most different matched words, best first; its beginning when none has any. The one that
 * is nearest in meaning, where it is given, comes before all.
 */
export function passagesOf(text: string, terms: readonly string[], count: number, nearest?: Stretch): Passage[] {
  const wanted = new Set(terms)
  const weighed = (passage: string) => {
    const matched = wordsOf(passage).filter(({ term }) => wanted.has(term))
    return { text: passage, different: new Set(matched.map(({ term }) => term)).size, matches: matched.length }
  }
  const whole = text.slice(0, LOOKED_THROUGH).toWellFormed()
  const { from, to } = nearest ?? { from: 0, to: 0 }
  const near = [whole.slice(from, to).trim()].filter((passage) => passage !== '').map(weighed)
  const passages = [whole.slice(0, from), whole.slice(to)].flatMap(split).map(weighed)
  const ranked = passages.toSorted((a, b) => b.different - a.different || b.matches - a.matches)
  const most = Math.max(near[0]?.different ?? 0, ranked[0]?.different ?? 0)
  const matching = ranked.filter(({ different }) => different > 0)
  const first = near.length + matching.length > 0 ? near : passages.slice(0, 1)
  return [
    ...first.map(({ text: passage }) => ({ text: passage, share: 1 })),
    ...matching.map(({ text: passage, different }) => ({ text: passage, share: different / most })),
  ].slice(0, count)
}

/** Passages side by side, cut at the end of a paragraph, else of a sentence, else of a word. */
function split(text: string): string[] {
  const passages: string[] = []
  let from = 0
  while (from < text.length) {
    const to = text.length - from <= PASSAGE ? text.length : cutBefore(text, from, from + PASSAGE)
    const passage = text.slice(from, to).trim()
    if (passage !== '') passages.push(passage)
    from = to
  }
  return passages
}

const ENDS = [/\n\s*\n/g, /[.!?。！？]\s/g, /\s/g]

/** The best place to cut in the second half of the stretch; never inside a surrogate pair. */
function cutBefore(text: string, from: number, to: number): number {
  const middle = from + Math.floor((to - from) / 2)
  const half = text.slice(middle, to)
  for (const end of ENDS) {
    const last = [...half.matchAll(end)].at(-1)
    if (last) return middle + last.index + last[0].length
  }
  return /[\ud800-\udbff]/.test(text.charAt(to - 1)) ? to - 1 : to
}

/** Spaces for every run of white space and control characters. */
const cleaned = (text: string) => text.replace(/[\s\p{Cc}]+/gu, ' ').trim()

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const escaped = (text: string) => text.replace(/[&<>]/g, (letter) => ESCAPES[letter] ?? letter)
