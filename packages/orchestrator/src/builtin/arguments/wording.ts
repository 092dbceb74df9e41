import { stemOf, wordsOf } from '@jumpseat/index'
import type { JsonValue } from '@jumpseat/wire'
import { topicStems, topicWords } from '../../prompt/words.ts'
import type { Phrase } from './phrases.ts'
import type { Sense } from './senses.ts'
import { choicesOf, type Offer, type Slot, typeOf } from './slot.ts'

export function textFor(
  slot: Slot,
  offer: Offer,
  how: 'cued' | 'any',
  topic: ReadonlySet<string>,
): JsonValue | undefined {
  const { schema, senses } = slot
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0 || senses.has('date')) return undefined
  const isAboutItself = ({ kind, text }: Phrase) =>
    kind === 'phrase' && [...topicStems(text)].every((stem) => topic.has(stem) || slot.nameStems.has(stem))
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

export const isUsed = (phrase: Pick<Phrase, 'start' | 'end'>, { used }: Offer) =>
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
export function topicFor({ senses, schema }: Slot, { text }: Offer, topic: ReadonlySet<string>): JsonValue | undefined {
  if (typeOf(schema) !== 'string' || choicesOf(schema).length > 0 || !senses.has('query')) return undefined
  const words = topicWords(text).filter((word) => !topic.has(stemOf(word)))
  return words.length === 0 ? undefined : words.join(' ')
}
