import { stemOf, wordsOf } from '@jumpseat/index'
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { topicWords } from '../../prompt/words.ts'
import { datesIn, type SaidDate, timeIn } from './dates.ts'
import { numbersIn, type SaidNumber } from './numbers.ts'
import { type Phrase, phrasesIn } from './phrases.ts'
import { type Sense, sensesOf } from './senses.ts'
import { likeSamples, type SaidLike } from './shapes.ts'

/** What could be filled in, and what is required and was not said. */
export interface Filled {
  readonly args: JsonObject
  readonly missing: readonly string[]
}

/** A parameter with what tells it apart. */
interface Slot {
  readonly name: string
  readonly schema: JsonObject
  readonly isRequired: boolean
  /** Stems of its name, and of name and description together. */
  readonly nameStems: ReadonlySet<string>
  readonly stems: ReadonlySet<string>
  readonly senses: ReadonlySet<Sense>
}

/** What a text offers; each piece is used once. */
interface Offer {
  readonly text: string
  readonly now: number
  readonly numbers: readonly SaidNumber[]
  readonly dates: readonly SaidDate[]
  readonly phrases: readonly Phrase[]
  readonly used: Set<SaidNumber | SaidDate | SaidLike | Phrase>
  /** Numbers by the parameter that they are for, once that was found out. */
  shares?: ReadonlyMap<string, SaidNumber>
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
      ...slots.filter(({ isRequired }) => isRequired),
      ...slots.filter(({ isRequired }) => !isRequired),
    ]) {
      if (Object.hasOwn(args, slot.name)) continue
      const value = round(slot, offer, slots, topic)
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

function slotOf(name: string, schema: JsonObject, isRequired: boolean): Slot {
  const plain = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ')
  const description = typeof schema.description === 'string' ? schema.description : ''
  return {
    name,
    schema,
    isRequired,
    nameStems: stemsOf(plain),
    stems: new Set([...stemsOf(plain), ...stemsOf(description)]),
    senses: sensesOf(plain, description),
  }
}

const stemsOf = (text: string): Set<string> => new Set(topicWords(text).map(stemOf))
const typeOf = ({ type }: JsonObject): string => String([type].flat().find((each) => each !== 'null') ?? 'string')
const isNumeric = ({ schema }: Slot) => typeOf(schema) === 'integer' || typeOf(schema) === 'number'
const choicesOf = (schema: JsonObject): readonly JsonValue[] => (Array.isArray(schema.enum) ? schema.enum : [])

// ---- choices and flags -----------------------------------------------------------------------------------------------

function choiceFor({ schema }: Slot, { text }: Offer): JsonValue | undefined {
  const choices = choicesOf(schema)
  if (choices.length === 0) {
    const items = isJsonObject(schema.items) ? choicesOf(schema.items) : []
    const named = items.filter((choice) => isNamed(String(choice), text))
    return named.length > 0 ? [...named] : undefined
  }
  const named = choices.filter((choice) => isNamed(String(choice), text))
  return named.toSorted((a, b) => String(b).length - String(a).length)[0]
}

/** Values that the description names as examples: in quotes, or behind "such as" and its like. */
function namedChoiceFor({ schema, senses }: Slot, { text }: Offer): JsonValue | undefined {
  const { description } = schema
  if (typeOf(schema) !== 'string' || typeof description !== 'string' || senses.has('date')) return undefined
  const quoted = [...description.matchAll(/['"‘“`]([^'"’”`]{2,30})['"’”`]/g)].map(([, value = '']) => value)
  const listed =
    /(?:such as|e\.g\.,?|for example,?|either|options(?: are)?:?|one of:?|can be)\s+([^.()]{3,120})/i.exec(
      description,
    )?.[1] ?? ''
  const values = [...quoted, ...listed.split(/,|\bor\b|\band\b|\//)]
    .map((value) => value.trim())
    .filter((value) => /^[\p{L}][\p{L}\d -]{1,30}$/u.test(value))
  return values.filter((value) => isNamed(value, text)).toSorted((a, b) => b.length - a.length)[0]
}

/** All words of the choice stand in the text side by side, in any of their forms. */
function isNamed(choice: string, text: string): boolean {
  const wanted = wordsOf(choice.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/_/g, ' ')).map(({ term }) =>
    stemOf(term),
  )
  const said = wordsOf(text.replace(/_/g, ' ')).map(({ term }) => stemOf(term))
  if (wanted.length === 0) return false
  return said.some((_term, at) => wanted.every((stem, n) => said[at + n] === stem))
}

const NOT = /\b(?:no|not|without|don['’]?t|doesn['’]?t|exclude|excluding|except|disable|skip|never|ignore)\b/i

function flagFor({ schema, nameStems }: Slot, { text }: Offer): JsonValue | undefined {
  if (typeOf(schema) !== 'boolean') return undefined
  const said = wordsOf(text)
  const key = [...nameStems].filter((stem) => !/^(?:is|has|includ|show|get|enabl|allow|use|return|with)$/.test(stem))
  const at = said.find(({ term }) => key.includes(stemOf(term)))
  if (at === undefined || key.length === 0) return undefined
  return !NOT.test(text.slice(Math.max(0, at.start - 25), at.start))
}

// ---- days and times --------------------------------------------------------------------------------------------------

function dateFor(slot: Slot, offer: Offer): JsonValue | undefined {
  const { schema, senses } = slot
  const isDate = schema.format === 'date' || schema.format === 'date-time' || senses.has('date')
  if (typeOf(schema) !== 'string') return undefined
  if (!isDate) {
    if (senses.has('time')) return timeIn(offer.text)
    return undefined
  }
  const free = offer.dates.filter((date) => !offer.used.has(date))
  const date = (senses.has('end') ? free.at(-1) : free[0]) ?? undefined
  if (!date) return undefined
  offer.used.add(date)
  if (schema.format === 'date-time') return `${date.day}T${date.time ?? '00:00'}:00Z`
  return written(date.day, typeof schema.description === 'string' ? schema.description : '')
}

/** The day in the form that the description asks for. */
function written(day: string, description: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  const form = /\b(?:YYYY|MM|DD)([-/.])(?:YYYY|MM|DD)\1(?:YYYY|MM|DD)\b/i.exec(description)?.[0]
  return form?.replace(/YYYY/i, year).replace(/MM/i, month).replace(/DD/i, date) ?? day
}

// ---- ids -------------------------------------------------------------------------------------------------------------

/** What is built like the example that the parameter gives. */
function likeFor({ schema }: Slot, offer: Offer): JsonValue | undefined {
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0) return undefined
  const like = likeSamples(schema, offer.text).find((one) => !isUsed(one, offer))
  if (!like) return undefined
  offer.used.add(like)
  return like.text
}

// ---- numbers ---------------------------------------------------------------------------------------------------------

function numberFor(slot: Slot, offer: Offer, slots: readonly Slot[]): JsonValue | undefined {
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

// ---- lists -----------------------------------------------------------------------------------------------------------

function listFor(slot: Slot, offer: Offer): JsonValue | undefined {
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

// ---- texts -----------------------------------------------------------------------------------------------------------

function textFor(slot: Slot, offer: Offer, how: 'cued' | 'any', topic: ReadonlySet<string>): JsonValue | undefined {
  const { schema, senses } = slot
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0 || senses.has('date')) return undefined
  const isAboutItself = ({ kind, text }: Phrase) =>
    kind === 'phrase' && [...stemsOf(text)].every((stem) => topic.has(stem) || slot.nameStems.has(stem))
  const candidates = [...offer.phrases, ...beforeName(slot, offer.text)]
  const free = candidates.filter((phrase) => !isUsed(phrase, offer) && !isAboutItself(phrase))
  const scored = free
    .map((phrase) => ({ phrase, score: cue(slot, phrase, offer.text) }))
    .filter(({ score }) => score > (how === 'cued' ? 1 : 0))
    .toSorted((a, b) => b.score - a.score || a.phrase.start - b.phrase.start)
  const [best] = scored
  if (!best) return undefined
  offer.used.add(best.phrase)
  return best.phrase.text
}

/** The word before the name of the parameter: "a single room" for `room_type`, "red color" for `color`. */
function beforeName({ nameStems }: Slot, text: string): Phrase[] {
  const words = wordsOf(text)
  const at = words.findIndex(({ term }) => nameStems.has(stemOf(term)))
  const word = words[at - 1]
  if (word === undefined || topicWords(word.term).length === 0) return []
  return [
    { text: text.slice(word.start, word.end), start: word.start, end: word.end, kind: 'phrase', lead: 'qualifies' },
  ]
}

const isUsed = (phrase: Pick<Phrase, 'start' | 'end'>, { used }: Offer) =>
  [...used].some((other) => phrase.start < other.end && other.start < phrase.end)

/** Words before a value that fit what a parameter is about. */
const LEADS: Readonly<Record<Sense, readonly string[]>> = {
  place: ['in', 'at', 'near', 'around', 'within', 'for', 'of', 'to'],
  origin: ['from', 'between'],
  target: ['to', 'and', 'into', 'towards'],
  person: ['by', 'with', 'named', 'called', 'of', 'for', 'to'],
  name: ['named', 'called', 'titled', 'of', 'for', 'the'],
  query: ['about', 'for', 'on', 'of'],
  address: ['to', 'at', 'from'],
  date: [],
  time: [],
  end: [],
  id: ['id', 'number', 'order', 'ticket', 'of', 'is'],
}
const WORTH: Readonly<Record<Phrase['kind'], number>> = { quoted: 1.2, address: 0.9, name: 0.8, phrase: 0.2 }

function cue({ nameStems, stems, senses, schema }: Slot, { text, lead, kind, start }: Phrase, whole: string): number {
  if (schema.format === 'email' && !text.includes('@')) return 0
  if ((schema.format === 'uri' || schema.format === 'url') && !/^https?:/.test(text)) return 0
  if (kind === 'address' && text.includes('@') !== senses.has('address') && schema.format !== 'email') return 0
  if (lead === 'qualifies') return WORTH.phrase + 0.9
  const byLead = [...senses].some((sense) => LEADS[sense].slice(0, 1).includes(lead))
    ? 1.4
    : [...senses].some((sense) => LEADS[sense].includes(lead))
      ? 0.8
      : 0
  const before = wordsOf(whole.slice(Math.max(0, start - 30), start)).map(({ term }) => stemOf(term))
  const byName = before.slice(-2).some((stem) => nameStems.has(stem))
    ? 1.2
    : before.slice(-3).some((stem) => stems.has(stem))
      ? 0.3
      : 0
  const against =
    (senses.has('place') && lead === 'from' && !senses.has('origin')) ||
    (senses.has('origin') && lead === 'to') ||
    (senses.has('target') && lead === 'from')
  const byForm = kind === 'address' && senses.has('id') ? 1 : 0
  return against ? 0 : WORTH[kind] + byLead + byName + byForm
}

/** What is left of the question when its own words are taken away: for a search. */
function topicFor({ senses, schema }: Slot, { text }: Offer, topic: ReadonlySet<string>): JsonValue | undefined {
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0 || !senses.has('query')) return undefined
  const words = topicWords(text).filter((word) => !topic.has(stemOf(word)))
  return words.length === 0 ? undefined : words.join(' ')
}
