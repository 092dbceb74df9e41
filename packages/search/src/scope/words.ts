import { type Condition, wordsOf } from '@jumpseat/index'
import type { KqlNode, Text } from '@jumpseat/kql'
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

/** At least one of the words or "phrases" of a sentence, which is no KQL. Contract: connectors 6.1. */
export function anyWordOf(sentence: string): Condition {
  const of = [...sentence.matchAll(CHUNK)].flatMap(([chunk, quoted]) => {
    const texts = quoted === undefined ? wordsOf(chunk).map(({ term }) => term) : [quoted]
    return texts.flatMap((text) => textOf({ text, isPrefix: false }) ?? [])
  })
  return of.length === 0 ? NOTHING : { kind: 'or', of }
}
