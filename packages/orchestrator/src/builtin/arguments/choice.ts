import { stemOf, wordsOf } from '@jumpseat/index'
import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import { choicesOf, type Offer, type Slot, typeOf } from './slot.ts'

export function choiceFor({ schema }: Slot, { text }: Offer): JsonValue | undefined {
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
export function namedChoiceFor({ schema, senses }: Slot, { text }: Offer): JsonValue | undefined {
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

export function flagFor({ schema, nameStems }: Slot, { text }: Offer): JsonValue | undefined {
  if (typeOf(schema) !== 'boolean') return undefined
  const said = wordsOf(text)
  const key = [...nameStems].filter((stem) => !/^(?:is|has|includ|show|get|enabl|allow|use|return|with)$/.test(stem))
  const at = said.find(({ term }) => key.includes(stemOf(term)))
  if (at === undefined || key.length === 0) return undefined
  return !NOT.test(text.slice(Math.max(0, at.start - 25), at.start))
}
