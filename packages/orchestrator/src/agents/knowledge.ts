import { stemOf } from '@jumpseat/index'
import { topicWords } from '../prompt/words.ts'
import { passagesAbout } from './passages.ts'
import type { Agent } from './types.ts'

const MOST_FILES = 3
const MOST_PASSAGES = 2

export interface FilePassages {
  readonly name: string
  readonly passages: readonly string[]
  readonly score: number
}

/** The passages of the agent's own files that speak of the question, those of a file in the order they stand in. */
export async function filesAbout({ files }: Pick<Agent, 'files'>, question: string): Promise<FilePassages[]> {
  const found = passagesAbout(await Promise.all(files.map((file) => file.passages())), question)
  return [...Map.groupBy(found, ({ of }) => of)].slice(0, MOST_FILES).map(([of, passages]) => ({
    name: files[of]?.name ?? '',
    passages: passages
      .slice(0, MOST_PASSAGES)
      .toSorted((a, b) => a.at - b.at)
      .map(({ text }) => text),
    score: passages[0]?.score ?? 0,
  }))
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
