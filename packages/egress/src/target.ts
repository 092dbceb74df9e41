import { egressErrors } from './errors.ts'

/** Reads the URL of a call or of a redirect. Unusual spellings of a host become the one that is checked and connected to. */
export function targetOf(text: string | URL, base?: URL): URL {
  const url = URL.parse(String(text), base)
  if (url === null) throw egressErrors.urlInvalid()
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw egressErrors.schemeRefused({ scheme: url.protocol.slice(0, -1) })
  }
  if (url.username !== '' || url.password !== '') throw egressErrors.userinfoRefused()
  return url
}
