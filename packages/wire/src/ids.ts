declare const brand: unique symbol
/** A string that has been checked at the edge and may not be confused with another kind of id. */
export type Branded<Name extends string> = string & { readonly [brand]: Name }

export type TenantId = Branded<'TenantId'>
/** Entra object id of a user, group or service principal: a lower-case GUID. */
export type ObjectId = Branded<'ObjectId'>
/** Client id of an application: a lower-case GUID. */
export type AppId = Branded<'AppId'>
/** Connection id in the spelling of its creator; compared case-insensitively. Contract: connectors 1.2. */
export type ConnectionId = Branded<'ConnectionId'>
/** External item id, case-sensitive. Contract: connectors 3.1. */
export type ItemId = Branded<'ItemId'>
/** External group id, case-sensitive, scoped to its connection. Contract: connectors 4. */
export type ExternalGroupId = Branded<'ExternalGroupId'>

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isGuid(text: string): boolean {
  return GUID.test(text)
}
