import { agreed, type View } from './agree.ts'
import { calendarOf } from './days.ts'
import { fieldsOf } from './fields.ts'
import { flagRule } from './flags.ts'
import { numberRule } from './numbers.ts'
import { activeRule, personRule } from './people.ts'
import { fileRule, placeRule } from './places.ts'
import { type Candidate, type Reading, type Rule, VAGUE } from './reading.ts'
import { kindRule, stateRule } from './states.ts'
import { bareTimeRule, timeRule } from './timing.ts'
import { singularOf, type Token, tokensOf, wordsOfText } from './tokens.ts'
import type { Proposal, ProposedFilter, QuestionContext } from './types.ts'
import { valueRule } from './values.ts'

/** Each looks at one place. Of filters over the same words the longer counts, then the one whose rule stands first. */
const RULES: readonly Rule[] = [
  personRule,
  activeRule,
  timeRule,
  numberRule,
  valueRule,
  flagRule,
  stateRule,
  fileRule,
  placeRule,
  kindRule,
  bareTimeRule,
]

/** Longer questions are texts. */
const MOST_TOKENS = 60

/** Signs of KQL: who writes it means what he writes. */
const KQL =
  /["“”„()*{}]|\p{L}[\p{L}\p{N}_]*(?::|<>|[<>=])\S|(?:^|\s)(?:AND|OR|NOT|NEAR|ONEAR|WORDS|XRANK)(?:\s|\(|$)|(?:^|\s)[-+]\p{L}/u

/**
 * The filters that a question names by the schemas, the directory and the values that are known, and the text that is
 * left. No model is asked: the same context gives the same proposals. Where words could well mean something else, they
 * stay text.
 */
export function proposeFilters(context: QuestionContext): Proposal {
  const { question, connections, now, timeZone } = context
  const none: Proposal = { filters: [], text: question.trim() === '' ? '*' : question.trim() }
  const tokens = tokensOf(question)
  if (KQL.test(question) || tokens.length === 0 || tokens.length > MOST_TOKENS) return none
  const calendar = calendarOf(now, timeZone)
  const views = connections.map((connection): View => {
    const own = { ...context, connections: [connection, ...connections.filter((other) => other !== connection)] }
    const reading = { context: own, tokens, fields: fieldsOf(connection), calendar }
    return { reading, chosen: settled(reading, candidatesOf(reading)) }
  })
  const { filters: all, by } = agreed(views)
  const chosen = all.filter((one) => !isKept(context, tokens, one))
  if (chosen.length === 0) return none
  const filters = chosen.map(({ start, end, property, label, operator, values }): ProposedFilter => {
    const from = tokens[glueBefore(tokens, start, chosen)]?.start ?? 0
    const words = [from, tokens[end - 1]?.end ?? from] as const
    return { property, ...(label === undefined ? {} : { label }), operator, values, words }
  })
  return { filters, text: textLeft(question, filters, by) }
}

/** Whether the person has taken it away: one of its words is to stay text. */
const isKept = ({ kept = [] }: QuestionContext, tokens: readonly Token[], { start, end }: Candidate) =>
  tokens.slice(start, end).some((token) => kept.some(([from, to]) => token.start < to && token.end > from))

function candidatesOf(reading: Reading): readonly Candidate[] {
  return reading.tokens.flatMap((_token, at) => RULES.flatMap((rule) => rule(reading, at) ?? []))
}

/** Those that do not overlap, in the order of the question, without those that contradict each other or are one of two. */
function settled({ tokens }: Reading, candidates: readonly Candidate[]): readonly Candidate[] {
  const ranked = candidates.toSorted((a, b) => b.end - b.start - (a.end - a.start))
  const chosen: Candidate[] = []
  for (const one of ranked)
    if (chosen.every((other) => one.end <= other.start || one.start >= other.end)) chosen.push(one)
  const isAlternative = ({ start, end }: Candidate) => tokens[start - 1]?.word === 'or' || tokens[end]?.word === 'or'
  const left = chosen.filter((one) => !isAlternative(one))
  const isContradicted = (one: Candidate) =>
    left.some((other) => other !== one && other.property === one.property && !isPair(one, other))
  return left.filter((one) => !isContradicted(one)).toSorted((a, b) => a.start - b.start)
}

/** A lower and an upper end of the same. */
function isPair({ operator: a }: Candidate, { operator: b }: Candidate): boolean {
  return (
    (a.startsWith('>') && b.startsWith('<') && b !== '<>') || (b.startsWith('>') && a.startsWith('<') && a !== '<>')
  )
}

const GLUE = new Set([
  'and',
  'that',
  'which',
  'who',
  'were',
  'was',
  'are',
  'is',
  'have',
  'has',
  'been',
  'with',
  'but',
  'also',
  'whose',
  'in',
  'at',
  'on',
  'a',
  'an',
  'the',
  'currently',
  'still',
])

/** Where the words begin that lead to a filter and mean nothing without it. */
function glueBefore(tokens: readonly Token[], start: number, chosen: readonly Candidate[]): number {
  let at = start
  const isTaken = (place: number) => chosen.some((one) => place >= one.start && place < one.end)
  while (at > 0 && GLUE.has(tokens[at - 1]?.word ?? '') && !isTaken(at - 1)) at--
  return at
}

/** What a request begins with. */
const REQUEST =
  /^(?:(?:please|can you|could you|show|find|list|get|give|search|look|display|see|want|need|i|me|us|for|which|what|all|any|every|the|of)\s+)+/i

function textLeft(question: string, filters: readonly ProposedFilter[], by: readonly View[]): string {
  let text = ''
  let at = 0
  for (const { words } of filters) {
    text += `${question.slice(at, words[0])} `
    at = words[1]
  }
  const left = `${text}${question.slice(at)} `
    .replace(REQUEST, '')
    .replace(/\s+([,.;:!?])/g, '$1')
    .replace(/^[\s,.;:!?]+|[\s,.;:!?]+$/g, '')
    .replace(/[,;:]+(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const words = tokensOf(left)
  const isSaid = ({ word }: Token) =>
    VAGUE.has(word) || LITTLE.has(word) || by.every(({ reading }) => isItem(reading, word))
  return words.every(isSaid) ? '*' : left
}

/** Whether every item of the connection is one: `calls` of the berth calls, `vessels` where a title is a vessel. */
function isItem({ context: { connections }, fields }: Reading, word: string): boolean {
  const titles = fields.filter(({ labels }) => labels.includes('title')).flatMap(({ names }) => names.flat())
  const named = [
    ...wordsOfText(connections[0]?.name ?? ''),
    ...titles.filter((name) => name !== 'title' && name !== 'name'),
  ]
  return named.some((name) => name === word || name === singularOf(word) || singularOf(name) === word)
}

const LITTLE = new Set(
  'the a an of and or that which who are is was were with in on all any every me show find list'.split(' '),
)
