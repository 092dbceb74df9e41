import type { Condition, IndexQuery } from '../../packages/index/src/types.ts'
import { wordsOf } from '../../packages/index/src/words.ts'
import { CONNECTION, NOW } from './corpus.ts'

/** Any of the words, or all of them: a page of ten by score. */
export function queryOf(words: readonly string[], kind: 'or' | 'and' = 'or'): IndexQuery {
  const of = words
    .flatMap((word) => wordsOf(word))
    .map(({ term }): Condition => ({ kind: 'text', terms: [term], isPrefix: false, property: undefined }))
  const condition: Condition = { kind, of }
  return {
    scopes: [{ connectionUid: CONNECTION, condition }],
    from: 0,
    size: 10,
    sort: [],
    refiners: [],
    collapse: [],
    now: NOW,
  }
}
