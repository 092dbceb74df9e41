import type { GroundingScope } from '@jumpseat/search'

export interface Starter {
  readonly title: string | undefined
  readonly text: string
}

/** A declarative agent as a turn needs it. Contract: plugins-and-packages 3. */
export interface Agent {
  /** `{app}/{agent}`. */
  readonly id: string
  readonly appId: string
  readonly version: string
  readonly name: string
  readonly description: string
  readonly instructions: string
  readonly starters: readonly Starter[]
  readonly disclaimer: string | undefined
  /** Undefined: the agent has no knowledge of the index. */
  readonly knowledge: { readonly scopes: readonly GroundingScope[] | undefined } | undefined
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** Ids of actions whose functions it may call. */
  readonly actions: readonly string[]
  readonly capabilities: readonly { readonly name: string; readonly isAvailable: boolean; readonly note: string }[]
  readonly suggestionsDisabled: boolean
  readonly discourageModelKnowledge: boolean
  readonly editorialAnswers: readonly {
    readonly question: string
    readonly answer: string
    readonly min: number
    readonly max: number
  }[]
  /** Ids of other agents. */
  readonly workers: readonly string[]
}
