/** The statement that adds a change to the feed. The writer knows it by its text. */
export const ADD_CHANGE = 'INSERT INTO changes (tenant, kind, scope, id, at) VALUES (?, ?, ?, ?, ?)'

export const FEED_HEAD = 'SELECT max(seq) AS seq FROM changes'

export const FEED_AFTER =
  'SELECT seq, tenant AS tenantId, kind, scope, id, at FROM changes WHERE seq > ? ORDER BY seq LIMIT ?'
