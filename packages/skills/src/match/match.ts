import { type Catalogue, FAMILY, rarity } from './catalogue.ts'
import { fitOf, type Held, heldBy } from './fit.ts'
import { termsAsking } from './senses.ts'
import { isSlip } from './slip.ts'
import { type Findable, MATCH_STEPS, type Match, type MatchOptions, type MatchStep, type Score } from './types.ts'
import { termsOf } from './words.ts'

/** contract: packages 4.4 and 7.2 */
export const DEFAULT_LIMIT = 5

/**
 * The functions to offer for a prompt. Deterministic: equal scores keep the catalogue's order.
 * Contract: packages 7.2, with the steps by words and by meaning added up instead of run one after the other, so that a
 * function that is found both ways comes before one that is found one way.
 */
export function match<F extends Findable>(
  catalogue: Catalogue<F>,
  prompt: string,
  { limit = DEFAULT_LIMIT, threshold = 0, vector }: MatchOptions = {},
): Match<F> {
  const { skills, meaning } = catalogue
  const isAll = skills.length <= limit
  const question = questionOf(catalogue, prompt)
  const words = wordScores(catalogue, question)
  const covered = coverageOf(catalogue, question)
  const unit = rarity(skills.length, 1)
  const nearby = vector && meaning?.cosines.of(vector)

  const candidates: Candidate[] = []
  for (let index = 0; index < skills.length; index++) {
    const byWords = (words[index] ?? 0) / unit
    const near = nearby?.[index]
    const actionNear = nearby?.[meaning?.actionAt[index] ?? -1]
    const byMeaning = meaningScore(near) + meaningScore(actionNear) * ACTION_SHARE
    // Of a thousand functions most end here: nothing is made for them.
    if (byWords === 0 && byMeaning === 0 && !isAll) continue
    const parts = {
      words: byWords,
      name: namedShare(catalogue, question, index),
      covered: covered[index] ?? 0,
      fit: 1 + FIT * fitOf(catalogue.wants[index] ?? [], question.held),
      meaning: near,
      actionMeaning: actionNear,
    }
    const told = (parts.words * parts.fit + parts.name * NAME) * (1 - COVERAGE + COVERAGE * parts.covered)
    candidates.push({ index, parts, total: told + byMeaning })
  }
  candidates.sort((a, b) => b.total - a.total || a.index - b.index)

  const scores = candidates.slice(0, Math.max(limit, LISTED)).flatMap(({ index, parts, total }, rank): Score<F>[] => {
    const skill = skills[index]
    if (skill === undefined) return []
    const isOffered = isAll || (rank < limit && total > 0 && total >= threshold)
    const found = foundIn(catalogue, question, index)
    return [{ skill, total, parts, found, steps: stepsOf(skill, parts, found), isOffered }]
  })
  return { offered: scores.filter(({ isOffered }) => isOffered).map(({ skill }) => skill), scores, isAll }
}

interface Candidate {
  readonly index: number
  readonly parts: Score['parts']
  readonly total: number
}

/** Scores that are kept for the debug card. */
const LISTED = 10

// Found by measurement (bench:select); recall is flat around these values.
const FIT = 1.2
const NAME = 0.5
const COVERAGE = 0.15
const SATURATION = 1.6
const FAMILY_SHARE = 0.75
const SENSE_SHARE = 0.5
const SLIP_SHARE = 0.8
const PAIR_SHARE = 0.3

// A cosine below the first number says nothing; above it, one adds as much as so many words.
const LEAST_COSINE = 0.3
const WORDS_PER_COSINE = 8
const ACTION_SHARE = 0.25

const meaningScore = (value: number | undefined) =>
  value === undefined ? 0 : Math.max(0, value - LEAST_COSINE) * WORDS_PER_COSINE

interface Question {
  readonly held: Held
  /** In order of the prompt. */
  readonly sequence: readonly string[]
  /** Terms of the catalogue that count, and the share by which they do. */
  readonly weights: ReadonlyMap<string, { readonly share: number; readonly ceiling: number }>
  /** For each word of the prompt that the catalogue holds: its terms there, and the share by which they stand for it. */
  readonly words: readonly { readonly worth: number; readonly terms: ReadonlyMap<string, number> }[]
}

