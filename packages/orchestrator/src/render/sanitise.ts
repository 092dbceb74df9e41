// What a model writes leaves as text without a single link, image or tag; sources are cited by number, and their
// addresses come from the sources themselves. So nothing in an answer can carry anything out, in any client.
// contract: publishing-and-governance REQ-58
import { clean } from '../prompt/clean.ts'

export interface SanitiseOptions {
  /** The number under which a source, by the number that the model knows it by, is cited; undefined for none. */
  readonly cite: (source: number) => number | undefined
  /** The source that has this very address. */
  readonly sourceOf: (url: string) => number | undefined
  /** Addresses that the person typed: they may be repeated. */
  readonly isTyped: (url: string) => boolean
}

export interface Sanitiser {
  /** The part that is safe to show now; what may go on to be a link is held back. */
  push(delta: string): string
  end(): string
}

/** Longest construct that is waited for. */
const LONGEST = 2_000
const REMOVED = '(link removed)'

// Marks for what is put back at the end; `clean` has taken all letters of private use out before.
const OPEN = '\ue000'
const CLOSE = '\ue001'

/** Its label, and where it leads. */
export const LINK = /!?\[((?:[^[\]]|\[[^[\]]*\])*)\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s[^()]*)?\)/g
const REFERENCE = /!?\[([^[\]]+)\] ?\[[^[\]]*\]/g
const DEFINITION = /^[ \t>]*\[[^\]]+\]:[^\n]*$/gm
const MARKER = /\[\^?(\d{1,3})\^?\]|【(\d{1,3})[^】]{0,40}】/g
const URL_TEXT =
  /[a-z0-9+.-]*:(?:\/|\\){2}[^\s<>"')\]]*|\bwww\.[^\s<>"')\]]+|(?<![\w:/\\])(?:\/\/|\\\\)[\w-]+(?:\.[\w-]+)+[^\s<>"')\]]*/gi
