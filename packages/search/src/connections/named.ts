import type { ConnectionRecord } from '@jumpseat/connectors'
import type { TenantId } from '@jumpseat/wire'
import { searchErrors } from '../errors.ts'
import type { Context } from '../types.ts'

/** The connection by its id, in any case; 404 when there is none. For administrators, who know which there are. */
export function connectionOf({ connectors }: Context, tenantId: TenantId, id: string): ConnectionRecord {
  const connection = connectors.connection(tenantId, id)
  if (!connection) throw searchErrors.connectionNotFound()
  return connection
}
