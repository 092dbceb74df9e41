import { isJsonObject, type JsonObject, own } from '@jumpseat/wire'
import { textOf } from '../schema/text.ts'
import { sensesAsked, sensesIn } from './senses.ts'
import { termsOf } from './words.ts'

/** What a function wants to be told, as far as a prompt can be seen to hold it. */
export interface Want {
  readonly isRequired: boolean
  readonly kind: 'number' | 'numbers' | 'choice' | 'sense' | 'other'
  /** The terms of each choice. */
  readonly choices: readonly (readonly string[])[]
  readonly senses: readonly number[]
}

/** What a prompt holds. */
export interface Held {
  readonly numbers: number
  readonly senses: ReadonlySet<number>
  readonly terms: ReadonlySet<string>
}

export function wantsOf(parameters: JsonObject): readonly Want[] {
  const properties = own(parameters, 'properties')
  const required = own(parameters, 'required')
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).map(([name, schema]) => {
    const given = isJsonObject(schema) ? schema : {}
    const items = isJsonObject(given.items) ? given.items : {}
    const choices = [given.enum, items.enum].flatMap((list) => (Array.isArray(list) ? list : [])).map(textOf)
    const senses = sensesAsked(termsOf(name))
    const kind = isNumber(given) ? 'number' : isNumber(items) ? 'numbers' : undefined
    return {
      isRequired: Array.isArray(required) && required.includes(name),
      kind: kind ?? (choices.length > 0 ? 'choice' : senses.length > 0 ? 'sense' : 'other'),
      choices: choices.map(termsOf).filter((terms) => terms.length > 0),
      senses,
    }
  })
}

const isNumber = ({ type }: JsonObject) => [type].flat().some((name) => name === 'number' || name === 'integer')

export function heldBy(prompt: string, terms: ReadonlySet<string>): Held {
  return { numbers: prompt.match(/\d[\d,]*\.?\d*/g)?.length ?? 0, senses: sensesIn(prompt), terms }
}

// Shares of one, found by measurement (bench:select); flat around these values.
const OPTIONAL = 0.3
const CHOICE_NOT_NAMED = 0.4
const SENSE_NOT_SEEN = 0.5
const NUMBER_LEFT_OVER = 0.04
const COUNTED_LEFT_OVER = 3

/** How well what the prompt holds answers what the function wants: about 0 to 1, and 1 for a function that wants nothing. */
export function fitOf(wants: readonly Want[], held: Held): number {
  let numbers = held.numbers
  let met = 0
  let asked = 0
  for (const want of wants) {
    const weight = want.isRequired ? 1 : OPTIONAL
    asked += weight
    met += weight * metBy(want, held, numbers)
    if (want.isRequired && want.kind === 'number' && numbers > 0) numbers--
  }
  return (asked === 0 ? 1 : met / asked) - NUMBER_LEFT_OVER * Math.min(COUNTED_LEFT_OVER, numbers)
}

function metBy({ kind, choices, senses }: Want, held: Held, numbers: number): number {
  if (kind === 'number') return numbers > 0 ? 1 : 0
  if (kind === 'numbers') return held.numbers > 1 ? 1 : 0
  if (kind === 'choice') {
    return choices.some((terms) => terms.every((term) => held.terms.has(term))) ? 1 : CHOICE_NOT_NAMED
  }
  if (kind === 'sense') return senses.some((sense) => held.senses.has(sense)) ? 1 : SENSE_NOT_SEEN
  return 1
}
