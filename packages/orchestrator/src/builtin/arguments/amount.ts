import { stemOf, wordsOf } from '@jumpseat/index'
import type { JsonValue } from '@jumpseat/wire'
import type { SaidNumber } from './numbers.ts'
import { isNumeric, type Offer, type Slot, typeOf } from './slot.ts'

export function numberFor(slot: Slot, offer: Offer, slots: readonly Slot[]): JsonValue | undefined {
  const isYearText = typeOf(slot.schema) === 'string' && slot.nameStems.has('year')
  if (isYearText) {
    const year = offer.numbers.find((number) => isYear(number) && !offer.used.has(number))
    return year && String(year.value)
  }
  if (!isNumeric(slot)) return undefined
  offer.shares ??= shareNumbers(slots.filter(isNumeric), offer)
  const number = offer.shares.get(slot.name)
  if (number === undefined || offer.used.has(number)) return undefined
  offer.used.add(number)
  return numberOf(slot, number)
}

/** Which number is for which parameter: the pairs whose words fit best first, then in the order they were said. */
function shareNumbers(slots: readonly Slot[], { numbers, text, used }: Offer): Map<string, SaidNumber> {
  const free = numbers.filter((number) => !used.has(number))
  const pairs = slots
    .flatMap((slot) =>
      free
        .filter((number) => fits(slot, number))
        .map((number) => ({ slot, number, score: kinship(slot, number, text, numbers) })),
    )
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
  const shares = new Map<string, SaidNumber>()
  const isTaken = (number: SaidNumber) => [...shares.values()].includes(number)
  for (const { slot, number } of pairs) if (!shares.has(slot.name) && !isTaken(number)) shares.set(slot.name, number)
  // Digits before words: "two sides of 3 and 4".
  const inTurn = [...free.filter(({ isWord }) => !isWord), ...free.filter(({ isWord }) => isWord)]
  for (const slot of slots) {
    if (shares.has(slot.name) || !slot.isRequired) continue
    const next = inTurn.find(
      (number) => !isTaken(number) && fits(slot, number) && isYear(number) === slot.stems.has('year'),
    )
    const any = next ?? inTurn.find((number) => !isTaken(number) && fits(slot, number))
    if (any) shares.set(slot.name, any)
  }
  return shares
}

const isYear = ({ value, isWhole, unit }: SaidNumber) =>
  isWhole && value >= 1500 && value < 2200 && !/^[€$£%]/.test(unit)

const fits = ({ schema, stems }: Slot, { value, isWhole, unit }: SaidNumber): boolean => {
  const { minimum, maximum } = schema
  if (typeOf(schema) === 'integer' && !isWhole) return false
  if (typeOf(schema) === 'integer' && unit === '%' && !stems.has('percent') && !stems.has('percentag')) return false
  return !(typeof minimum === 'number' && value < minimum) && !(typeof maximum === 'number' && value > maximum)
}

/** Five percent are 0.05, unless percents are asked for. */
function numberOf({ stems, schema }: Slot, { value, unit }: SaidNumber): number {
  const isShare =
    (unit === '%' || unit === 'percent') &&
    typeOf(schema) === 'number' &&
    !stems.has('percent') &&
    !stems.has('percentag')
  return isShare ? Number((value / 100).toPrecision(12)) : value
}

/** How many words of the parameter stand between the number before and this one, and right behind it. */
function kinship(
  { name, nameStems, stems }: Slot,
  { start, end, unit, isWord }: SaidNumber,
  text: string,
  numbers: readonly SaidNumber[],
): number {
  if (name.length === 1 && new RegExp(`\\b${name}\\s*(?:=|is|:|of)?\\s*$`, 'i').test(text.slice(0, start))) return 20
  const before = numbers.findLast((other) => other.end <= start)
  // What a number counts belongs to that number.
  const from = before === undefined ? 0 : before.end + (before.isWord ? before.unit.length + 1 : 0)
  const to = numbers.find((other) => other.start >= end)?.start ?? text.length
  const behind = /^[^,;.()]*?(?=[,;.()]| and |$)/.exec(text.slice(end, to))?.[0] ?? ''
  const count = (stretch: string) =>
    [...new Set(wordsOf(stretch).map(({ term }) => stemOf(term)))].reduce(
      (sum, stem) => sum + (nameStems.has(stem) ? 3 : stems.has(stem) ? 1 : 0),
      0,
    )
  const counts = unit !== '' && nameStems.has(stemOf(unit))
  const named = counts ? 3 : unit !== '' && stems.has(stemOf(unit)) ? 1 : 0
  const score = count(text.slice(Math.max(from, start - 60), start)) + 0.6 * count(behind.slice(0, 40)) + named
  return isWord && !counts ? score / 2 : score
}
