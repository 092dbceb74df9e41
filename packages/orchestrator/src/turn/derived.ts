import { stemOf, wordsOf } from '@jumpseat/index'
import type { Skill } from '@jumpseat/skills'
import type { JsonObject, JsonValue } from '@jumpseat/wire'
import type { Confirmation, Turn } from './types.ts'
import type { Work } from './work.ts'

type Derived = Confirmation['derived'][number]

/** Characters of a value that are shown. */
const SHOWN = 200

/**
 * Parts of the arguments that neither the person said, nor the same app, nor the function's own description. In a turn
 * that has read something from outside they may have been put there by it, so a person looks at them before they leave.
 */
export function derivedFrom({ turn, history }: Work, skill: Skill, args: JsonObject): Derived[] {
  const ofSkill = wordsOfSkill(skill)
  let said: ReadonlySet<string> | undefined
  const isKnown = (word: string) => {
    if (ofSkill.has(word)) return true
    said ??= knownWords([
      turn.prompt.text,
      ...history.map(({ prompt }) => prompt),
      ...turn.calls
        .filter(({ appId, result }) => appId === skill.source.app.id && result !== undefined)
        .map(({ result }) => result ?? ''),
    ])
    return said.has(word)
  }
  return leavesOf('', args).flatMap(({ place, value }) => {
    if (isExplained(value, isKnown)) return []
    const text = String(value)
    return [{ argument: place, text: text.slice(0, SHOWN), from: originOf(turn, text) }]
  })
}

const skillWords = new WeakMap<Skill, ReadonlySet<string>>()

/** The function's own words do not change, and each of its arguments bears one as its name. */
function wordsOfSkill(skill: Skill): ReadonlySet<string> {
  const held = skillWords.get(skill)
  if (held) return held
  const made = knownWords([JSON.stringify(skill.parameters), skill.name])
  skillWords.set(skill, made)
  return made
}

interface Leaf {
  readonly place: string
  readonly value: string | number
}

/** Values that can carry words; keys of objects that the schema does not name are values, too. */
function leavesOf(place: string, value: JsonValue): Leaf[] {
  if (typeof value === 'string' || typeof value === 'number') return [{ place, value }]
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(`${place}/${index}`, item))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]) => [
    { place: `${place}/${key}`, value: key },
    ...leavesOf(`${place}/${key}`, inner),
  ])
}

// Counts and days say too little to carry anything, and models put them in words of their own.
const SMALL = 100
const DAY = /^\d{4}-\d{2}-\d{2}(T00:00(:00(\.0+)?)?(Z|[+-]00:00)?)?$/

function isExplained(value: string | number, isKnown: (word: string) => boolean): boolean {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < SMALL) return true
  const text = String(value)
  if (DAY.test(text)) return true
  // Nothing but letters and digits counts as a word, so what is left between them must be little.
  const bare = text.replace(/[\p{L}\p{N}\p{M}]/gu, '')
  if (bare.replace(/[\s.,;:!?'"()/@_+-]/g, '').length > 4) return false
  return wordsOf(text).every(({ term }) => isKnown(term) || isKnown(stemOf(term)))
}

const knownWords = (texts: readonly string[]): Set<string> =>
  new Set(
    texts.flatMap((text) => [
      ...wordsOf(text).flatMap(({ term }) => [term, stemOf(term)]),
      // Words of names that are run together.
      ...wordsOf(text.replace(/([a-z\d])([A-Z])/g, '$1 $2')).map(({ term }) => term),
    ]),
  )

/** The first source that holds words of the text which the person did not say. */
function originOf({ sources }: Turn, text: string): string {
  const words = new Set(wordsOf(text).map(({ term }) => term))
  const from = sources.find(({ title, passages }) =>
    wordsOf([title, ...passages].join('\n')).some(({ term }) => term.length > 3 && words.has(term)),
  )
  return from?.title ?? 'elsewhere'
}
