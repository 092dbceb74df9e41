import type { ConnectorsOptions } from '../context.ts'

export function activityReader({ store }: Pick<ConnectorsOptions, 'store'>) {
  return {
    /** Read once per item of a rebuild, so the statement is a constant. */
    countOf(uid: string, itemId: string): number {
      const [row] = store.read<{ count: number }>({
        sql: 'SELECT count(*) AS count FROM external_item_activities WHERE uid = ? AND item_id = ?',
        parameters: [uid, itemId],
      })
      return row?.count ?? 0
    },
  }
}
