import { searchErrors } from '../errors.ts'

// Operators of contract: connectors 5.3 that would change the answer. Until they are understood they are refused,
// so that nobody gets more or other than what was asked for.
const OPERATORS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['OR', /(?:^|[\s()])OR(?=$|[\s()])/],
  ['NOT', /(?:^|[\s()])NOT(?=$|[\s()])/],
  ['NEAR, ONEAR, WORDS and XRANK', /(?:^|[\s()])(?:O?NEAR|WORDS|XRANK)(?=$|[\s()])/],
  ['+ and - before a word', /(?:^|[\s(])[+-][\p{L}\p{N}"(]/u],
  ['a property restriction', /(?:^|[\s(])(?!https?:)\p{L}[\p{L}\p{N}_]{0,31}(?::|<>|<=?|>=?|=)\S/u],
  ['a wildcard', /[\p{L}\p{N}]\*/u],
]

/** A query of plain words and quoted phrases; between words, AND is what is meant anyway. Refuses other operators with 400. */
export function plainWords(text: string): string {
  const unquoted = text.replace(/"[^"]*"?/g, '""')
  for (const [name, pattern] of OPERATORS) {
    if (!pattern.test(unquoted)) continue
    throw searchErrors.invalidSearch(
      { reason: `the query holds ${name}, which is not supported yet`, fix: 'Send words and "quoted phrases" only.' },
      { place: 'query/queryString' },
    )
  }
  return text.replace(/"[^"]*"?|(?<=^|[\s()])AND(?=$|[\s()])/g, (part) => (part === 'AND' ? ' ' : part))
}
