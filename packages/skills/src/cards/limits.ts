import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'

// contract: packages 4.5, element and payload limits
const LARGEST = 28 * 1024
const MOST_ELEMENTS = 100
const DEPTH = 40

/** The card, when it is one and within the limits. Text that held nothing but a missing value is empty. */
export function fittingCard(text: string): JsonObject | undefined {
  if (Buffer.byteLength(text) > LARGEST) return undefined
  const card: unknown = JSON.parse(text)
  if (!isJsonObject(card) || card.type !== 'AdaptiveCard' || elementsIn(card, DEPTH) > MOST_ELEMENTS) return undefined
  if (!Array.isArray(card.body) || card.body.length === 0) return undefined
  const plain = blank(card)
  return isJsonObject(plain) ? plain : undefined
}

function elementsIn(value: JsonValue, depth: number): number {
  if (depth === 0) return MOST_ELEMENTS + 1
  if (Array.isArray(value)) return value.reduce<number>((sum, member) => sum + elementsIn(member, depth - 1), 0)
  if (!isJsonObject(value)) return 0
  const inner = Object.values(value).reduce<number>((sum, member) => sum + elementsIn(member, depth - 1), 0)
  return inner + (typeof value.type === 'string' ? 1 : 0)
}

function blank(value: JsonValue): JsonValue {
  if (value === ' ') return ''
  if (Array.isArray(value)) return value.map(blank)
  if (!isJsonObject(value)) return value
  const object: JsonObject = {}
  for (const [name, member] of Object.entries(value)) setOwn(object, name, blank(member))
  return object
}
