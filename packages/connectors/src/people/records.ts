import type { JsonObject, TenantId } from '@jumpseat/wire'
import { all, type ConnectorsOptions, tables } from '../context.ts'

export type PeopleKind = 'profileSources' | 'profilePropertySettings'

/** Registrations of people data, by kind and id in any case. */
export function peopleSettings(context: Pick<ConnectorsOptions, 'store'>) {
  const { store } = context
  const sealContext = (kind: PeopleKind, id: string) => `people_settings:${kind}:${id}`
  const list = (tenantId: TenantId, kind: PeopleKind, only?: string): readonly JsonObject[] => {
    const query = tables(context).selectFrom('people_settings').selectAll().where('tenant', '=', tenantId)
    const ofKind = query.where('kind', '=', kind).orderBy('id')
    return all(context, only === undefined ? ofKind : ofKind.where('id', '=', only)).map(
      ({ id, sealed }) => JSON.parse(store.sealer.openText(tenantId, sealContext(kind, id), sealed)) as JsonObject,
    )
  }
  return {
    list: (tenantId: TenantId, kind: PeopleKind) => list(tenantId, kind),
    get: (tenantId: TenantId, kind: PeopleKind, id: string) => list(tenantId, kind, id.toLowerCase())[0],
    async put(tenantId: TenantId, kind: PeopleKind, id: string, entity: JsonObject): Promise<void> {
      const key = id.toLowerCase()
      const sealed = store.sealer.seal(tenantId, sealContext(kind, key), JSON.stringify(entity))
      await store.write([
        {
          sql: `INSERT INTO people_settings (tenant, kind, id, sealed) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, kind, id) DO UPDATE SET sealed = excluded.sealed`,
          parameters: [tenantId, kind, key, sealed],
        },
      ])
    },
    async remove(tenantId: TenantId, kind: PeopleKind, id: string): Promise<void> {
      await store.write([
        {
          sql: 'DELETE FROM people_settings WHERE tenant = ? AND kind = ? AND id = ?',
          parameters: [tenantId, kind, id.toLowerCase()],
        },
      ])
    },
  }
}
