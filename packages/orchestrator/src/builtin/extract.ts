import { stemOf, wordsOf } from '@jumpseat/index'
import type { ShownSource } from '../prompt/sources.ts'
import { topicStems } from '../prompt/words.ts'

interface Sentence {
  readonly source: ShownSource
  readonly text: string
  readonly at: number
  readonly stems: ReadonlySet<string>
  readonly titleStems: ReadonlySet<string>
}

/** Sentences of one answer, and sources they are taken from. */
const MOST_SENTENCES = 4
const MOST_SOURCES = 3
/** UTF-16 units of one sentence that is quoted. */
const LONGEST = 420
/** Share of the words of a question that a sentence, with the title of its source, must hold. */
const ENOUGH = 0.34
/** Against the best sentence. */
const NEAR_BEST = 0.6
/** What a word of the title counts, against one of the sentence. */
const TITLE = 0.5

/** The best sentences of the sources, each with its citation; undefined when none answers. */
export function extract(question: string, sources: readonly ShownSource[]): string | undefined {
  const asked = topicStems(question)
  if (asked.size === 0) return undefined
  const sentences = sources.flatMap(sentencesOf)
  const weights = weightsOf(asked, sentences)
  const scored = sentences
    .map((sentence) => ({ sentence, ...scoreOf(sentence, asked, weights) }))
    .filter(({ share }) => share >= ENOUGH)
    .toSorted((a, b) => b.score - a.score || a.sentence.source.n - b.sentence.source.n || a.sentence.at - b.sentence.at)
  const best = scored[0]
  if (!best) return undefined
  const chosen: Sentence[] = []
  for (const { sentence, score } of scored) {
    if (score < best.score * NEAR_BEST || chosen.length === MOST_SENTENCES) break
    if (chosen.some((other) => isSame(other, sentence))) continue
    const used = new Set(chosen.map(({ source }) => source.n))
    if (used.has(sentence.source.n) || used.size < MOST_SOURCES) chosen.push(sentence)
  }
  return inOrder(chosen)
    .map((group) => group.map(({ text, source }) => `${text} [^${source.n}^]`).join(' '))
    .join('\n\n')
}

/** Sources in the order of their best sentence, sentences of one in the order they stand in. */
function inOrder(chosen: readonly Sentence[]): Sentence[][] {
  const bySource = Map.groupBy(chosen, ({ source }) => source.n)
  return [...bySource.values()].map((group) => group.toSorted((a, b) => a.at - b.at))
}

function sentencesOf(source: ShownSource): Sentence[] {
  const titleStems = topicStems(source.title)
  return source.text
    .flatMap((passage) => splitSentences(passage))
    .map((text, at) => ({
      source,
      text,
      at,
      titleStems,
      stems: new Set(wordsOf(text).map(({ term }) => stemOf(term))),
    }))
}

export function splitSentences(passage: string): string[] {
  return passage
    .split(/(?<=[.!?。！？])["'”’)]*\s+(?=[\p{Lu}\p{N}"'“‘(])|\n+|(?<=[。！？])/u)
    .map((text) => text.trim().replace(/^[-*•#>\s]+/, ''))
    .filter((text) => /\p{L}/u.test(text))
    .map((text) => (text.length <= LONGEST ? text : `${text.slice(0, text.lastIndexOf(' ', LONGEST))} …`))
}

/** Rare words tell more. Counted over what the person may read and was given, nothing else. */
function weightsOf(asked: ReadonlySet<string>, sentences: readonly Sentence[]): ReadonlyMap<string, number> {
  return new Map(
    [...asked].map((stem) => {
      const holding = sentences.filter(({ stems }) => stems.has(stem)).length
      return [stem, Math.log(1 + (sentences.length + 1) / (holding + 0.5))] as const
    }),
  )
}

function scoreOf(
  { stems, titleStems, source }: Sentence,
  asked: ReadonlySet<string>,
  weights: ReadonlyMap<string, number>,
) {
  let score = 0
  let held = 0
  for (const stem of asked) {
    const isIn = stems.has(stem)
    if (isIn || titleStems.has(stem)) held++
    score += (weights.get(stem) ?? 0) * (isIn ? 1 : titleStems.has(stem) ? TITLE : 0)
  }
  // Earlier sources were found to fit the question better as a whole.
  return { score: (score * (1 + 0.15 / source.n)) / (1 + Math.max(0, stems.size - 30) / 60), share: held / asked.size }
}

/** Two sentences that say nearly the same words. */
function isSame(a: Sentence, b: Sentence): boolean {
  const shared = [...a.stems].filter((stem) => b.stems.has(stem)).length
  return shared > 0.8 * Math.min(a.stems.size, b.stems.size)
}
