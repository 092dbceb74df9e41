import type { ConnectorsOptions } from '../context.ts'

export function activityReader({ store }: Pick<ConnectorsOptions, 'store'>) {
  /** Most connections have none at all. */
  const hasAny = store.remember(
    ['external_item_activities'],
    (uid: string) =>
      store.read({ sql: 'SELECT 1 FROM external_item_activities WHERE uid = ? LIMIT 1', parameters: [uid] }).length > 0,
  )
  return {
    /** Read once per item of a rebuild, so the statement is a constant. */
    countOf(uid: string, itemId: string): number {
      if (!hasAny(uid)) return 0
      const [row] = store.read<{ count: number }>({
        sql: 'SELECT count(*) AS count FROM external_item_activities WHERE uid = ? AND item_id = ?',
        parameters: [uid, itemId],
      })
      return row?.count ?? 0
    },
  }
}
