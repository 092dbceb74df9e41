// Whole numbers beyond 2^53 lose their last digits when JSON is parsed. Their digits are looked up in the text, when one is
// met and only then, so that nobody else pays for it.
import { isJsonObject } from './json.ts'

interface Source {
  readonly text: string
  /** What the text was parsed to. */
  readonly root: object
  /** Digits by the object or list that a number stands in; made when they are first asked for. */
  digits?: ReadonlyMap<object, ReadonlyMap<string, string>>
}

const sources = new WeakMap<object, Source>()

/** As `JSON.parse`; `digitsOf` knows the text for as long as the value lives. */
export function parseJson(text: string): unknown {
  const root: unknown = JSON.parse(text)
  if (typeof root === 'object' && root !== null) sources.set(root, { text, root })
  return root
}

/** Says that a value is a part of what was parsed, so that `digitsOf` may be asked about it. */
export function isPartOf(whole: unknown, part: unknown): void {
  const source = isObject(whole) ? sources.get(whole) : undefined
  if (source && isObject(part)) sources.set(part, source)
}

/**
 * The digits of the number that stands under `key` in `holder`, somewhere in `parsed`; undefined when it is not a whole
 * number beyond 2^53, or when its text is not known.
 */
export function digitsOf(parsed: object, holder: object, key: string): string | undefined {
  const source = sources.get(parsed)
  if (!source) return undefined
  source.digits ??= digitsIn(source)
  return source.digits.get(holder)?.get(key)
}

/** The JSON of a part of what was parsed, with all digits. */
export function exactJson(parsed: unknown): string {
  const source = isObject(parsed) ? sources.get(parsed) : undefined
  if (!source || !/\d{16}/.test(source.text)) return JSON.stringify(parsed)
  return JSON.stringify(parsed, function (this: object, key: string, value: unknown) {
    const digits = isRounded(value) ? digitsOf(source.root, this, key) : undefined
    return digits === undefined ? value : rawJson(digits)
  })
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const isRounded = (value: unknown) => typeof value === 'number' && !Number.isSafeInteger(value)

/** Newer than the types of the language. */
const { rawJSON: rawJson } = JSON as unknown as { rawJSON(text: string): unknown }

function digitsIn({ text, root }: Source): Map<object, Map<string, string>> {
  const again = new Map<object, Map<string, string>>()
  const found = new Map<object, Map<string, string>>()
  try {
    const copy: unknown = JSON.parse(text, function (this: object, key: string, value: unknown, context?: unknown) {
      const { source } = context as { source?: string }
      if (isRounded(value) && source !== undefined && /^-?\d+$/.test(source))
        again.set(this, (again.get(this) ?? new Map<string, string>()).set(key, source))
      return value
    })
    if (again.size > 0) carryOver(root, copy, again, found)
  } catch (error) {
    // Nested deeper than the stack: the numbers stay rounded.
    if (!(error instanceof RangeError)) throw error
  }
  return found
}

/** Both values were parsed from the same text: what is known of one holder is true of the other. */
function carryOver(
  value: unknown,
  copy: unknown,
  known: ReadonlyMap<object, Map<string, string>>,
  found: Map<object, Map<string, string>>,
): void {
  if (!isObject(value) || !isObject(copy)) return
  const digits = known.get(copy)
  if (digits) found.set(value, digits)
  if (Array.isArray(value) && Array.isArray(copy))
    for (const [n, one] of value.entries()) carryOver(one, copy[n], known, found)
  else if (isJsonObject(value) && isJsonObject(copy)) {
    const others = Object.values(copy)
    for (const [n, one] of Object.values(value).entries()) carryOver(one, others[n], known, found)
  }
}
