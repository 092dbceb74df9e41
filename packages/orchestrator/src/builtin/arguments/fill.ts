import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { numberFor } from './amount.ts'
import { choiceFor, flagFor, namedChoiceFor } from './choice.ts'
import { datesIn } from './dates.ts'
import { listFor } from './list.ts'
import { dateFor } from './moment.ts'
import { numbersIn } from './numbers.ts'
import { phrasesIn } from './phrases.ts'
import { likeSamples } from './shapes.ts'
import { choicesOf, type Offer, type Slot, slotOf, typeOf } from './slot.ts'
import { isUsed, textFor, topicFor } from './wording.ts'

/** What could be filled in, and what is required and was not said. */
export interface Filled {
  readonly args: JsonObject
  readonly missing: readonly string[]
}

/** Arguments for a function from what was said: by type, choice, format and the words around each value. */
export function fill(
  parameters: JsonObject,
  text: string,
  now: number,
  topic: ReadonlySet<string> = new Set(),
): Filled {
  const properties = own(parameters, 'properties')
  const required = own(parameters, 'required')
  const slots = isJsonObject(properties)
    ? Object.entries(properties).map(([name, schema]) =>
        slotOf(name, isJsonObject(schema) ? schema : {}, Array.isArray(required) && required.includes(name)),
      )
    : []
  // What is a structure written as text is nothing that anybody said.
  const open = slots.filter(({ schema }) => schema.contentMediaType === undefined)
  const dates = datesIn(text, now)
  const offer: Offer = {
    text,
    now,
    dates,
    numbers: numbersIn(text).filter(({ start, end }) => !dates.some((date) => start < date.end && date.start < end)),
    phrases: phrasesIn(text),
    used: new Set(),
  }
  const args: JsonObject = {}
  // The most exact ways first, so that a free text does not take what a number or a choice is about.
  const rounds: readonly ((
    slot: Slot,
    offer: Offer,
    slots: readonly Slot[],
    topic: ReadonlySet<string>,
  ) => JsonValue | undefined)[] = [
    choiceFor,
    (slot, given) => namedChoiceFor(slot, given),
    dateFor,
    likeFor,
    flagFor,
    listFor,
    (slot, given, all) => numberFor(slot, given, all),
    (slot, given, _all, about) => textFor(slot, given, 'cued', about),
    (slot, given, _all, about) =>
      slot.isRequired ? (textFor(slot, given, 'any', about) ?? topicFor(slot, given, about)) : undefined,
  ]
  for (const round of rounds)
    for (const slot of [
      ...open.filter(({ isRequired }) => isRequired),
      ...open.filter(({ isRequired }) => !isRequired),
    ]) {
      if (Object.hasOwn(args, slot.name)) continue
      const value = round(slot, offer, open, topic)
      if (value !== undefined) setOwn(args, slot.name, value)
    }
  for (const slot of slots) {
    const fallback = own(slot.schema, 'default')
    if (slot.isRequired && !Object.hasOwn(args, slot.name) && fallback !== undefined && fallback !== null)
      setOwn(args, slot.name, fallback)
  }
  const ordered: JsonObject = {}
  for (const { name } of slots) {
    const value = own(args, name)
    if (value !== undefined) setOwn(ordered, name, value)
  }
  return {
    args: ordered,
    missing: slots.filter(({ name, isRequired }) => isRequired && !Object.hasOwn(args, name)).map(({ name }) => name),
  }
}

/** What is built like the example that the parameter gives. */
function likeFor({ schema }: Slot, offer: Offer): JsonValue | undefined {
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0) return undefined
  const like = likeSamples(schema, offer.text).find((one) => !isUsed(one, offer))
  if (!like) return undefined
  offer.used.add(like)
  return like.text
}
