import type { TenantId } from '@jumpseat/wire'
import { type ConnectorsOptions, first, tables } from '../context.ts'

type Reading = Pick<ConnectorsOptions, 'store'>

export function registrationReader(context: Reading) {
  return {
    stateOf: (tenantId: TenantId, connectorId: string): 'enabled' | 'disabled' | undefined =>
      first(
        context,
        tables(context)
          .selectFrom('connector_registrations')
          .select('state')
          .where('tenant', '=', tenantId)
          .where('connector_id', '=', connectorId.toLowerCase()),
      )?.state,
  }
}
