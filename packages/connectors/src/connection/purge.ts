import type { TenantId } from '@jumpseat/wire'
import { all, type Context, tables } from '../context.ts'

/** What hangs on an incarnation besides its items; small enough to go at once. */
const REST = [
  'external_item_acls',
  'external_item_refusals',
  'external_item_activities',
  'connection_operations',
  'connection_schemas',
]

/**
 * Removes what deleted connections left, one slice each; gives the time of the next turn. The row of the connection goes
 * last, and until then its id is taken. Contract: connectors 1.3 rule 6.
 */
export async function purge(context: Context): Promise<number | undefined> {
  const deleted = all(
    context,
    tables(context).selectFrom('connections').select(['uid', 'tenant']).where('deleted_at', 'is not', null),
  )
  for (const { uid, tenant } of deleted) await purgeSlice(context, uid, tenant as TenantId)
  return deleted.length > 0 ? context.now() : undefined
}

async function purgeSlice(
  { store, settings, directory, reader }: Context,
  uid: string,
  tenantId: TenantId,
): Promise<void> {
  const [result] = await store.write([
    {
      sql: `DELETE FROM external_items WHERE rowid IN (SELECT rowid FROM external_items WHERE uid = ? LIMIT ?)`,
      parameters: [uid, settings.purgeSlice],
    },
  ])
  if (result && result.changes > 0) return
  await directory.externalGroups.deleteAll(tenantId, uid)
  await store.write([
    ...REST.map((table) => ({ sql: `DELETE FROM ${table} WHERE uid = ?`, parameters: [uid] })),
    { sql: 'DELETE FROM connections WHERE uid = ? AND deleted_at IS NOT NULL', parameters: [uid] },
  ])
  reader.forget(uid)
}
