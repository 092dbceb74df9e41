import type { Skill } from '../types.ts'

/** The parts of a function that it can be found by. */
export type Findable = Pick<Skill, 'name' | 'title' | 'description' | 'parameters'> & {
  readonly source: { readonly action: Pick<Skill['source']['action'], 'name' | 'description'> }
}

export interface MatchOptions {
  /** Most functions that are offered. Contract: packages 4.4 and 7.2. */
  readonly limit?: number
  /** Least score of an offered function, in the unit of `Score.total`. */
  readonly threshold?: number
  /** The prompt's vector, from the embedder that made the catalogue's; without it the steps by meaning are left out. */
  readonly vector?: Float32Array | undefined
}

/** The steps by which a function can be found, in the contract's order; the last is ours. Contract: packages 7.2. */
export const MATCH_STEPS = [
  'functionName',
  'descriptionMeaning',
  'actionName',
  'actionMeaning',
  /** Words of the title, the description, the parameters and their choices. */
  'otherWords',
] as const
export type MatchStep = (typeof MATCH_STEPS)[number]

/** Why a function was offered, or was not. */
export interface Score<F extends Findable = Findable> {
  readonly skill: F
  /** In words: 1 is what one word that a single function of the catalogue holds adds, before the fit is counted. */
  readonly total: number
  readonly parts: {
    readonly words: number
    /** Share of the function's name that the prompt holds. */
    readonly name: number
    /** Share of the question's words that the function speaks of. */
    readonly covered: number
    /** Factor for how well the prompt answers what the function wants to be told. */
    readonly fit: number
    /** Cosine with the description, and with the action's name; `undefined` without an embedder. */
    readonly meaning: number | undefined
    readonly actionMeaning: number | undefined
  }
  /** Stems of the prompt that the function holds, the heaviest first. */
  readonly found: readonly string[]
  readonly steps: readonly MatchStep[]
  readonly isOffered: boolean
}

export interface Match<F extends Findable = Findable> {
  /** Best first, at most `limit`. */
  readonly offered: readonly F[]
  /** Every function that was looked at closely, best first; at least those that are offered. */
  readonly scores: readonly Score<F>[]
  /** All were offered because there are no more than `limit`. Contract: packages 7.2. */
  readonly isAll: boolean
}
