import { isIP } from 'node:net'

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_NAMES.has(host.toLowerCase()) || host.startsWith('127.')
}

export function isLoopbackAddress(address: string): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.')
}

/** The host of an address in the settings; none where the setting is empty. */
export const hostOf = (url: string): string[] => (url === '' ? [] : [new URL(url).hostname])

/**
 * Which host names we answer for. A page of another site may point its own name at our address (DNS rebinding), so an
 * unknown name is refused; addresses are fine, because a browser sends an address only when the person typed one.
 */
export function hostCheck(named: readonly string[], microsoftHosts: readonly string[]): (host: string) => boolean {
  const names = new Set([...named, ...microsoftHosts].map((name) => name.toLowerCase()))
  return (host) => {
    const bare = host.toLowerCase().replace(/^\[(.*)\]$/, '$1')
    return isLoopbackHost(bare) || isIP(bare) !== 0 || names.has(bare)
  }
}
