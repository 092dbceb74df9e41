import type { App } from '@jumpseat/directory'
import { canonicalMember, isGuid } from '@jumpseat/wire'
import { oauthErrors } from './errors.ts'

export const GRAPH = 'https://graph.microsoft.com'
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000'
/** What a token for Graph may name as its audience. Contract: connectors 8.2. */
export const GRAPH_AUDIENCES: readonly string[] = [GRAPH, `${GRAPH}/`, GRAPH_APP_ID]
/** Scopes about the sign-in itself: they carry no right over data, so every app has them. */
export const OIDC_SCOPES = ['openid', 'profile', 'email', 'offline_access'] as const
/** The one scope of an app that serves as an audience of its own, for on-behalf-of. */
export const OWN_SCOPE = 'user_impersonation'

/** What a client asked for, in whichever spelling. */
export interface Asked {
  readonly oidc: readonly string[]
  /** `GRAPH`, or the id of an app of the tenant. */
  readonly resource: string
  /** `/.default`: everything that is granted. */
  readonly everything: boolean
  /** Names without the resource. */
  readonly names: readonly string[]
  /** The texts of the resource's scopes as they were sent, for the answer. */
  readonly spelled: readonly string[]
}

/** Reads a `scope` parameter. Bare names mean Graph. Errors: `scopeInvalid`, `resourceUnknown`. */
export function readScopes(text: string, graphOrigins: readonly string[] = []): Asked {
  const words = [...new Set(text.split(/\s+/).filter((word) => word !== ''))]
  const oidc = words.filter((word) => OIDC_SCOPES.some((name) => name === word))
  const spelled = words.filter((word) => !oidc.includes(word))
  const pairs = spelled.map(splitScope)
  const resources = new Set(pairs.map(({ resource }) => resourceOf(resource, graphOrigins)))
  if (resources.size > 1) throw oauthErrors.scopeInvalid({ reason: 'the scopes belong to more than one resource' })
  const [resource = GRAPH] = resources
  const names = pairs.map(({ name }) => name)
  return {
    oidc,
    resource,
    everything: names.includes('.default'),
    names: names.filter((name) => name !== '.default'),
    spelled,
  }
}

/** The v1 generation names a resource instead of scopes and always gets everything that is granted. */
export function readResource(resource: string, graphOrigins: readonly string[] = []): Asked {
  return {
    oidc: [...OIDC_SCOPES],
    resource: resourceOf(resource.replace(/\/+$/, ''), graphOrigins),
    everything: true,
    names: [],
    spelled: [],
  }
}

/** The delegated scopes that the app gets of what it asked for; one that is not granted refuses the whole. Errors: `notConsented`. */
export function grantedScopes(app: App, asked: Asked): readonly string[] {
  const granted = scopesOver(app, asked.resource)
  if (asked.everything) {
    // A token for another app's audience is worth something to that app even without a scope.
    if (granted.length === 0 && asked.resource !== GRAPH) throw notConsented(app, `api://${asked.resource}/.default`)
    return granted
  }
  return asked.names.map((name) => {
    const found = canonicalMember(granted, name)
    if (found === undefined) throw notConsented(app, name)
    return found
  })
}

/** Everything the app may ask of a resource on behalf of a person, as the directory says now. */
export function scopesOver(app: App, resource: string): readonly string[] {
  if (resource === GRAPH) return app.scopes.filter((name) => !name.includes('://') && !isOidc(name))
  if (resource === app.appId) return [OWN_SCOPE]
  const prefix = `api://${resource}/`
  return app.scopes.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}

const notConsented = (app: App, scope: string) => oauthErrors.notConsented({ app: app.appId, scope })

const isOidc = (name: string) => OIDC_SCOPES.some((known) => known === name)

function splitScope(word: string): { resource: string; name: string } {
  const slash = word.lastIndexOf('/')
  if (slash < 0) return { resource: GRAPH, name: word }
  return { resource: word.slice(0, slash).replace(/\/+$/, ''), name: word.slice(slash + 1) }
}

function resourceOf(text: string, graphOrigins: readonly string[]): string {
  const lower = text.toLowerCase()
  if (lower === GRAPH || lower === GRAPH_APP_ID || graphOrigins.includes(lower)) return GRAPH
  const id = lower.replace(/^api:\/\//, '')
  if (isGuid(id)) return id
  throw oauthErrors.resourceUnknown({ resource: text })
}
