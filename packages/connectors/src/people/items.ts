import { isJsonObject, type JsonObject, type JsonValue, member, own } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import type { ConnectionRecord, PropertyBag, Schema } from '../types.ts'

/** Whether the account of a person's item is one of the directory. Contract: connectors 2.9, account matching. */
export function personFits(
  { directory }: Pick<Context, 'directory'>,
  { tenantId }: ConnectionRecord,
  { properties }: Schema,
  values: PropertyBag,
): boolean {
  const name = properties.find(({ labels }) => labels.includes('personAccount'))?.name
  const account = entityOf(name === undefined ? undefined : own(values, name))
  if (!account) return false
  return ['userPrincipalName', 'externalDirectoryObjectId'].some((key) => {
    const value = member(account, key)
    return typeof value === 'string' && value !== '' && directory.user(tenantId, value) !== undefined
  })
}

/** A JSON-serialised profile entity; what cannot be read is ignored. Contract: connectors 2.9. */
export function entityOf(value: unknown): JsonObject | undefined {
  if (typeof value !== 'string') return undefined
  try {
    const entity = JSON.parse(value) as JsonValue
    return isJsonObject(entity) ? entity : undefined
  } catch {
    return undefined
  }
}
