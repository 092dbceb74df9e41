import type { Caller } from '@jumpseat/directory'
import { wordsOf } from '@jumpseat/index'
import { reachOf, toldScopesOf } from '../reach.ts'
import { type Query, queryOf } from '../scope/query.ts'
import { freeTextsOf } from '../scope/words.ts'
import type { Context } from '../types.ts'

/** A word of the query and what to write instead. */
interface AlteredToken {
  readonly offset: number
  readonly length: number
  readonly suggestion: string
}

export interface Alteration {
  readonly original: string
  readonly altered: string
  readonly tokens: readonly AlteredToken[]
}

/** Different words of a query that are looked up: each is compared with every word that there is. */
const MOST_WORDS = 16

/**
 * The query with each word that stands in nothing the person may read put right by one that does; undefined when there
 * is nothing to put right. Contract: connectors 5.7.
 */
export async function alterationOf(
  context: Context,
  caller: Caller,
  original: string,
  connectionIds: readonly string[] | undefined,
): Promise<Alteration | undefined> {
  const words = writtenWords(queryOf(original, context.settings.queryLength))
  const reach = words.length > 0 ? await reachOf(context, caller, { connectionIds }) : undefined
  if (!reach) return undefined
  const scopes = toldScopesOf(context, reach.connections)
  const distinct = [...new Set(words.map(({ term }) => term))]
  const corrections = await context.index.correct(distinct.slice(0, MOST_WORDS), scopes, reach.reader)
  const tokens = words.flatMap(({ term, start, end }) => {
    const suggestion = corrections.get(term)
    return suggestion === undefined ? [] : [{ offset: start, length: end - start, suggestion }]
  })
  return tokens.length === 0 ? undefined : { original, altered: withTokens(original, tokens), tokens }
}

/** Whole words of the free text, in order, with their places in the query. */
function writtenWords({ text: query, tree }: Query) {
  return freeTextsOf(tree).flatMap(({ position, isPrefix }) => {
    const words = wordsOf(query.slice(position.start, position.end)).map(({ term, start, end }) => ({
      term,
      start: start + position.start,
      end: end + position.start,
    }))
    return isPrefix ? words.slice(0, -1) : words
  })
}

function withTokens(text: string, tokens: readonly AlteredToken[]): string {
  let altered = ''
  let at = 0
  for (const { offset, length, suggestion } of tokens) {
    altered += text.slice(at, offset) + suggestion
    at = offset + length
  }
  return altered + text.slice(at)
}

export type AlterationKind = 'Suggestion' | 'Modification'

export function alterationView({ original, altered, tokens }: Alteration, kind: AlterationKind): object {
  return {
    '@odata.type': '#microsoft.substrateSearch.alterationResponse',
    originalQueryString: original,
    queryAlteration: {
      '@odata.type': '#microsoft.substrateSearch.searchAlteration',
      alteredQueryString: altered,
      alteredHighlightedQueryString: altered,
      alteredQueryTokens: tokens,
    },
    queryAlterationType: kind,
  }
}
