import type { App } from '@jumpseat/directory'

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Exactly a registered address; for a public client on loopback the port may differ. RFC 8252 7.3, RFC 9700 2.1. */
export function isRedirectAllowed(app: App, uri: string): boolean {
  if (app.redirectUris.includes(uri)) return true
  const portless = loopbackWithoutPort(uri)
  if (!app.isPublic || portless === undefined) return false
  return app.redirectUris.some((registered) => loopbackWithoutPort(registered) === portless)
}

/** The text before and after the port, untouched: a parsed and rebuilt address could hide a difference. */
function loopbackWithoutPort(uri: string): string | undefined {
  const match = /^(https?:\/\/)(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?([/?].*)?$/.exec(uri)
  if (!match) return undefined
  const [, scheme, host = '', rest = ''] = match
  if (rest.includes('#') || !LOOPBACK.has(host)) return undefined
  return `${scheme}${host}${rest === '/' ? '' : rest}`
}

/** Whether a page of this origin may call the token endpoint: an app that may receive codes there may also redeem them. */
export function originAllowed(app: App | undefined, origin: string): boolean {
  return app?.redirectUris.some((uri) => URL.parse(uri)?.origin === origin) ?? false
}
