import { promises as dns } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { egressErrors } from './errors.ts'
import type { Judge } from './policy.ts'

/** All addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

export const systemResolve: Resolve = (host) => dns.lookup(host, { all: true, order: 'verbatim' })

/**
 * An agent whose sockets go to judged addresses only. The judgement happens inside the socket's own lookup: the socket
 * connects to one of the very addresses that were judged, so a name that changes its answer between a check and the
 * connection gains nothing.
 */
export function guardedAgent(judge: Judge, resolve: Resolve, timeout: number): Agent {
  const refuse = (host: string, kind: string) => egressErrors.addressRefused({ host, kind })

  const judged = async (host: string) => {
    const addresses = await resolve(host)
    // One bad address refuses the name: a mixed answer is how rebinding looks.
    for (const { address } of addresses) {
      const kind = judge(host, address)
      if (kind !== undefined) throw refuse(host, kind)
    }
    if (addresses.length === 0) throw egressErrors.unreachable({ host, reason: 'ENOTFOUND' })
    return addresses.map(({ address, family }) => ({ address, family }))
  }

  const lookup: LookupFunction = (host, options, done) => {
    judged(host).then(
      (addresses) => {
        if (options.all === true) done(null, addresses)
        else done(null, addresses[0]?.address ?? '', addresses[0]?.family)
      },
      (error) => done(error, []),
    )
  }

  const connector = buildConnector({ allowH2: false, timeout, lookup, autoSelectFamily: true })
  return new Agent({
    allowH2: false,
    connect: (options, done) => {
      const host = options.hostname.replace(/^\[(.*)\]$/, '$1')
      // A literal address never reaches the lookup.
      const kind = isIP(host) === 0 ? undefined : judge(host, host)
      if (kind !== undefined) return done(refuse(host, kind), null)
      connector(options, (...[error, socket]) => {
        if (error) return done(error, null)
        // Nothing should come this far; a second line costs nothing.
        const reached = socket.remoteAddress === undefined ? undefined : judge(host, socket.remoteAddress)
        if (reached === undefined) return done(null, socket)
        socket.destroy()
        done(refuse(host, reached), null)
      })
    },
  })
}
