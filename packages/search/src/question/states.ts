import { type Field, isNamed, labelledField, namedField } from './fields.ts'
import { isQualifying } from './flags.ts'
import { type Candidate, filter, isBoundary, isDenied, isNoun, type Reading } from './reading.ts'
import { singularOf } from './tokens.ts'
import { isEnumerated, isQualifier, valueAt } from './values.ts'

const CLOSED = ['closed', 'done', 'resolved', 'completed', 'complete', 'fixed', 'finished']

/** `critical bugs`, `tickets that are delayed`, `open tasks`, `not closed`. */
export function stateRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const holders = fields
    .filter((field) => isEnumerated(field) && isQualifier(field))
    .flatMap((field) => {
      const value = valueAt({ tokens: unapart(tokens, at) }, field, at)
      return value ? [{ field, ...value }] : []
    })
  const next = Math.max(...holders.map((holder) => holder.next))
  const best = holders.filter((holder) => holder.next === next)
  const [only] = best
  if (isSaidTwice(reading, at, Math.max(next, at + 1))) return undefined
  const isNot = tokens[at - 1]?.word === 'not' || /n['’]t$/.test(tokens[at - 1]?.word ?? '')
  const made = (field: Field, values: readonly string[], end: number, isOther = false) => {
    if (!isQualifying(reading, at, end) || (isDenied(reading, at) && !isNot)) return undefined
    return filter(field, isNot !== isOther ? '<>' : '=', values, isNot ? at - 1 : at, end)
  }
  if (best.length === 1 && only) {
    const isElsewhere = fields.some(
      (field) => field !== only.field && isEnumerated(field) && valueAt(reading, field, at)?.next === next,
    )
    return isElsewhere ? undefined : made(only.field, [only.value], next)
  }
  if (best.length > 1) return undefined

  const word = tokens[at]?.word
  if (word !== 'open' && word !== 'closed') return undefined
  const state = labelledField(fields, ['state']) ?? namedField(fields, ['status']) ?? namedField(fields, ['state'])
  if (state?.kind !== 'text') return flagOfState(reading, word, (field, value) => made(field, [value], at + 1))
  if (state.values.length === 0) return made(state, [word], at + 1)
  const closed = state.values.filter((value) => CLOSED.includes(value.toLowerCase()))
  if (word === 'open' && closed.length > 0) return made(state, closed, at + 1, true)
  return word === 'closed' && closed.length === 1 ? made(state, closed, at + 1) : undefined
}

/** Whether another state is told elsewhere: of `open bugs and closed tasks` neither holds for all. */
function isSaidTwice(reading: Reading, at: number, next: number): boolean {
  const { tokens, fields } = reading
  const states = fields.filter((field) => isEnumerated(field) && isQualifier(field))
  const here = states.filter((field) => valueAt(reading, field, at))
  return tokens.some(({ word }, place) => {
    if (place >= at && place < next) return false
    const isLinked = ['and', 'or'].includes(tokens[place - 1]?.word ?? '') && isNounNear(reading, place)
    return isLinked && (word === 'open' || word === 'closed' || here.some((field) => valueAt(reading, field, place)))
  })
}

const isNounNear = (reading: Reading, at: number) =>
  reading.tokens.slice(at + 1, at + 3).some((token) => isNoun(reading, token))

/** A sign before the first word of a value is no matter where the value is all there is. */
const unapart = (tokens: Reading['tokens'], at: number) =>
  tokens.map((token, place) => (place === at ? { ...token, isApart: false } : token))

/** A boolean that tells: `isOpen` of `closed`, `isClosed` of `open`. */
function flagOfState(
  { fields }: Reading,
  word: 'open' | 'closed',
  made: (field: Field, value: string) => Candidate | undefined,
): Candidate | undefined {
  const other = word === 'open' ? 'closed' : 'open'
  const flags = fields.filter(({ kind }) => kind === 'boolean')
  const found = flags.filter((field) => isNamed(field, new RegExp(`^(?:is )?${other}$`)))
  return found.length === 1 && found[0] ? made(found[0], 'false') : undefined
}

/** `bugs`, where items have a kind that is called `Bug`. */
export function kindRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const word = tokens[at]?.word ?? ''
  const singular = singularOf(word)
  const kind =
    labelledField(fields, ['itemType']) ?? namedField(fields, ['type']) ?? namedField(fields, ['item', 'type'])
  if (!kind || singular === undefined || kind.kind !== 'text' || isDenied(reading, at)) return undefined
  const kindsOf = (one: string) => kind.values.filter((value) => [one, singularOf(one)].includes(value.toLowerCase()))
  const found = kindsOf(word)
  // `open bugs and closed tasks` are two questions.
  if (tokens.some((token, place) => place !== at && kindsOf(token.word).length > 0)) return undefined
  const isAbout = tokens
    .slice(0, at)
    .some((token) => ['of', 'about', 'for', 'on', 'to', 'or', 'and', 'how'].includes(token.word))
  const isHead = isBoundary(reading, at + 1)
  if (found.length !== 1 || isAbout || !isHead || tokens[at + 1]?.word === 'or') return undefined
  return filter(kind, '=', found, at, at + 1)
}
