import type { Generated } from 'kysely'

// Ids, counters, access lists and times are plain; names, descriptions, schemas, items and addresses are sealed.
export interface Tables {
  connections: ConnectionRow
  connection_operations: OperationRow
  connection_schemas: { uid: string; tenant: string; version: number; sealed: Uint8Array }
  external_items: ItemRow
  external_item_acls: { uid: string; hash: string; tenant: string; entries: string }
  external_item_refusals: RefusalRow
  external_item_activities: ActivityRow
  connector_registrations: RegistrationRow
  connector_tickets: TicketRow
  connector_deliveries: DeliveryRow
  people_settings: { tenant: string; kind: string; id: string; sealed: Uint8Array }
}

export interface ConnectionRow {
  uid: string
  tenant: string
  id: string
  /** Lower case of `id`; unique per tenant, also while the purge of a deleted connection runs. */
  id_key: string
  owner_app: string
  /** JSON array of app ids. */
  authorized_apps: string
  state: 'draft' | 'ready' | 'obsolete'
  content_category: string
  connector_id: string | null
  sealed: Uint8Array
  /** Grows with each change of the connection's own members; keys the cache of unsealed ones. */
  revision: number
  /** 0 until the first schema is in force. */
  schema_version: number
  item_count: number
  refused_count: number
  created_at: number
  changed_at: number
  deleted_at: number | null
}

export interface OperationRow {
  id: string
  uid: string
  tenant: string
  status: 'inprogress' | 'completed' | 'failed'
  /** JSON of a publicError. */
  error: string | null
  /** The schema to put in force; null once done. */
  sealed: Uint8Array | null
  created_at: number
  due_at: number
}

export interface ItemRow {
  uid: string
  item_id: string
  tenant: string
  acl_hash: string
  sealed: Uint8Array
  /** Grows with each write; a patch is applied only to the revision that it read. */
  revision: number
  received_at: number
}

export interface RefusalRow {
  id: Generated<number>
  uid: string
  tenant: string
  item_id: string
  at: number
  app_id: string
  code: string
  message: string
  place: string | null
  fix: string
}

export interface ActivityRow {
  uid: string
  item_id: string
  tenant: string
  type: string
  performed_by: string
  started_at: number
}

export interface RegistrationRow {
  tenant: string
  connector_id: string
  app_id: string
  subscription_id: string
  /** The notification URL; it may carry a secret. */
  sealed: Uint8Array
  state: 'enabled' | 'disabled'
  changed_at: number
}

export interface TicketRow {
  hash: string
  tenant: string
  app_id: string
  connector_id: string
  expires_at: number
  used_at: number | null
}

export interface DeliveryRow {
  id: string
  tenant: string
  connector_id: string
  state: 'enabled' | 'disabled'
  status: 'waiting' | 'delivered' | 'abandoned'
  attempts: number
  /** The ticket that the notification carries. */
  sealed: Uint8Array
  created_at: number
  next_at: number
  last_problem: string | null
}
