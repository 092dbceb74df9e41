import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { SaidNumber } from './numbers.ts'
import { type Offer, type Slot, typeOf } from './slot.ts'

export function listFor(slot: Slot, offer: Offer): JsonValue | undefined {
  const { schema } = slot
  if (typeOf(schema) !== 'array') return undefined
  const items = isJsonObject(schema.items) ? schema.items : {}
  if (typeOf(items) === 'integer' || typeOf(items) === 'number') return numberList(items, offer)
  if (typeOf(items) !== 'string') return undefined
  const quoted = offer.phrases.filter((phrase) => phrase.kind === 'quoted' && !offer.used.has(phrase))
  const names =
    quoted.length > 0 ? quoted : offer.phrases.filter((phrase) => phrase.kind === 'name' && !offer.used.has(phrase))
  const several = names.flatMap(({ text }) => text.split(/,\s*(?:and\s+)?|\s+and\s+/)).filter((text) => text !== '')
  if (several.length === 0) {
    const listed = /(?:[:\s]|^)([\p{L}\d-]+(?:, [\p{L}\d -]+)+,? (?:and|or) [\p{L}\d-]+)/u.exec(offer.text)?.[1]
    return listed?.split(/,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+/)
  }
  if (!slot.isRequired && several.length < 2) return undefined
  for (const phrase of names) offer.used.add(phrase)
  return several
}

/** The next bracket with numbers, else the next that are listed with commas, else all that are left. */
function numberList(items: JsonObject, offer: Offer): JsonValue | undefined {
  const free = offer.numbers.filter(
    (number) => !offer.used.has(number) && (typeOf(items) !== 'integer' || number.isWhole),
  )
  const within = (from: number, to: number) => free.filter(({ start, end }) => start >= from && end <= to)
  const brackets = [...offer.text.matchAll(/[[(][^\])]*[\])]/g)].map((found) =>
    within(found.index, found.index + found[0].length),
  )
  const listed = free.reduce<SaidNumber[][]>((runs, number) => {
    const run = runs.at(-1)
    const last = run?.at(-1)
    const isNext = last !== undefined && /^[\s,;]*(?:and\s+)?$/.test(offer.text.slice(last.end, number.start))
    if (run && isNext) run.push(number)
    else runs.push([number])
    return runs
  }, [])
  const chosen = brackets.find((group) => group.length > 1) ?? listed.find((group) => group.length > 1)
  if (chosen === undefined) return undefined
  for (const number of chosen) offer.used.add(number)
  return chosen.map(({ value }) => value)
}
