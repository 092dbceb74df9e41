import type { TenantId } from '@jumpseat/wire'
import { errors, interactionPolicy } from 'oidc-provider'
import type { AuthorityContext } from './context.ts'
import { OFFLINE, resourceName } from './engine-terms.ts'
import { oauthErrors } from './errors.ts'
import { OIDC_SCOPES, scopesOver } from './scopes.ts'

const { Check, Prompt, base } = interactionPolicy

/** When a person is asked something: to sign in, or to choose an account. Consent is the administrator's grant, never a question. */
export function policyOf({ directory }: AuthorityContext, tenantId: TenantId) {
  const policy = base()
  policy.get('consent')?.checks.clear()
  const login = policy.get('login')
  login?.checks.add(
    new Check('account_gone', 'the account does not exist any more or is disabled', 'login_required', ({ oidc }) =>
      Boolean(oidc.session?.accountId && !oidc.account),
    ),
  )
  login?.checks.add(
    new Check('scope_granted', 'the scopes are granted to the app', ({ oidc }) => {
      const app = directory.app(tenantId, oidc.client?.clientId ?? '')
      const resource = resourceName(String(oidc.params?.resource ?? ''))
      const known = new Set<string>([...OIDC_SCOPES, OFFLINE, ...(app ? scopesOver(app, resource) : [])])
      const missing = String(oidc.params?.scope ?? '')
        .split(' ')
        .find((name) => name !== '' && !known.has(name))
      if (missing === undefined) return false
      const refusal = oauthErrors.notConsented({ app: app?.appId ?? '', scope: missing })
      throw new errors.CustomOIDCProviderError('consent_required', refusal.message)
    }),
    0,
  )
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0)
  return policy
}
