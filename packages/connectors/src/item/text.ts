import { Tokenizer } from 'htmlparser2'

/** Elements whose text is no text. */
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'head', 'iframe', 'object', 'svg', 'math'])
/** Elements after which a word does not go on. */
const INLINE = new Set([
  'a', 'abbr', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'data', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'label',
  'mark', 'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var', 'wbr',
]) // biome-ignore format: a table

const FOREIGN = new Set(['svg', 'math'])

/**
 * The words of an HTML text: tags, comments, scripts and styles dropped, entities read. Contract: connectors 3.1.
 * It reads tokens and keeps no stack of open elements, so that its time is linear in hostile input too.
 */
export function plainTextOf(html: string): string {
  const parts: string[] = []
  /** The outermost silent element that is open, and how often its name is open inside it. */
  let silent: { readonly name: string; depth: number } | undefined
  let opening = ''

  const open = (name: string) => {
    if (silent?.name === 'head' && name === 'body') silent = undefined
    if (silent) silent.depth += silent.name === name ? 1 : 0
    else if (SILENT.has(name)) silent = { name, depth: 1 }
    else if (!INLINE.has(name)) parts.push('\n')
  }
  const close = (name: string) => {
    if (silent?.name === name && --silent.depth === 0) silent = undefined
    else if (!silent && !INLINE.has(name)) parts.push('\n')
  }
  const ignore = () => {}
  const nameAt = (start: number, end: number) => html.slice(start, end).toLowerCase()

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      onopentagname(start, end) {
        opening = nameAt(start, end)
      },
      onopentagend: () => open(opening),
      // Only foreign elements really end there; HTML ignores the slash of the others.
      onselfclosingtag: () => (FOREIGN.has(opening) ? undefined : open(opening)),
      onclosetag: (start, end) => close(nameAt(start, end)),
      ontext(start, end) {
        if (!silent) parts.push(html.slice(start, end))
      },
      ontextentity(codepoint) {
        if (!silent) parts.push(String.fromCodePoint(codepoint))
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
    },
  )
  tokenizer.write(html)
  tokenizer.end()
  return parts
    .join('')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n')
    .trim()
}
