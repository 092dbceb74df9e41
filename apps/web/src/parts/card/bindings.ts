/**
 * A layout whose bindings the templating library understands. Vendors' own layouts bind in single braces (`{title}`, and an
 * expression in `$when`); a layout that holds a `${…}` anywhere is of the newer kind and keeps every brace as it is.
 * A text that is one link in markdown becomes the text and the link, since text is shown without markdown.
 * Contract: connectors 5.8.
 */
export function bound(layout: unknown): unknown {
  const isOlder = !hasBinding(layout)
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return isOlder ? rewritten(value, key) : value
    if (Array.isArray(value)) return value.map((each) => walk(each, key))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(withLink(value)).map(([name, held]) => [name, walk(held, name)]))
  }
  return walk(layout, '')
}

function hasBinding(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('${')
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBinding)
}

/** Not `{{DATE(…)}}`, which the renderer knows, and nothing behind a backslash. */
const SINGLE = /(?<![{\\])\{([\p{L}_$][\p{L}\p{N}_.]*)\}(?!\})/gu

function rewritten(value: string, key: string): string {
  const isExpression = (key === '$when' || key === '$data') && value.startsWith('{') && value.endsWith('}')
  return isExpression ? `$${value}` : value.replace(SINGLE, (_, name: string) => `\${${name}}`)
}

const LINK = /^\s*\[([^\]]+)\]\(([^()\s]+)\)\s*$/

function withLink(element: object): object {
  const members = new Map<string, unknown>(Object.entries(element))
  const text = members.get('text')
  const [, title, url] = (members.get('type') === 'TextBlock' && typeof text === 'string' && LINK.exec(text)) || []
  if (title === undefined || members.has('selectAction')) return element
  return { ...element, text: title, selectAction: { type: 'Action.OpenUrl', title, url } }
}
