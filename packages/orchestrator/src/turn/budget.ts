import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { Turn } from './types.ts'
import type { Work } from './work.ts'

/** The limits of a turn, each with the words that the person reads. Contract: publishing-and-governance REQ-65. */
const LIMITS: readonly { readonly words: string; isReached(work: Work): boolean }[] = [
  {
    words: 'this needed more steps than a turn may have',
    isReached: ({ turn, context }) => turn.spent.steps >= context.settings.steps,
  },
  {
    words: 'this needed more tokens than a turn may use',
    isReached: ({ turn, context }) => turn.spent.tokens >= context.settings.tokens,
  },
  {
    words: 'the functions answered with more data than a turn may read',
    isReached: ({ turn, context }) => turn.spent.bytes >= context.settings.bytes,
  },
  {
    words: 'this took longer than a turn may take',
    isReached: (work) => spentMs(work) >= work.context.settings.seconds * 1_000,
  },
]

/** Why the turn may not go on; undefined when it may. */
export const overBudget = (work: Work): string | undefined => LIMITS.find(({ isReached }) => isReached(work))?.words

export const spentMs = ({ turn, context, startedAt }: Work): number => turn.spent.ms + context.now() - startedAt

/** A provider that counts nothing is counted by the length of what was sent and received. */
export function spend(turn: Turn, { inputTokens, outputTokens }: LanguageModelV4Usage, written: string): void {
  const received = inputTokens.total ?? Math.ceil(JSON.stringify(turn.messages).length / 4)
  const sent = outputTokens.total ?? Math.ceil(written.length / 4)
  turn.spent.tokens += received + sent
}
