import type { GroundingScope } from '@jumpseat/search'
import type { Editorial } from './editorial.ts'
import type { Passages } from './passages.ts'

export interface Starter {
  readonly title: string | undefined
  readonly text: string
}

/** A file that an agent brings along. */
export interface EmbeddedFile {
  readonly name: string
  /** Why it is not read, in words; undefined also for one that was not looked at yet. */
  readonly problem: string | undefined
  /** Read once, when they are asked for. None where there is a problem. */
  readonly passages: () => Promise<Passages>
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
  readonly files: readonly EmbeddedFile[]
  /** Ids of actions whose functions it may call. */
  readonly actions: readonly string[]
  readonly capabilities: readonly { readonly name: string; readonly isAvailable: boolean; readonly note: string }[]
  readonly suggestionsDisabled: boolean
  readonly discourageModelKnowledge: boolean
  readonly editorial: Editorial
  /** Ids of other agents, or of apps, that may work for it. */
  readonly workers: readonly string[]
  /** Only other agents of its package name it: nobody talks to it, and none but these may call on it. */
  readonly isWorkerOnly: boolean
}
