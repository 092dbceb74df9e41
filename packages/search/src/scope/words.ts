import { type Condition, wordsOf } from '@jumpseat/index'
import type { KqlNode, Text } from '@jumpseat/kql'
import { JOINING } from './joining.ts'
import { NOTHING, textOf } from './parts.ts'

/** Free texts that are looked for, in order: not those that are excluded, and not the values of restrictions. */
export function freeTextsOf(node: KqlNode): readonly Text[] {
  switch (node.kind) {
    case 'text':
      return [node]
    case 'and':
    case 'or':
    case 'near':
    case 'words':
      return node.of.flatMap(freeTextsOf)
    default:
      return []
  }
}

/** The words that are looked for, each once. Contract: connectors 5.4, `searchTerms`. */
export const searchTermsOf = (node: KqlNode): readonly string[] => [
  ...new Set(freeTextsOf(node).flatMap(({ text }) => wordsOf(text).map(({ term }) => term))),
]

const CHUNK = /"([^"]*)"?|[^\s"]+/g

/**
 * At least one of the words or "phrases" of a sentence, which is no KQL; a word that comes again counts again. Words that
 * only join others are left out where there are others. Contract: connectors 6.1.
 */
export function anyWordOf(sentence: string): Condition {
  const texts = [...sentence.matchAll(CHUNK)].flatMap(([chunk, quoted]) =>
    quoted === undefined ? wordsOf(chunk).map(({ term }) => term) : [quoted],
  )
  const telling = texts.filter((text) => !JOINING.has(text))
  const times = new Map<string, number>()
  for (const text of telling.length > 0 ? telling : texts) times.set(text, (times.get(text) ?? 0) + 1)
  const of = [...times].flatMap(([text, count]) => {
    const found = textOf({ text, isPrefix: false })
    return found ? { ...found, times: count } : []
  })
  return of.length === 0 ? NOTHING : { kind: 'or', of }
}
