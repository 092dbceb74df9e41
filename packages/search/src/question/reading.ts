import type { Calendar } from './days.ts'
import type { Field } from './fields.ts'
import { singularOf, type Token, wordsOfText } from './tokens.ts'
import type { ProposedFilter, QuestionContext } from './types.ts'

/** What every rule reads from. */
export interface Reading {
  readonly context: QuestionContext
  readonly tokens: readonly Token[]
  readonly fields: readonly Field[]
  readonly calendar: Calendar
}

/** A filter with the tokens it is made of; `end` is exclusive. */
export interface Candidate extends Omit<ProposedFilter, 'words'> {
  readonly start: number
  readonly end: number
}

/** All that begins at a place. */
export type Rule = (reading: Reading, at: number) => Candidate | undefined

export const filter = (
  { property }: Pick<Field, 'property'>,
  operator: ProposedFilter['operator'],
  values: readonly string[],
  start: number,
  end: number,
): Candidate => ({ property, operator, values, start, end })

const NEGATIONS = new Set([
  'not',
  'never',
  "isn't",
  "aren't",
  "wasn't",
  "weren't",
  'isn’t',
  'aren’t',
  'no',
  'non',
  'except',
  'without',
  'excluding',
])

/** Whether the place is denied by the word before it. */
export const isDenied = ({ tokens }: Reading, at: number): boolean => NEGATIONS.has(tokens[at - 1]?.word ?? '')

/** What one looks for, whatever the schema. */
const NOUNS = new Set(
  'item items document documents doc docs file files record records entry entries result results thing things page pages article articles post posts bug bugs ticket tickets issue issues task tasks case cases incident incidents request requests order orders message messages report reports call calls project projects vessel vessels product products deal deals account accounts opportunity opportunities contract contracts invoice invoices lead leads customer customers meeting meetings story stories epic epics change changes question questions job jobs asset assets shipment shipments policy policies'.split(
    ' ',
  ),
)

/** Whether a word names what is looked for: a usual noun, a kind of item, or what a connection is called after. */
export function isNoun({ context, fields }: Reading, { word }: Pick<Token, 'word'>): boolean {
  if (NOUNS.has(word)) return true
  const singular = singularOf(word)
  const kinds = fields.filter(({ labels }) => labels.includes('itemType')).flatMap(({ values }) => values)
  const named = [...kinds, ...context.connections.flatMap(({ name }) => wordsOfText(name))].map((name) =>
    name.toLowerCase(),
  )
  return named.some((name) => name === word || name === singular || singularOf(name) === word)
}

/** What nobody looks for, when it is all that is left. */
export const VAGUE = new Set(
  'item items document documents doc docs file files record records entry entries result results thing things everything anything all stuff content'.split(
    ' ',
  ),
)

/** What was done with it, or to it. */
const VERBS = /^(?:written|due|\p{L}{2,}[^e]ed)$/u
const GLUE = new Set(
  'in on at since before after between from until till during within over under above below with without and or but that which who whose where is are was were has have had last this next past previous today yesterday tomorrow for about to by of as only still currently recently please now ago not more less older newer'.split(
    ' ',
  ),
)

/** Whether a phrase can end before this place: nothing follows, a sign stands between, or a word that goes on with something else. */
export function isBoundary({ tokens }: Pick<Reading, 'tokens'>, at: number): boolean {
  const token = tokens[at]
  return token === undefined || token.isApart || GLUE.has(token.word) || VERBS.test(token.word)
}

/** Whether a word could be somebody's name: it is none that leads a question on. */
export const isNameable = ({ word }: Pick<Token, 'word'>): boolean =>
  word.length > 1 && /\p{L}/u.test(word) && !GLUE.has(word) && !VERBS.test(word) && !NOUNS.has(word)
