import type { Caller } from '@jumpseat/directory'
import type { CodedError } from '@jumpseat/wire'
import { all, type Context, tables } from '../context.ts'
import type { RefusalRow } from '../tables.ts'
import type { ConnectionRecord } from '../types.ts'
import { COUNTS } from './statements.ts'

export type Refusal = Omit<RefusalRow, 'tenant' | 'uid' | 'id'> & { readonly id: number }

/** Keeps why an item was refused: names, places and texts of ours, never a value. The newest ones stay. */
export async function keepRefusal(
  { store, settings, now }: Context,
  { uid, tenantId }: ConnectionRecord,
  caller: Caller,
  itemId: string,
  error: Pick<CodedError, 'code' | 'message' | 'fix' | 'innerMessage' | 'spec' | 'more'>,
): Promise<void> {
  const code = error.spec.inner?.code ?? error.code
  const message = error.innerMessage ?? error.message
  await store.write([
    {
      sql: `INSERT INTO external_item_refusals (uid, tenant, item_id, at, app_id, code, message, place, fix)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM connections WHERE uid = ? AND deleted_at IS NULL)`,
      parameters: [
        uid,
        tenantId,
        itemId.slice(0, 128),
        now(),
        caller.appId,
        code,
        message,
        error.more.place ?? null,
        error.fix,
        uid,
      ],
    },
    {
      sql: `DELETE FROM external_item_refusals WHERE uid = ? AND id <=
        (SELECT id FROM external_item_refusals WHERE uid = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
      parameters: [uid, uid, settings.refusalsKept],
    },
    { sql: 'UPDATE connections SET refused_count = refused_count + 1 WHERE uid = ?', parameters: [uid], topic: COUNTS },
  ])
}

/** Newest first, older than `before`. */
export function refusalsOf(
  context: Context,
  uid: string,
  before: number | undefined,
  limit: number,
): readonly Refusal[] {
  const query = tables(context).selectFrom('external_item_refusals').selectAll().where('uid', '=', uid)
  return all(
    context,
    query
      .where('id', '<', before ?? Number.MAX_SAFE_INTEGER)
      .orderBy('id', 'desc')
      .limit(limit),
  )
}