function questionOf(catalogue: Catalogue, prompt: string): Question {
  const { postings } = catalogue
  const sequence = termsOf(prompt)
  const terms = new Set(sequence)
  // Words that a name runs together: "board game" finds `boardgame`.
  sequence.forEach((term, at) => {
    const joined = term + (sequence[at + 1] ?? '')
    if (postings.has(joined)) terms.add(joined)
  })
  const weights = new Map<string, { share: number; ceiling: number }>()
  const words: { worth: number; terms: Map<string, number> }[] = []
  const weigh = (term: string, share: number, ceiling: number) => {
    words.at(-1)?.terms.set(term, Math.min(1, share))
    if (share > (weights.get(term)?.share ?? 0)) weights.set(term, { share, ceiling })
  }
  for (const term of terms) {
    words.push({ worth: worthOf(catalogue, term), terms: new Map() })
    if (postings.has(term)) weigh(term, 1, Number.POSITIVE_INFINITY)
    // A relation weighs no more than the word itself would.
    const [share, ceiling] = postings.has(term)
      ? [FAMILY_SHARE, worthOf(catalogue, term)]
      : [2 * FAMILY_SHARE, Number.POSITIVE_INFINITY]
    for (const [relation, likeness] of relationsOf(catalogue, term)) {
      if (!terms.has(relation)) weigh(relation, share * likeness, ceiling)
    }
    if (postings.has(term)) continue
    for (const [meant, likeness] of slipsOf(catalogue, term)) if (!terms.has(meant)) weigh(meant, likeness, ceiling)
  }
  const held = heldBy(prompt, terms)
  // What a value asks for is no word of the prompt.
  words.push({ worth: 0, terms: new Map() })
  for (const term of termsAsking(held.senses)) {
    if (!terms.has(term) && postings.has(term)) weigh(term, SENSE_SHARE, Number.POSITIVE_INFINITY)
  }
  return { held, sequence, weights, words }
}

/** Terms that a word which the catalogue does not hold was perhaps meant to be. */
function slipsOf({ initials }: Catalogue, term: string): (readonly [string, number])[] {
  return (initials.get(term.charAt(0)) ?? []).flatMap((other) =>
    isSlip(term, other) ? [[other, SLIP_SHARE] as const] : [],
  )
}

/** Terms that begin alike, as `convert` and `conversion` do, with the share of letters that they have in common. */
function relationsOf({ families }: Catalogue, term: string): (readonly [string, number])[] {
  if (term.length < FAMILY) return []
  return (families.get(term.slice(0, FAMILY)) ?? []).flatMap((other) => {
    const shorter = Math.min(term.length, other.length)
    let common = FAMILY
    while (common < shorter && term[common] === other[common]) common++
    const likeness = common / Math.max(term.length, other.length)
    const isRelated = likeness >= 0.6 && (common > FAMILY || common === shorter)
    return other !== term && isRelated ? [[other, likeness] as const] : []
  })
}

function wordScores(catalogue: Catalogue, { sequence, weights }: Question): Float64Array {
  const scores = new Float64Array(catalogue.skills.length)
  for (const [term, { share, ceiling }] of weights) {
    const worth = share * Math.min(worthOf(catalogue, term), ceiling)
    for (const [skill, frequency] of catalogue.postings.get(term)?.holders ?? []) {
      scores[skill] = (scores[skill] ?? 0) + (worth * frequency * (SATURATION + 1)) / (SATURATION + frequency)
    }
  }
  sequence.forEach((term, at) => {
    const holders = catalogue.pairs.get(`${term} ${sequence[at + 1]}`)
    if (holders === undefined) return
    const worth = PAIR_SHARE * rarity(catalogue.skills.length, holders.size)
    for (const skill of holders) scores[skill] = (scores[skill] ?? 0) + worth
  })
  return scores
}

/** For each function the share of the question that it speaks of, rare words counting for more. */
function coverageOf({ skills, postings }: Catalogue, { words }: Question): Float64Array {
  const covered = new Float64Array(skills.length)
  const all = words.reduce((sum, { worth }) => sum + worth, 0) || 1
  for (const { worth, terms } of words) {
    const best = new Map<number, number>()
    for (const [term, share] of terms) {
      for (const skill of postings.get(term)?.holders.keys() ?? [])
        best.set(skill, Math.max(share, best.get(skill) ?? 0))
    }
    for (const [skill, share] of best) covered[skill] = (covered[skill] ?? 0) + (worth * share) / all
  }
  return covered
}

const worthOf = ({ postings }: Catalogue, term: string) => postings.get(term)?.worth ?? 0

/** Share of a function's name that the prompt holds, rare words counting for more. */
function namedShare(catalogue: Catalogue, { weights }: Question, skill: number): number {
  const name = catalogue.names[skill]
  if (name === undefined || name.worth === 0) return 0
  const held = name.terms.reduce((sum, term) => {
    const share = weights.get(term)?.share ?? 0
    return share === 0 ? sum : sum + Math.min(1, share) * worthOf(catalogue, term)
  }, 0)
  return held / name.worth
}

function foundIn(catalogue: Catalogue, { weights }: Question, skill: number): string[] {
  return [...weights]
    .filter(([term]) => catalogue.postings.get(term)?.holders.has(skill) === true)
    .sort(([a, x], [b, y]) => y.share * worthOf(catalogue, b) - x.share * worthOf(catalogue, a))
    .map(([term]) => term)
}

/** Which steps of the contract's ladder find a function, and the words that stand elsewhere in it. Contract: packages 7.2. */
function stepsOf({ source }: Findable, parts: Score['parts'], found: readonly string[]): MatchStep[] {
  const holds: Readonly<Record<MatchStep, boolean>> = {
    functionName: parts.name > 0,
    descriptionMeaning: meaningScore(parts.meaning) > 0,
    actionName: found.length > 0 && termsOf(source.action.name).some((term) => found.includes(term)),
    actionMeaning: meaningScore(parts.actionMeaning) > 0,
    otherWords: parts.words > 0,
  }
  return MATCH_STEPS.filter((step) => holds[step])
}
