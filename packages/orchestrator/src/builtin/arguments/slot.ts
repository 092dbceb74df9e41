import type { JsonObject, JsonValue } from '@jumpseat/wire'
import { topicStems } from '../../prompt/words.ts'
import type { SaidDate } from './dates.ts'
import type { SaidNumber } from './numbers.ts'
import type { Phrase } from './phrases.ts'
import { type Sense, sensesOf } from './senses.ts'
import type { SaidLike } from './shapes.ts'

/** A parameter with what tells it apart. */
export interface Slot {
  readonly name: string
  readonly schema: JsonObject
  readonly isRequired: boolean
  /** Stems of its name, and of name and description together. */
  readonly nameStems: ReadonlySet<string>
  readonly stems: ReadonlySet<string>
  readonly senses: ReadonlySet<Sense>
}

/** What a text offers; each piece is used once. */
export interface Offer {
  readonly text: string
  readonly now: number
  readonly numbers: readonly SaidNumber[]
  readonly dates: readonly SaidDate[]
  readonly phrases: readonly Phrase[]
  readonly used: Set<SaidNumber | SaidDate | SaidLike | Phrase>
  /** Numbers by the parameter that they are for, once that was found out. */
  shares?: ReadonlyMap<string, SaidNumber>
}

export function slotOf(name: string, schema: JsonObject, isRequired: boolean): Slot {
  const plain = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ')
  const description = typeof schema.description === 'string' ? schema.description : ''
  return {
    name,
    schema,
    isRequired,
    nameStems: topicStems(plain),
    stems: new Set([...topicStems(plain), ...topicStems(description)]),
    senses: sensesOf(plain, description),
  }
}

export const typeOf = ({ type }: JsonObject): string =>
  String([type].flat().find((each) => each !== 'null') ?? 'string')
export const isNumeric = ({ schema }: Slot) => typeOf(schema) === 'integer' || typeOf(schema) === 'number'
export const choicesOf = (schema: JsonObject): readonly JsonValue[] => (Array.isArray(schema.enum) ? schema.enum : [])
