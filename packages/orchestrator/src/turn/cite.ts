import { plainText } from '../render/sanitise.ts'
import type { Citation, Source, Turn } from './types.ts'

/** Numbers sources as they appear in the answer. Gives the number, and the citation when it is a new one. */
export function cite(turn: Turn, source: number): { n: number; added?: Citation } | undefined {
  const known = turn.citations.find((citation) => citation.source === source)
  if (known) return { n: known.n }
  const cited = turn.sources.find(({ n }) => n === source)
  if (!cited) return undefined
  const added = citationOf(cited, turn.citations.length + 1)
  turn.citations.push(added)
  return { n: added.n, added }
}

function citationOf(source: Source, n: number): Citation {
  const { kind, title, subtitle, url, from, item, iconUrl, sensitivityLabelId } = source
  const target = url === undefined ? undefined : linkOf(url)
  return {
    n,
    kind,
    source: source.n,
    title: plainText(title),
    ...(subtitle === undefined ? {} : { subtitle: plainText(subtitle) }),
    ...(target === undefined ? {} : { url: target.href, host: target.host }),
    from: plainText(from),
    ...(item === undefined ? {} : { item }),
    ...(iconUrl === undefined ? {} : { iconUrl }),
    ...(sensitivityLabelId === undefined ? {} : { sensitivityLabelId }),
    spans: [],
    isOwnContent: kind === 'item',
  }
}

/** Only what a browser may follow at a click. */
export function linkOf(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && url.username === '' && url.password === '' ? url : undefined
}
