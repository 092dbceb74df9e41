import type { Authentication, CredentialAnswer, Credentials } from '@jumpseat/skills'
import type { Vault } from '@jumpseat/vault'

/** Kinds that a key can serve. OAuth and accounts of persons come later. Contract: plugins-and-packages 6.1 and 6.3. */
const SERVED: ReadonlySet<Authentication['kind']> = new Set(['none', 'apiKey'])

/** The port of the calls, over the vault's keys. */
export function vaultCredentials(vault: Pick<Vault, 'keyFor'>): Credentials {
  return {
    serves: ({ kind }) => SERVED.has(kind),
    async present({ tenant, app, authentication, url, attempt }): Promise<CredentialAnswer> {
      const nothing = { headers: {}, query: {}, cookies: {} }
      if (authentication.kind === 'none') return { kind: 'given', ...nothing }
      if (authentication.kind !== 'apiKey') return { kind: 'signIn', challenge: { kind: authentication.kind } }
      const { placement, reference = '' } = authentication
      const answer = vault.keyFor({ tenantId: tenant, app, reference, url, attempt })
      if (answer.kind === 'refused') {
        const { code, message, fix } = answer
        return { kind: 'refused', reason: { code, message, fix, place: undefined } }
      }
      const value = { [placement.name]: `${placement.prefix}${answer.key}` }
      const group = { header: 'headers', query: 'query', cookie: 'cookies' } as const
      return { kind: 'given', ...nothing, [group[placement.in]]: value }
    },
  }
}
