import { stemOf } from '@jumpseat/index'
import { topicStems, topicWords } from '../prompt/words.ts'

/** UTF-16 units of a passage: paragraphs are put together up to the first, and cut at the second. */
const WANTED = 400
const LONGEST = 1_000
/** Passages between which other work gets its turn. */
const AT_A_TIME = 100

/** A text in passages, by their words. */
export interface Passages {
  readonly texts: readonly string[]
  /** For each stem the passages that hold it. */
  readonly holders: ReadonlyMap<string, readonly number[]>
}

export const NO_PASSAGES: Passages = { texts: [], holders: new Map() }

/** A text of a megabyte takes a tenth of a second, in pieces. */
export async function passagesOf(text: string): Promise<Passages> {
  const texts = packed(text)
  const holders = new Map<string, number[]>()
  for (const [n, passage] of texts.entries()) {
    for (const stem of topicStems(passage)) {
      const known = holders.get(stem)
      if (known) known.push(n)
      else holders.set(stem, [n])
    }
    if (n % AT_A_TIME === AT_A_TIME - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return { texts, holders }
}

/** Paragraphs that are short stand together, as a heading does with what it heads; long ones are cut between words. */
function packed(text: string): string[] {
  const passages: string[] = []
  let open = ''
  const close = () => {
    if (open !== '') passages.push(open)
    open = ''
  }
  for (const paragraph of text.split(/\n\s*\n/).flatMap(cut)) {
    if (open.length + paragraph.length > LONGEST) close()
    open = open === '' ? paragraph : `${open}\n${paragraph}`
    if (open.length >= WANTED) close()
  }
  close()
  return passages
}

function cut(paragraph: string): string[] {
  const parts: string[] = []
  for (let rest = paragraph.trim(); rest !== ''; ) {
    const line = rest.lastIndexOf('\n', LONGEST)
    const word = rest.lastIndexOf(' ', LONGEST)
    const at = rest.length <= LONGEST ? rest.length : line > WANTED ? line : word > 0 ? word : LONGEST
    parts.push(rest.slice(0, at).trim())
    rest = rest.slice(at).trim()
  }
  return parts.filter((part) => part !== '')
}

export interface FoundPassage {
  readonly text: string
  /** Place among the passages of its text. */
  readonly at: number
  /** Which of the texts it stands in. */
  readonly of: number
  /** Share of the question that it holds, rare words counting for more. */
  readonly score: number
}

/** The passages that speak of the question, best first; words that few of all passages hold tell more. */
export function passagesAbout(all: readonly Passages[], question: string): FoundPassage[] {
  const asked = [...new Set(topicWords(question).map(stemOf))]
  const count = all.reduce((sum, { texts }) => sum + texts.length, 0)
  const weights = asked.map((stem) => {
    const holding = all.reduce((sum, { holders }) => sum + (holders.get(stem)?.length ?? 0), 0)
    return Math.log(1 + (count + 1) / (holding + 0.5))
  })
  const whole = weights.reduce((sum, weight) => sum + weight, 0)
  return all
    .flatMap(({ texts, holders }, of) => {
      const scores = new Map<number, number>()
      asked.forEach((stem, n) => {
        for (const at of holders.get(stem) ?? []) scores.set(at, (scores.get(at) ?? 0) + (weights[n] ?? 0))
      })
      return [...scores].map(([at, score]) => ({ text: texts[at] ?? '', at, of, score: score / whole }))
    })
    .toSorted((a, b) => b.score - a.score || a.of - b.of || a.at - b.at)
}
