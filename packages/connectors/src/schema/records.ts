import type { TenantId } from '@jumpseat/wire'
import { type ConnectorsOptions, first, tables } from '../context.ts'
import type { Schema } from '../types.ts'

type Reading = Pick<ConnectorsOptions, 'store'>

const sealContext = (uid: string) => `connection_schemas:${uid}`

export function sealSchema({ store }: Reading, tenantId: TenantId, uid: string, schema: Schema) {
  return store.sealer.seal(tenantId, sealContext(uid), JSON.stringify(schema))
}

export function openSchema({ store }: Reading, tenantId: TenantId, uid: string, sealed: Uint8Array): Schema {
  return JSON.parse(store.sealer.openText(tenantId, sealContext(uid), sealed)) as Schema
}

/** Reads the schema in force of live connections; opened schemas are kept in memory by incarnation and version. */
export function schemaReader(context: Reading) {
  const cache = new Map<string, { version: number; schema: Schema }>()
  return {
    schemaOf(uid: string): Schema | undefined {
      const version = first(
        context,
        tables(context)
          .selectFrom('connections')
          .select('schema_version')
          .where('uid', '=', uid)
          .where('deleted_at', 'is', null),
      )?.schema_version
      if (!version) return undefined
      const cached = cache.get(uid)
      if (cached?.version === version) return cached.schema
      const row = first(context, tables(context).selectFrom('connection_schemas').selectAll().where('uid', '=', uid))
      if (!row) return undefined
      const schema = openSchema(context, row.tenant as TenantId, uid, row.sealed)
      cache.set(uid, { version: row.version, schema })
      return schema
    },
    forget: (uid: string) => {
      cache.delete(uid)
    },
  }
}
