import type { Context } from '../context.ts'
import { below } from '../findings.ts'
import type { Resolved } from '../resolve/check.ts'
import { hasPlaceholder } from '../text/placeholders.ts'

/** contract: packages 1.10, `validDomains`: hosts that nobody controls alone, and tunnels. */
const REFUSED = [
  'azurewebsites.net',
  'azureedge.com',
  'microsoft.com',
  'microsoftonline.com',
  'onmicrosoft.com',
  'ngrok.io',
  'ngrok.app',
  'ngrok-free.app',
  'devtunnels.ms',
  'trycloudflare.com',
  'loca.lt',
]
const ALLOWED = new Set(['token.botframework.com'])

export function checkNetwork(context: Context, { manifest, plugins, messageExtensions }: Resolved): void {
  for (const [n, domain] of (manifest?.validDomains ?? []).entries()) {
    if (manifest === undefined || hasPlaceholder(domain) || ALLOWED.has(domain)) continue
    const plain = domain.toLowerCase().replace(/^(\*\.)+/, '')
    const isWildcard = plain !== domain.toLowerCase()
    const isShared = REFUSED.some(
      (host) => plain === host || (isWildcard && plain.endsWith(`.${host}`)) || isTunnel(plain, host),
    )
    if (isShared || !plain.includes('.'))
      context.report.add('store.valid-domain', below(manifest, 'validDomains', n), { domain })
  }
  const documents = [
    ...plugins.flatMap(({ runtimes }) =>
      runtimes.flatMap((runtime) => (runtime.type === 'OpenApi' ? (runtime.document ?? []) : [])),
    ),
    ...messageExtensions.flatMap(({ document }) => document ?? []),
  ]
  for (const { servers, file } of new Set(documents)) {
    const [server] = servers
    if (server?.toLowerCase().startsWith('http:')) {
      context.report.add(
        'store.http-server',
        { file: file.split('#')[0] ?? file, pointer: '/servers/0/url' },
        { server },
      )
    }
  }
}

/** Tunnels are refused as sub-domains too; the rest may be an organisation's own. */
function isTunnel(domain: string, host: string): boolean {
  return /ngrok|devtunnels|trycloudflare|loca\.lt/.test(host) && domain.endsWith(`.${host}`)
}