const SCHEME = /\b(javascript|data|vbscript|file|mailto|tel|blob|ws|wss|ftp|https?):(?=\S)/gi
// Names that careless clients make links of, when something follows that could carry words.
const BARE_HOST = /((?:[\w-]*\.)+(?:com|org|net|edu|gov|info|biz|pro|web|shop|name|coop|asia|[a-z]{2}))(?=[/?#]\S)/gi
/** Without one of these there is no link, reference, address, host or tag: all that is looked for holds one. */
const TELLING = /[[\]【:/\\<]|\.(?=\S)/
const TRAILING = /[.,;:!?]+$/

export function createSanitiser(options: SanitiseOptions): Sanitiser {
  let held = ''
  let last = ''
  const emit = (raw: string) => {
    const safe = joined(last, sanitised(raw, options))
    last = safe.at(-1) ?? last
    return safe
  }
  return {
    push(delta) {
      held += delta
      const cut = safeCut(held)
      const now = held.slice(0, cut)
      held = held.slice(cut)
      return now === '' ? '' : emit(now)
    },
    end() {
      const rest = held
      held = ''
      return rest === '' ? '' : emit(rest)
    },
  }
}

/** A whole text at once. */
export function sanitise(text: string, options: SanitiseOptions): string {
  return joined('', sanitised(text, options))
}

/** Text that is no part of an answer: titles, names, texts of tools. No markers, no markdown that could act. */
export const plainText = (text: string): string =>
  sanitise(text, { cite: () => undefined, sourceOf: () => undefined, isTyped: () => false })

function sanitised(raw: string, { cite, sourceOf, isTyped }: SanitiseOptions): string {
  const kept: string[] = []
  const keep = (text: string) => `${OPEN}${kept.push(text) - 1}${CLOSE}`
  const marker = (source: number | undefined) => {
    const n = source === undefined ? undefined : cite(source)
    return n === undefined ? '' : keep(`[^${n}^]`)
  }
  let text = clean(raw)
  if (!TELLING.test(text)) return text
  for (let pass = 0; pass < 4; pass++) {
    const before = text
    text = text.replace(LINK, (_whole, label: string, url: string) => `${label}${marker(sourceOf(url))}`)
    if (text === before) break
  }
  text = text
    .replace(DEFINITION, '')
    .replace(MARKER, (_whole, plain?: string, fancy?: string) => marker(Number(plain ?? fancy)))
    .replace(REFERENCE, (_whole, label: string) => label)
    .replace(URL_TEXT, (found) => {
      const url = found.replace(TRAILING, '')
      const rest = found.slice(url.length)
      if (isTyped(url)) return `${keep(url)}${rest}`
      const source = sourceOf(url)
      return source === undefined ? `${REMOVED}${rest}` : `${marker(source)}${rest}`
    })
    .replace(SCHEME, (_whole, scheme: string) => `${scheme} `)
    .replace(BARE_HOST, (host) => host.replace(/\.(?=[a-z]+$)/i, '[.]'))
    .replace(/<(?=[^\s\d=])|<$/g, '&lt;')
  return broken(text).replace(new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g'), (_whole, n: string) => kept[Number(n)] ?? '')
}

/** Brackets are parted from what would make a link of them. */
const broken = (text: string) => text.replace(/!+(?=[[\ue000])/g, '').replace(/([\]\ue001])(?=[([:\ue000])/g, '$1 ')

/** Two stretches that were made safe one by one stay safe side by side. */
function joined(last: string, next: string): string {
  if ((last === ']' || last === ')') && /^[([:]/.test(next)) return ` ${next}`
  if (last === '!' && next.startsWith('[')) return ` ${next}`
  if (/[:/\\]/.test(last) && /^[/\\]/.test(next)) return ` ${next}`
  return next
}

const SCHEMES = ['https', 'www', 'ftp', 'javascript', 'data', 'vbscript', 'file', 'mailto', 'tel', 'blob', 'wss']

/** How far the text can be shown whatever comes next. */
function safeCut(text: string): number {
  const { spans, open } = bracketsIn(text)
  const run = /\S*$/.exec(text)?.index ?? text.length
  const tail = text.slice(run)
  const isPlain = /^[\p{L}\p{N},;'’"“”–—-]*$/u.test(tail) && !beginsScheme(tail)
  const cut = Math.min(open, isPlain ? text.length : run, lineOfDefinition(text))
  // Nothing is cut in two that belongs together.
  const safe = spans.find(({ start, end }) => start < cut && cut < end)?.start ?? cut
  return text.length - safe > LONGEST ? text.length : safe
}

const beginsScheme = (tail: string) => {
  const lower = /[a-z]*$/i.exec(tail)?.[0].toLowerCase() ?? ''
  return lower !== '' && SCHEMES.some((scheme) => scheme.startsWith(lower))
}

/** What a bracket may go on to be: a link, a reference, or, when something else follows, no more than a bracket. */
const BRACKET =
  /^\[(?:[^[\]]|\[[^[\]]*\])*\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|[ ]?\[[^[\]]*\]|(?=[^([: ]|[ ][^[]))|^\[[^\n]*\n\n/

/** Brackets that are finished, and where one begins that is not. */
function bracketsIn(text: string): { spans: { start: number; end: number }[]; open: number } {
  const spans: { start: number; end: number }[] = []
  const startOf = (at: number) => (text[at - 1] === '!' ? at - 1 : at)
  for (let at = text.indexOf('['); at !== -1; ) {
    const done = BRACKET.exec(text.slice(at, at + LONGEST))
    if (done === null) return { spans, open: startOf(at) }
    const end = at + done[0].length
    spans.push({ start: startOf(at), end })
    at = text.indexOf('[', end)
  }
  const fancy = text.lastIndexOf('【')
  if (fancy !== -1 && !text.includes('】', fancy)) return { spans, open: fancy }
  return { spans, open: /[!<]$/.test(text) ? text.length - 1 : text.length }
}

function lineOfDefinition(text: string): number {
  const found = /(?:^|\n)[ \t>]*\[[^\]\n]*\]:[^\n]*$/.exec(text)
  return found === null ? text.length : found.index
}
