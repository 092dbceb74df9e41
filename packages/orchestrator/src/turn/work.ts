import type { LanguageModelV4, LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import type { ModelProfile, Skill } from '@jumpseat/skills'
import type { Agent } from '../agents/types.ts'
import type { Context } from '../context.ts'
import type { Conversation } from '../conversation/types.ts'
import type { Exchange } from '../prompt/assemble.ts'
import type { Asker, Emit, StepName, Turn } from './types.ts'

/** A turn while it is worked on. */
export interface Work {
  readonly context: Context
  readonly asker: Asker
  readonly conversation: Conversation
  readonly agent: Agent | undefined
  /** Agents that work for it in this turn. */
  readonly workers: readonly Agent[]
  readonly model: LanguageModelV4
  /** The words of JSON Schema that the model takes. */
  readonly profile: ModelProfile
  /** Earlier exchanges, oldest first, and whether any of them read something from outside. */
  readonly history: readonly Exchange[]
  readonly historyIsTainted: boolean
  readonly turn: Turn
  readonly emit: Emit
  readonly signal: AbortSignal
  readonly startedAt: number
  /** What the model may call, and the functions behind by the names that it knows them by. Filled by `match`. */
  tools: readonly LanguageModelV4FunctionTool[]
  skills: ReadonlyMap<string, Skill>
  /** The turn is in the store. */
  isKept: boolean
}

/** Where a step leads; `wait` and `end` leave the list. */
export type Next = StepName | 'wait' | 'end'
export type Step = (work: Work) => Promise<Next>
