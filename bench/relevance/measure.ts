import type { Collection } from './collections.ts'

/** Ids of the best documents for a question, best first. */
export type Ranker = (question: string, size: number) => readonly string[] | Promise<readonly string[]>

/** What each judged question got, in one order for all rankers of a collection. */
export interface Marks {
  readonly ndcg: readonly number[]
  readonly recall: readonly number[]
  readonly reciprocal: readonly number[]
}

/** How deep recall looks, and the other two. */
const DEEP = 100
const SHORT = 10

/** Questions that have a text and a judged document. */
export const judgedQuestions = ({ questions, judged }: Collection) =>
  [...judged].flatMap(([id, grades]) => {
    const text = questions.get(id)
    return text === undefined || text.trim() === '' ? [] : [{ text, grades }]
  })

export async function marksOf(collection: Collection, rank: Ranker): Promise<Marks> {
  const ndcg: number[] = []
  const recall: number[] = []
  const reciprocal: number[] = []
  for (const { text, grades } of judgedQuestions(collection)) {
    const found = (await rank(text, DEEP)).map((id) => grades.get(id) ?? 0)
    const best = [...grades.values()].sort((a, b) => b - a)
    const first = found.slice(0, SHORT).findIndex((grade) => grade > 0)
    ndcg.push(gain(found) / gain(best))
    recall.push(found.filter((grade) => grade > 0).length / grades.size)
    reciprocal.push(first < 0 ? 0 : 1 / (first + 1))
  }
  return { ndcg, recall, reciprocal }
}

const gain = (grades: readonly number[]) =>
  grades.slice(0, SHORT).reduce((sum, grade, at) => sum + grade / Math.log2(at + 2), 0)

export const mean = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length

const DRAWS = 2000

/** Where 95 of 100 means lie when as many of the numbers are drawn again; the same draws each time. */
export function interval(numbers: readonly number[]): readonly [number, number] {
  let state = 20_261_120
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0
    for (let n = 0; n < numbers.length; n++) sum += numbers[Math.floor(next() * numbers.length)] ?? 0
    return sum / numbers.length
  }).sort((a, b) => a - b)
  return [means[Math.floor(DRAWS * 0.025)] ?? Number.NaN, means[Math.floor(DRAWS * 0.975)] ?? Number.NaN]
}
