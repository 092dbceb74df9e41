// Table of what a foreign card may show. Whatever is not in it is left out: inputs, media, actions that send something.
import { type WebAddress, webAddress } from '../../lib/address.ts'
import { text } from '../../messages.ts'
import { withEmphasis, withoutMarks } from './emphasis.ts'

/** A link that the card asked for; the page draws it, so that it can say where it leads. */
export interface CardLink extends WebAddress {
  readonly title: string
}

export interface PlainCard {
  /** An Adaptive Card without pictures of other hosts and without actions. */
  readonly card: Readonly<Record<string, unknown>>
  readonly links: readonly CardLink[]
}

interface Rule {
  /** Members taken over when they are text, number or boolean. */
  readonly keep: readonly string[]
  /** Members that hold elements, with the type of those that name none. */
  readonly lists?: Readonly<Record<string, string>>
}

const PLACE = ['id', 'isVisible', 'spacing', 'separator', 'horizontalAlignment', 'height']
const WORDS = ['text', 'size', 'weight', 'color', 'isSubtle', 'fontType']
const BOX = ['style', 'verticalContentAlignment']

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['AdaptiveCard', { keep: ['version', 'lang', 'rtl'], lists: { body: '', actions: '' } }],
  ['TextBlock', { keep: [...PLACE, ...WORDS, 'wrap', 'maxLines', 'style'] }],
  ['RichTextBlock', { keep: PLACE, lists: { inlines: 'TextRun' } }],
  ['TextRun', { keep: [...WORDS, 'italic', 'strikethrough', 'underline', 'highlight'] }],
  ['Container', { keep: [...PLACE, ...BOX], lists: { items: '' } }],
  ['ColumnSet', { keep: [...PLACE, ...BOX], lists: { columns: 'Column' } }],
  ['Column', { keep: [...PLACE, ...BOX, 'width'], lists: { items: '' } }],
  ['FactSet', { keep: PLACE, lists: { facts: 'Fact' } }],
  ['Fact', { keep: ['title', 'value'] }],
  ['Image', { keep: [...PLACE, 'url', 'altText', 'size', 'style'] }],
  ['ImageSet', { keep: [...PLACE, 'imageSize'], lists: { images: 'Image' } }],
  ['ActionSet', { keep: [], lists: { actions: '' } }],
  [
    'Table',
    {
      keep: [...PLACE, 'firstRowAsHeader', 'showGridLines', 'gridStyle'],
      lists: { columns: 'TableColumn', rows: 'TableRow' },
    },
  ],
  ['TableColumn', { keep: ['width', 'horizontalCellContentAlignment', 'verticalCellContentAlignment'] }],
  ['TableRow', { keep: BOX, lists: { cells: 'TableCell' } }],
  ['TableCell', { keep: BOX, lists: { items: '' } }],
])

/** Members of these types must not be sent: the renderer knows them by their place. */
const UNNAMED = new Set(['Fact', 'TableColumn'])

const MOST_NODES = 400
const DEEPEST = 20
/** A neutral grey square; the same in light and dark. */
const PLACEHOLDER =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='40' height='40'%3E%3Crect width='40' height='40' rx='4' fill='%238a8a8a' fill-opacity='.35'/%3E%3C/svg%3E"
const OWN_PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,/

/** The card with only what may be shown; undefined for what is no card, or too large to be one. */
export function plainCard(expanded: unknown): PlainCard | undefined {
  const links: CardLink[] = []
  let nodes = 0

  const plain = (source: unknown, fallbackType: string, depth: number): object | undefined => {
    if (++nodes > MOST_NODES || depth > DEEPEST) throw new RangeError('too large')
    if (typeof source === 'string' && fallbackType === 'TextRun') return { type: 'TextRun', text: source }
    if (typeof source !== 'object' || source === null) return undefined
    const members = new Map<string, unknown>(Object.entries(source))
    const type = String(members.get('type') ?? fallbackType)
    noteLink(type === 'Action.OpenUrl' ? source : members.get('selectAction'))
    const rule = RULES.get(type)
    if (!rule) return undefined
    const kept = rule.keep.map((name) => [name, members.get(name)] as const).filter(([, value]) => isScalar(value))
    const lists = Object.entries(rule.lists ?? {}).map(([name, childType]) => {
      const children = members.get(name)
      return [
        name,
        (Array.isArray(children) ? children : []).flatMap((child) => plain(child, childType, depth + 1) ?? []),
      ]
    })
    const element = Object.fromEntries([...(UNNAMED.has(type) ? [] : [['type', type]]), ...kept, ...lists])
    if (!isShown(type, element)) return undefined
    return DRAWN.get(type)?.(element) ?? element
  }
  const noteLink = (action: unknown) => {
    if (typeof action !== 'object' || action === null) return
    const members = new Map<string, unknown>(Object.entries(action))
    const url = members.get('url')
    const address = members.get('type') === 'Action.OpenUrl' && typeof url === 'string' ? webAddress(url) : undefined
    const title = members.get('title')
    if (!address || links.some(({ href }) => href === address.href)) return
    links.push({ ...address, title: typeof title === 'string' && title.trim() ? title.trim() : text.card.open })
  }

  if (typeof expanded !== 'object' || expanded === null) return undefined
  const card = plain({ ...expanded, type: 'AdaptiveCard' }, 'AdaptiveCard', 0)
  return card && { card: { ...card, actions: [] }, links }
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)

/** Text without words is a value that the item does not have. Buttons became links, so their rows are empty. */
function isShown(type: string, { text: words }: Readonly<Record<string, unknown>>): boolean {
  if (type === 'ActionSet') return false
  return (type !== 'TextBlock' && type !== 'TextRun') || (words !== undefined && String(words).trim() !== '')
}

/** Pictures of other hosts would tell them who searches, and one of ours would be a request in the reader's name. */
function withOwnPicture(image: Readonly<Record<string, unknown>>): object {
  const { url, altText, size } = image
  if (typeof url === 'string' && OWN_PICTURE.test(url)) return image
  const isNatural = typeof size !== 'string' || /^(auto|stretch)$/i.test(size)
  return { ...image, url: PLACEHOLDER, altText: altText ?? text.card.picture, size: isNatural ? 'small' : size }
}

/** What is drawn otherwise than it is written. */
const DRAWN: ReadonlyMap<string, (element: Readonly<Record<string, unknown>>) => object> = new Map([
  ['Image', withOwnPicture],
  ['TextBlock', withEmphasis],
  ['Fact', withoutMarks],
])

/** The card inside a template: shipped clients wrap it, and some send it as text. Contract: connectors 1.6. */
export function cardOf(body: unknown, depth = 0): unknown {
  if (depth > 4) return undefined
  if (typeof body === 'string') return body.length > LONGEST ? undefined : cardOf(parsed(body), depth + 1)
  if (typeof body !== 'object' || body === null) return undefined
  const wrapped = new Map<string, unknown>(Object.entries(body)).get('additionalProperties')
  return wrapped === undefined || wrapped === null ? body : cardOf(wrapped, depth + 1)
}

/** Longest template as text, in characters. */
const LONGEST = 65_536

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
