import type { Field } from './fields.ts'
import { type Candidate, filter, isBoundary, isDenied, isNoun, type Reading } from './reading.ts'
import { longest } from './tokens.ts'

const LEADING = new Set(['is', 'has', 'was', 'are', 'have', 'can', 'should', 'flag'])

/** `that are archived`, `not archived`, `urgent tickets`, `with attachments`, `without attachments`. */
export function flagRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const flags = fields.filter(({ kind }) => kind === 'boolean')
  const names = flags.flatMap((field) => field.names.map((name) => ({ field, ...flagName(name) })))
  const found = longest(tokens, at, names, ({ words }) => words)
  if (!found) return undefined
  const { field, words, isHad } = found.choice
  if (new Set(names.filter((one) => one.words.join() === words.join()).map((one) => one.field)).size > 1)
    return undefined
  const before = tokens[at - 1]?.word ?? ''
  const { next } = found
  const made = (isTrue: boolean, start: number, end = next) => filter(field, '=', [String(isTrue)], start, end)

  const [said, place] = saidBehind(reading, next)
  if (said !== undefined) return made(said, at, place)
  if (isHad) {
    if (before === 'with' || before === 'has' || before === 'have' || before === 'having') return made(true, at - 1)
    return before === 'without' || before === 'no' ? made(false, at - 1) : undefined
  }
  if (before === 'non') return isQualifying(reading, at, next) ? made(false, at - 1) : undefined
  if (before === 'not' || /n['’]t$/.test(before))
    return isQualifying(reading, at, next) ? made(false, at - 1) : undefined
  if (isDenied(reading, at)) return undefined
  return isQualifying(reading, at, next) ? made(true, at) : undefined
}

/** Without the word that makes it a question; whether it is something that is had. */
function flagName(name: readonly string[]): { readonly words: readonly string[]; readonly isHad: boolean } {
  const [first = '', ...rest] = name
  const isHad = first === 'has' || first === 'have'
  return { words: LEADING.has(first) && rest.length > 0 ? rest : name, isHad }
}

const SAID: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
])

/** `archived: yes`, `archived = false`, `archived is true`. */
function saidBehind({ tokens }: Reading, at: number): readonly [boolean | undefined, number] {
  const place = ['is', '=', 'equals'].includes(tokens[at]?.word ?? '') ? at + 1 : at
  const said = SAID.get(tokens[place]?.word ?? '')
  return said === undefined ? [undefined, at] : [said, place + 1]
}

const COPULAS = new Set(['is', 'are', 'was', 'were', 'currently', 'still', 'marked', 'flagged', 'be', 'been'])

/** Whether words at a place say what something is: `that are …`, or `…` right before what is looked for. */
export function isQualifying(reading: Reading, at: number, next: number): boolean {
  const { tokens } = reading
  const before = tokens[at - 1]?.word ?? ''
  const beforeThat = tokens[at - 2]?.word ?? ''
  if (COPULAS.has(before) || ((before === 'not' || before === 'as') && COPULAS.has(beforeThat)))
    return isBoundary(reading, next)
  // `bugs not closed`, `but not closed`
  const behindNoun = tokens[at - 2]
  const isLate = behindNoun && (isNoun(reading, behindNoun) || behindNoun.word === 'but' || tokens[at - 1]?.isApart)
  if (before === 'not' && isLate) return isBoundary(reading, next)
  // `in progress report` is a report.
  if (OF.has(tokens[at]?.word ?? '')) return false
  let end = next
  for (
    let token = tokens[end];
    token && !token.isApart && end < next + MOST_NOUNS && isNoun(reading, token);
    token = tokens[end]
  )
    end++
  // The noun is what is looked for, not the beginning of a longer one: `open document format`.
  return end > next && isBoundary(reading, end) && isHead(reading, at)
}

/** Words of what is looked for: `berth calls`. */
const MOST_NOUNS = 3

const OF = new Set(['of', 'about', 'for', 'on', 'to', 'with', 'in', 'by', 'from', 'how'])

/** Nothing before it makes it part of what the question is about. */
function isHead({ tokens }: Reading, at: number): boolean {
  for (let place = at - 1; place >= 0; place--) {
    const word = tokens[place]?.word ?? ''
    if (OF.has(word)) return false
    if (word === 'and' || word === 'or') return false
  }
  return true
}

/** Where a name of the field stands, right here. */
export const nameBehind = ({ tokens }: Pick<Reading, 'tokens'>, field: Field, at: number): number | undefined =>
  longest(tokens, at, field.names, (words) => words)?.next
