import { createHash, randomBytes, randomUUID, timingSafeEqual, X509Certificate } from 'node:crypto'
import type { AppId, ObjectId, TenantId } from '@jumpseat/wire'
import { changed } from './change.ts'
import { authorOf, type Context, reasonAgainst, writeOr } from './context.ts'
import { directoryErrors } from './errors.ts'
import {
  appRow,
  appRowByName,
  certificateRows,
  grantToApp,
  insertApp,
  insertCertificate,
  insertSecret,
  secretHashes,
} from './records/apps.ts'
import type { App, Directory, NewApp } from './types.ts'

type Apps = Pick<
  Directory,
  'app' | 'appByName' | 'createApp' | 'grant' | 'addAppSecret' | 'isAppSecret' | 'addAppCertificate' | 'appCertificates'
>

/** A complete app from what was given. */
export function newApp(given: NewApp): App {
  return {
    appId: (given.appId ?? randomUUID()).toLowerCase() as AppId,
    objectId: (given.objectId ?? randomUUID()).toLowerCase() as ObjectId,
    displayName: given.displayName,
    permissions: given.permissions,
    scopes: given.scopes,
    redirectUris: given.redirectUris ?? [],
    isPublic: given.isPublic,
  }
}

// A secret is 256 random bits, so nobody can try them all and a plain SHA-256 keeps it as well as a slow hash would.
const hashOf = (secret: string) => createHash('sha256').update(secret).digest()

export function apps({ store, record }: Context): Apps {
  // Asked with every token. A tenant's id has no blank.
  const known = store.remember(['apps'], (key: string) => {
    const end = key.indexOf(' ')
    return appRow(store, key.slice(0, end) as TenantId, key.slice(end + 1))
  })
  return {
    app: (tenantId, appId) => known(`${tenantId} ${appId}`),
    appByName: (tenantId, displayName) => appRowByName(store, tenantId, displayName),

    async createApp(tenantId, given, actor) {
      const app = newApp(given)
      const object = { type: 'app', id: app.appId, name: app.displayName }
      const unit = [
        insertApp(store, tenantId, app),
        ...record({ tenantId, ...authorOf(actor), action: 'app.create', object, after: app }),
      ]
      await writeOr(store, unit, { duplicate: () => directoryErrors.duplicateValue({ property: 'appId' }) })
      return app
    },

    async grant(tenantId, appId, more, actor) {
      for (;;) {
        const before = appRow(store, tenantId, appId)
        if (!before) throw directoryErrors.notFound({ id: appId })
        const after: App = {
          ...before,
          permissions: union(before.permissions, more.permissions),
          scopes: union(before.scopes, more.scopes),
          redirectUris: union(before.redirectUris, more.redirectUris),
        }
        const change = changed(before, after)
        if (!change) return before
        const object = { type: 'app', id: before.appId, name: before.displayName }
        const entry = { tenantId, ...authorOf(actor), action: 'app.grant', object, ...change }
        const reason = await reasonAgainst(store, [grantToApp(tenantId, before, after), ...record(entry)])
        // Refused when another grant came between: look again, so that neither is lost.
        if (reason === undefined) return after
      }
    },

    async addAppSecret(tenantId, appId, actor) {
      const secret = `jms~${randomBytes(32).toString('base64url')}`
      const object = { type: 'app', id: appId }
      const unit = [
        ...insertSecret(tenantId, appId, hashOf(secret)),
        ...record({ tenantId, ...authorOf(actor), action: 'app.secret.add', object }),
      ]
      await writeOr(store, unit, { notFound: () => directoryErrors.notFound({ id: appId }) })
      return secret
    },

    isAppSecret(tenantId, appId, secret) {
      const hash = hashOf(secret)
      return secretHashes(store, tenantId, appId).some((kept) => timingSafeEqual(kept, hash))
    },

    async addAppCertificate(tenantId, appId, pem, actor) {
      const certificate = certificateOf(pem)
      const thumbprint = certificate.fingerprint256
      const object = { type: 'app', id: appId }
      const unit = [
        ...insertCertificate(tenantId, appId, thumbprint, certificate.toString()),
        ...record({ tenantId, ...authorOf(actor), action: 'app.certificate.add', object, after: { thumbprint } }),
      ]
      await writeOr(store, unit, { notFound: () => directoryErrors.notFound({ id: appId }) })
    },

    appCertificates: (tenantId, appId) => certificateRows(store, tenantId, appId),
  }
}

/** The same array when nothing is added, so that it does not count as a change. */
function union(held: readonly string[], more: readonly string[] = []): readonly string[] {
  const missing = more.filter((name) => !held.includes(name))
  return missing.length === 0 ? held : [...held, ...new Set(missing)]
}

function certificateOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw directoryErrors.badCertificate({}, { place: '/keyCredentials', cause })
  }
}
