import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import { placeIn } from '../openapi/view.ts'
import type { Resolved } from '../resolve/check.ts'
import { hasPlaceholder } from '../text/placeholders.ts'

/** contract: packages 1.10, `validDomains`. Hosts of the vendor, and tunnels: refused with everything below them. */
const NEVER_OWN = [
  'microsoft.com',
  'microsoftonline.com',
  'ngrok.io',
  'ngrok.app',
  'ngrok-free.app',
  'devtunnels.ms',
  'trycloudflare.com',
  'loca.lt',
]
/** Hosts below which everyone may have one: refused whole, not a single one below them. */
const SHARED = ['azurewebsites.net', 'azureedge.com', 'onmicrosoft.com']
const ALLOWED = new Set(['token.botframework.com'])

export function checkNetwork(context: Context, { manifest, plugins, messageExtensions }: Resolved): void {
  for (const [n, domain] of (manifest?.validDomains ?? []).entries()) {
    if (manifest === undefined || hasPlaceholder(domain) || ALLOWED.has(domain)) continue
    if (isRefused(domain.toLowerCase()))
      context.report.add('store.valid-domain', below(manifest, 'validDomains', n), { domain })
  }
  const documents = [
    ...plugins.flatMap(({ runtimes }) =>
      runtimes.flatMap((runtime) => (runtime.type === 'OpenApi' ? (runtime.document ?? []) : [])),
    ),
    ...messageExtensions.flatMap(({ document }) => document ?? []),
  ]
  for (const document of new Set(documents)) {
    const [server] = document.servers
    if (server?.toLowerCase().startsWith('http:')) {
      const pointer = document.version === '2.0' ? '/schemes' : '/servers/0/url'
      context.report.add('store.http-server', placeIn(document, pointer), { server })
    }
  }
}

function isRefused(domain: string): boolean {
  const plain = domain.replace(/^(\*\.)+/, '')
  const isWildcard = plain !== domain
  return (
    !plain.includes('.') ||
    NEVER_OWN.some((host) => plain === host || plain.endsWith(`.${host}`)) ||
    SHARED.some((host) => plain === host || (isWildcard && plain.endsWith(`.${host}`)))
  )
}
