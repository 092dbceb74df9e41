/** A stretch of a text that may be a value. */
export interface Phrase {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly kind: 'quoted' | 'address' | 'name' | 'phrase'
  /** The word before it, in lower case: `in`, `to`, `named`. */
  readonly lead: string
}

const QUOTED =
  /"([^"\n]{1,300})"|“([^”\n]{1,300})”|‘([^’\n]{1,300})’|(?<![\p{L}\d])'([^\n]{1,300}?)'(?![\p{L}\d])|`([^`\n]{1,300})`/gu
const ADDRESS =
  /\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b|\bhttps?:\/\/[^\s"'<>]+|\b(?=[\w/-]{0,40}\d)(?=[\w/-]{0,40}[A-Za-z])[A-Za-z0-9]{1,40}(?:[-_/][A-Za-z0-9]{1,40}){0,8}\b/g
const NAME =
  /(?<=^|[\s(,])(?:\p{Lu}[\p{L}\d'’&.-]*)(?:(?:,? (?:of|the|de|la|del|van|von|&) )?[ ]?(?:(?<= )\p{Lu}[\p{L}\d'’&.-]*))*(?:, \p{Lu}[\p{L}]+(?: \p{Lu}[\p{L}]+)*)?/gu
const LEADS =
  'in|at|near|around|from|to|into|for|of|on|by|with|about|named|called|titled|as|between|using|towards|within|is|are|than|under|over'
// What follows is looked at and not taken, so that a lead inside it begins a phrase of its own.
const LED = new RegExp(`\\b(${LEADS})\\s+(?=((?:the |a |an )?[^,.;:?!()"“”]{1,80}))`, 'gi')
const STOP = new RegExp(
  `\\s+(?:${LEADS}|and|or|that|which|who|where|when|if|please|so|because|while|but|given|assuming)\\s.*$`,
  'i',
)
/** A sentence begins with these in capitals, and names do not. */
const OPENERS =
  /^(?:what|which|who|whom|whose|where|when|why|how|can|could|would|will|should|shall|is|are|was|were|do|does|did|find|get|give|show|tell|list|search|look|calculate|compute|determine|estimate|convert|book|create|make|add|send|play|please|i|i'm|i’m|my|the|a|an|in|on|at|for|from|if|let|help|predict|analyze|analyse|generate|retrieve|fetch|check|order|buy|plot|solve|identify|update|set|delete|remove|open|use|using|want|need)$/i

export function phrasesIn(text: string): Phrase[] {
  const found: Phrase[] = []
  const add = (kind: Phrase['kind'], value: string, start: number) => {
    const trimmed = value
      .trim()
      .replace(/[.,;:?!]+$/, '')
      .replace(/['’]s$/, '')
    if (trimmed === '') return
    const end = start + value.length
    if (kind !== 'phrase' && found.some((other) => start < other.end && other.start < end)) return
    found.push({ text: trimmed, start, end, kind, lead: leadOf(text, start) })
  }
  for (const match of text.matchAll(QUOTED)) {
    const value = match.slice(1).find((group) => group !== undefined) ?? ''
    add('quoted', value, match.index + 1)
  }
  for (const match of text.matchAll(ADDRESS)) if (!/^\d+$/.test(match[0])) add('address', match[0], match.index)
  for (const match of text.matchAll(NAME)) {
    const [name, start] = withoutOpener(text, match[0], match.index)
    if (name !== '' && /\p{L}/u.test(name)) add('name', name, start)
  }
  for (const match of text.matchAll(LED)) {
    const [, lead = '', rest = ''] = match
    const value = rest.replace(STOP, '').replace(/^(?:the|a|an)\s+/i, '')
    const isQuoted = found.some(
      ({ kind, start, end }) =>
        kind === 'quoted' && match.index < end && start < match.index + match[0].length + value.length,
    )
    if (value.trim() !== '' && !isQuoted) {
      const start = match.index + match[0].length + rest.indexOf(value)
      found.push({ text: value.trim(), start, end: start + value.length, kind: 'phrase', lead: lead.toLowerCase() })
    }
  }
  return found
}

/** Names at the start of a sentence lose the word that only stands there in capitals. */
function withoutOpener(text: string, name: string, at: number): [string, number] {
  const isStart = at === 0 || /[.?!]\s+$/.test(text.slice(0, at))
  const [first = ''] = name.split(/\s+/, 1)
  if (!OPENERS.test(first.replace(/['’](?:s|re|ll|d)$/, '')) || !(isStart || /^i$/i.test(first))) return [name, at]
  const rest = name.slice(first.length).trimStart()
  return [rest, at + name.length - rest.length]
}

function leadOf(text: string, start: number): string {
  const before = text.slice(0, start).replace(/["'“‘`(\s]+$/, '')
  const words = before.split(/\s+/)
  const last = words.at(-1) ?? ''
  const lead = /^(the|a|an)$/i.test(last) ? (words.at(-2) ?? '') : last
  return lead.toLowerCase().replace(/[^a-z]/g, '')
}
