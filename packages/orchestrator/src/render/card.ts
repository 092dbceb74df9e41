// Adaptive Cards of results, closed: nothing in them loads by itself, and what can be clicked names where it leads.
// contract: plugins-and-packages 4.5; publishing-and-governance REQ-58
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { isLink, type Links, namedLink, withoutLinks } from './links.ts'
import { plainText } from './sanitise.ts'

const MOST_ELEMENTS = 100
/** UTF-16 units of the JSON. */
const LARGEST = 28 * 1024
const DEEPEST = 12

const ELEMENTS = new Set([
  'AdaptiveCard',
  'TextBlock',
  'RichTextBlock',
  'TextRun',
  'Container',
  'ColumnSet',
  'Column',
  'FactSet',
  'Fact',
  'Table',
  'TableRow',
  'TableCell',
  'ActionSet',
  'Input.Text',
  'Input.Number',
  'Input.Date',
  'Input.Time',
  'Input.Toggle',
  'Input.ChoiceSet',
])
/** Members that name something to load, whatever element they stand in. */
const LOADING =
  /^(backgroundImage|iconUrl|url|src|sources|poster|image|images|media|refresh|authentication|dataQuery|dataset|\$schema|fallback|requires|metadata)$/i
/** Members whose text is read as markdown. */
const TEXT = new Set([
  'text',
  'title',
  'value',
  'altText',
  'label',
  'placeholder',
  'errorMessage',
  'speak',
  'fallbackText',
  'tooltip',
])

interface Closing {
  elements: number
  /** Of all that can be clicked only these are left, each with the host in its title. */
  readonly links: Links
}

/**
 * The card without anything that reaches out; undefined when nothing is left, or when it is too large. What could be
 * clicked anywhere in it, in texts too, stands among its actions.
 */
export function closedCard(card: JsonObject): JsonObject | undefined {
  const closing: Closing = { elements: 0, links: new Map() }
  const closed = element({ type: 'AdaptiveCard', ...card }, 0, closing)
  if (closed === undefined || closing.elements > MOST_ELEMENTS) return undefined
  const { actions: _collected, ...rest } = closed
  const whole: JsonObject = closing.links.size === 0 ? rest : { ...rest, actions: [...closing.links.values()] }
  if (JSON.stringify(whole).length > LARGEST) return undefined
  const { body } = whole
  return Array.isArray(body) && body.length > 0 ? whole : undefined
}

function element(given: JsonObject, depth: number, closing: Closing): JsonObject | undefined {
  const { type } = given
  closing.elements++
  if (depth > DEEPEST) return undefined
  if (isLink(given)) namedLink(given, closing.links)
  if (typeof type === 'string' && !ELEMENTS.has(type)) return undefined
  const closed: JsonObject = {}
  for (const [key, value] of Object.entries(given)) {
    if (LOADING.test(key)) continue
    const inner = member(key, value, depth, closing)
    if (inner !== undefined) setOwn(closed, key, inner)
  }
  return closed
}

function member(key: string, value: JsonValue, depth: number, closing: Closing): JsonValue | undefined {
  if (typeof value === 'string')
    return TEXT.has(key)
      ? plainText(withoutLinks(value, closing.links))
      : /[:/\\]/.test(value) && key !== 'version'
        ? undefined
        : value
  if (Array.isArray(value))
    return value.flatMap((item) => {
      if (isJsonObject(item)) return element(item, depth + 1, closing) ?? []
      return typeof item === 'string' ? [plainText(withoutLinks(item, closing.links))] : [item]
    })
  return isJsonObject(value) ? element(value, depth + 1, closing) : value
}
