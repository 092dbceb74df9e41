import type { Statement, Store } from '@jumpseat/store'
import type { AppId, TenantId } from '@jumpseat/wire'
import type { App } from '../types.ts'
import { rows, statement, tables } from './query.ts'

const appsOf = (store: Store, tenantId: TenantId) =>
  tables(store).selectFrom('apps').selectAll().where('tenant', '=', tenantId)

function found(store: Store, query: ReturnType<typeof appsOf>): App | undefined {
  const row = rows(store, query)[0]
  if (!row) return undefined
  return {
    appId: row.app_id,
    objectId: row.object_id,
    displayName: row.display_name,
    permissions: JSON.parse(row.permissions),
    scopes: JSON.parse(row.scopes),
    redirectUris: JSON.parse(row.redirect_uris),
    isPublic: row.is_public === 1,
  }
}

export const appRow = (store: Store, tenantId: TenantId, appId: string) =>
  found(store, appsOf(store, tenantId).where('app_id', '=', appId.toLowerCase() as AppId))

export const appRowByName = (store: Store, tenantId: TenantId, displayName: string) =>
  found(store, appsOf(store, tenantId).where('display_name', '=', displayName).orderBy('app_id').limit(1))

export function insertApp(store: Store, tenantId: TenantId, app: App): Statement {
  const query = tables(store)
    .insertInto('apps')
    .values({
      tenant: tenantId,
      app_id: app.appId,
      object_id: app.objectId,
      display_name: app.displayName,
      permissions: JSON.stringify(app.permissions),
      scopes: JSON.stringify(app.scopes),
      redirect_uris: JSON.stringify(app.redirectUris),
      is_public: app.isPublic ? 1 : 0,
    })
    .onConflict((conflict) => conflict.doNothing())
  return statement(query, 'duplicate')
}

const grantsOf = ({ permissions, scopes, redirectUris }: App) =>
  [permissions, scopes, redirectUris].map((names) => JSON.stringify(names))

/** Refused when the app's grants are no longer those of `before`. */
export const grantToApp = (tenantId: TenantId, before: App, after: App): Statement => ({
  sql: `UPDATE apps SET permissions = ?, scopes = ?, redirect_uris = ?
    WHERE tenant = ? AND app_id = ? AND permissions = ? AND scopes = ? AND redirect_uris = ?`,
  parameters: [...grantsOf(after), tenantId, before.appId, ...grantsOf(before)],
  guard: 'changed',
})

const appExists = (tenantId: TenantId, appId: AppId): Statement => ({
  sql: 'SELECT 1 FROM apps WHERE tenant = ? AND app_id = ?',
  parameters: [tenantId, appId],
  guard: 'notFound',
})

export function insertSecret(tenantId: TenantId, appId: AppId, hash: Uint8Array): Statement[] {
  const sql = 'INSERT INTO app_secrets (tenant, app_id, hash) VALUES (?, ?, ?)'
  return [appExists(tenantId, appId), { sql, parameters: [tenantId, appId, hash] }]
}

export function secretHashes(store: Store, tenantId: TenantId, appId: string): Uint8Array[] {
  const query = tables(store)
    .selectFrom('app_secrets')
    .select('hash')
    .where('tenant', '=', tenantId)
    .where('app_id', '=', appId.toLowerCase() as AppId)
  return rows(store, query).map(({ hash }) => hash)
}

export function insertCertificate(tenantId: TenantId, appId: AppId, thumbprint: string, pem: string): Statement[] {
  const sql = `INSERT INTO app_certificates (tenant, app_id, thumbprint, pem) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`
  return [appExists(tenantId, appId), { sql, parameters: [tenantId, appId, thumbprint, pem] }]
}

export function certificateRows(store: Store, tenantId: TenantId, appId: string): string[] {
  const query = tables(store)
    .selectFrom('app_certificates')
    .select('pem')
    .where('tenant', '=', tenantId)
    .where('app_id', '=', appId.toLowerCase() as AppId)
  return rows(store, query).map(({ pem }) => pem)
}
