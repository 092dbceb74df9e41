// Links of a card: taken out of wherever they stand, and given back one by one with the host in their title, so that
// nobody follows one without seeing where it leads.
// contract: plugins-and-packages 4.5; publishing-and-governance REQ-58
import type { JsonObject } from '@jumpseat/wire'
import { clean } from '../prompt/clean.ts'
import { linkOf } from '../turn/cite.ts'
import { LINK, plainText } from './sanitise.ts'

/** By their address. */
export type Links = Map<string, JsonObject>

const OPEN_URL = 'Action.OpenUrl'
/** Of one card. */
const MOST = 20
const ADDRESS = /\bhttps?:\/\/[^\s<>"')\]]+/gi
const TRAILING = /[.,;:!?]+$/

export const isLink = ({ type }: JsonObject): boolean => type === OPEN_URL

/** Takes up an `Action.OpenUrl` of the card; one that no browser may follow is left out. */
export function namedLink({ title, url }: JsonObject, links: Links): void {
  if (typeof url === 'string') add(typeof title === 'string' ? title : '', url, links)
}

/** A text of the card with its links taken up: the words of a link stay, an address is told by its host. */
export function withoutLinks(text: string, links: Links): string {
  let plain = clean(text)
  // A link may stand in the label of another; what is deeper still is made harmless with the rest of the text.
  for (let pass = 0; pass < 4; pass++)
    plain = plain.replace(LINK, (whole, label: string, url: string) => {
      const host = whole.startsWith('!') ? undefined : add(label, url, links)
      // Words that are an address themselves could name another one.
      return label.includes('://') ? (host ?? '') : label
    })
  return plain.replace(ADDRESS, (found) => {
    const url = found.replace(TRAILING, '')
    const host = add('', url, links)
    return host === undefined ? found : `${host.replace(/^www\./, '')}${found.slice(url.length)}`
  })
}

/** Gives the host. */
function add(title: string, url: string, links: Links): string | undefined {
  const target = linkOf(url)
  if (target === undefined) return undefined
  const { href, host } = target
  const words = plainText(title.replace(ADDRESS, '')).trim()
  if (!links.has(href) && links.size < MOST)
    links.set(href, { type: OPEN_URL, title: words === '' || words === host ? host : `${words} (${host})`, url: href })
  return host
}
