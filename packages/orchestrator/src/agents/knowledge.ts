import { stemOf } from '@jumpseat/index'
import { topicStems, topicWords } from '../prompt/words.ts'
import type { Agent } from './types.ts'

const MOST_FILES = 3
const MOST_PASSAGES = 2
/** UTF-16 units of a passage of a file. */
const PASSAGE = 1_000

export interface FilePassages {
  readonly name: string
  readonly passages: readonly string[]
  readonly score: number
}

/** The passages of the agent's own files that speak of the question. */
export function filesAbout({ files }: Pick<Agent, 'files'>, question: string): FilePassages[] {
  const asked = topicStems(question)
  if (asked.size === 0) return []
  return files
    .map(({ name, text }) => {
      const scored = passagesOf(text)
        .map((passage) => ({
          passage,
          share: [...topicStems(passage)].filter((stem) => asked.has(stem)).length / asked.size,
        }))
        .filter(({ share }) => share > 0)
        .toSorted((a, b) => b.share - a.share)
        .slice(0, MOST_PASSAGES)
      return { name, passages: scored.map(({ passage }) => passage), score: scored[0]?.share ?? 0 }
    })
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST_FILES)
}

function passagesOf(text: string): string[] {
  return text.split(/\n\s*\n/).flatMap((paragraph) => {
    const parts: string[] = []
    for (let rest = paragraph.trim(); rest !== ''; ) {
      const cut = rest.length <= PASSAGE ? rest.length : Math.max(1, rest.lastIndexOf(' ', PASSAGE))
      parts.push(rest.slice(0, cut).trim())
      rest = rest.slice(cut).trim()
    }
    return parts
  })
}

export interface EditorialMatch {
  readonly question: string
  readonly answer: string
  /** 0 to 10. */
  readonly likeness: number
  /** It is the answer, word for word; else it is offered to the model. */
  readonly isAnswer: boolean
}

/** The editorial answers that are near enough, best first. Contract: plugins-and-packages 3.3; the measure is ours. */
export function editorialAbout(
  { editorialAnswers }: Pick<Agent, 'editorialAnswers'>,
  prompt: string,
): EditorialMatch[] {
  return editorialAnswers
    .map(({ question, answer, min, max }) => {
      const likeness = 10 * cosine(topicWords(prompt), topicWords(question))
      return { question, answer, likeness, isAnswer: likeness >= max, isNear: likeness >= min }
    })
    .filter(({ isAnswer, isNear }) => isAnswer || isNear)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ isNear: _near, ...match }) => match)
}

function cosine(a: readonly string[], b: readonly string[]): number {
  const [left, right] = [counts(a), counts(b)]
  let dot = 0
  for (const [stem, count] of left) dot += count * (right.get(stem) ?? 0)
  const length = (of: ReadonlyMap<string, number>) =>
    Math.sqrt([...of.values()].reduce((sum, count) => sum + count * count, 0))
  return dot === 0 ? 0 : dot / (length(left) * length(right))
}

function counts(words: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const word of words) found.set(stemOf(word), (found.get(stemOf(word)) ?? 0) + 1)
  return found
}
