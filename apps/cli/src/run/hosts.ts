import { MICROSOFT_HOSTS } from '@jumpseat/wire'

const LISTED: ReadonlySet<string> = new Set(MICROSOFT_HOSTS)

/** Host in lower case, without brackets and the dot of the root. */
export function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}

/** Whether Jumpseat stands in for this host: it is then served here or refused, and never reached outside. */
export function isStoodIn(host: string): boolean {
  return LISTED.has(bareHost(host))
}
