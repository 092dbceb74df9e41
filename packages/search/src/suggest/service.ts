import type { Caller } from '@jumpseat/directory'
import { wordsOf } from '@jumpseat/index'
import { reachOf, toldScopesOf } from '../reach.ts'
import type { Context } from '../types.ts'

export interface Suggestion {
  /** What was typed with its last word completed. */
  readonly text: string
  readonly word: string
}

/** How the last word may go on, out of what the person may read; none when no word was begun. */
export async function suggestions(
  context: Context,
  caller: Caller,
  typed: string,
  limit: number,
): Promise<Suggestion[]> {
  const last = wordsOf(typed).at(-1)
  // Also behind a closed quote or a space: there no word is being written.
  if (!last || last.end < typed.length) return []
  const reach = await reachOf(context, caller, { connectionIds: undefined })
  if (!reach) return []
  const scopes = toldScopesOf(context, reach.connections)
  const words = await context.index.suggest(last.term, scopes, reach.reader, limit)
  return words.map((word) => ({ text: typed.slice(0, last.start) + word, word }))
}
