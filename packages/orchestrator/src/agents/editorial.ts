// Answers that the makers of an agent wrote for questions that they expect. Contract: plugins-and-packages 3.3; the measure
// of likeness is ours.
import { stemOf } from '@jumpseat/index'
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { topicWords } from '../prompt/words.ts'

const MOST = 300
/** Milliseconds that a document from elsewhere is good for, and before one that failed is asked for again. */
const FRESH = 3_600_000
const PAUSE = 60_000

export interface EditorialAnswer {
  readonly question: string
  readonly answer: string
  /** From 0 to 10. */
  readonly min: number
  readonly max: number
  readonly topic: Topic
}

export interface Editorial {
  /** Of the document that holds the answers, where it is no part of the package. */
  readonly url: string | undefined
  /** Why the document is not read, in words. */
  readonly problem: string | undefined
  readonly answers: () => Promise<readonly EditorialAnswer[]>
}

export interface EditorialNeeds {
  /** The JSON file of the package that the agent means by this path. */
  readonly fileAt: (path: string) => Uint8Array | undefined
  /** A document from elsewhere, with what the app may reach; rejects where there is none. */
  readonly fetchText: (url: string) => Promise<string>
  readonly now: () => number
}

/** Inline, in a file of the package, or in a document at an address, which is read when it is needed and kept for an hour. */
export function editorialOf(given: JsonObject | undefined, { fileAt, fetchText, now }: EditorialNeeds): Editorial {
  const written = typeof given?.url === 'string' ? given.url : undefined
  if (written === undefined) return kept(answersIn(given?.answers))
  if (!/^https?:/i.test(written)) {
    const read = parsed(new TextDecoder().decode(fileAt(written)))
    return read === undefined ? { ...kept([]), problem: 'it is not in the package, or no JSON' } : kept(answersIn(read))
  }
  let answers: readonly EditorialAnswer[] = []
  let problem: string | undefined
  let goodUntil = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined
  const read = async () => {
    try {
      const found = parsed(await fetchText(written))
      problem = found === undefined ? 'it is no JSON' : undefined
      if (found !== undefined) answers = answersIn(found)
    } catch {
      // What was read before still holds.
      problem = 'it cannot be fetched'
    }
    goodUntil = now() + (problem === undefined ? FRESH : PAUSE)
    reading = undefined
  }
  return {
    url: written,
    get problem() {
      return problem
    },
    async answers() {
      if (now() >= goodUntil) reading ??= read()
      await reading
      return answers
    },
  }
}

const kept = (answers: readonly EditorialAnswer[]): Editorial => ({
  url: undefined,
  problem: undefined,
  answers: () => Promise.resolve(answers),
})

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** From the list itself, or from a document that holds one. */
function answersIn(given: JsonValue | undefined): EditorialAnswer[] {
  const list = isJsonObject(given)
    ? isJsonObject(given.editorial_answers)
      ? given.editorial_answers.answers
      : given.answers
    : given
  if (!Array.isArray(list)) return []
  return list
    .slice(0, MOST)
    .filter(isJsonObject)
    .flatMap(({ question, answer, similarity_thresholds: thresholds }) => {
      const { min, max } = isJsonObject(thresholds) ? thresholds : {}
      if (typeof question !== 'string' || typeof answer !== 'string') return []
      if (typeof min !== 'number' || typeof max !== 'number') return []
      return [{ question, answer, min, max, topic: topicOf(question) }]
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

/** The editorial answers that are near enough, best first. */
export function editorialAbout(answers: readonly EditorialAnswer[], prompt: string): EditorialMatch[] {
  if (answers.length === 0) return []
  const asked = topicOf(prompt)
  return answers
    .map(({ question, answer, min, max, topic }) => {
      const likeness = 10 * cosine(asked, topic)
      return { question, answer, likeness, isAnswer: likeness >= max, isNear: likeness >= min }
    })
    .filter(({ isAnswer, isNear }) => isAnswer || isNear)
    .toSorted((a, b) => b.likeness - a.likeness)
    .map(({ isNear: _near, ...match }) => match)
}

/** How often each stem stands in a text, and the length of that vector. */
interface Topic {
  readonly counts: ReadonlyMap<string, number>
  readonly length: number
}

function topicOf(text: string): Topic {
  const counts = new Map<string, number>()
  for (const stem of topicWords(text).map(stemOf)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
  return { counts, length: Math.sqrt([...counts.values()].reduce((sum, count) => sum + count * count, 0)) }
}

function cosine(a: Topic, b: Topic): number {
  let dot = 0
  for (const [stem, count] of a.counts) dot += count * (b.counts.get(stem) ?? 0)
  return dot === 0 ? 0 : dot / (a.length * b.length)
}
