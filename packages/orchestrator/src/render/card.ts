// Adaptive Cards of results, closed: nothing in them loads by itself, and what can be clicked names where it leads.
// contract: plugins-and-packages 4.5; publishing-and-governance REQ-58
import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '@jumpseat/wire'
import { linkOf } from '../turn/cite.ts'
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
/** Of the actions only a link is left, and only to a page that can be named. */
const LINK = 'Action.OpenUrl'
/** Members that name something to load, whatever element they stand in. */
const LOADING =
  /^(backgroundImage|iconUrl|url|src|sources|poster|image|images|media|refresh|authentication|dataQuery|dataset|\$schema|fallback|selectAction|requires|metadata)$/i
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

/** The card without anything that reaches out; undefined when nothing is left, or when it is too large. */
export function closedCard(card: JsonObject): JsonObject | undefined {
  const count = { elements: 0 }
  const closed = element({ type: 'AdaptiveCard', ...card }, 0, count)
  if (closed === undefined || count.elements > MOST_ELEMENTS || JSON.stringify(closed).length > LARGEST)
    return undefined
  const body = closed.body
  return Array.isArray(body) && body.length > 0 ? closed : undefined
}

function element(given: JsonObject, depth: number, count: { elements: number }): JsonObject | undefined {
  const { type } = given
  count.elements++
  if (depth > DEEPEST) return undefined
  if (type === LINK) return link(given)
  if (typeof type === 'string' && !ELEMENTS.has(type)) return undefined
  const closed: JsonObject = {}
  for (const [key, value] of Object.entries(given)) {
    if (LOADING.test(key)) continue
    const inner = member(key, value, depth, count)
    if (inner !== undefined) setOwn(closed, key, inner)
  }
  return closed
}

function member(key: string, value: JsonValue, depth: number, count: { elements: number }): JsonValue | undefined {
  if (typeof value === 'string')
    return TEXT.has(key) ? plainText(value) : /[:/\\]/.test(value) && key !== 'version' ? undefined : value
  if (Array.isArray(value))
    return value.flatMap((item) => {
      if (isJsonObject(item)) return element(item, depth + 1, count) ?? []
      return typeof item === 'string' ? [plainText(item)] : [item]
    })
  return isJsonObject(value) ? element(value, depth + 1, count) : value
}

/** The title names the host, so that nobody follows a link without seeing where it leads. */
function link({ title, url }: JsonObject): JsonObject | undefined {
  const target = typeof url === 'string' ? linkOf(url) : undefined
  if (target === undefined) return undefined
  const words = typeof title === 'string' ? plainText(title) : ''
  return { type: LINK, title: words === '' ? target.host : `${words} (${target.host})`, url: target.href }
}
