import type { KeyObject } from 'node:crypto'
import type { TenantId } from '@jumpseat/wire'
import type { Kysely } from 'kysely'

export type SqlValue = null | number | bigint | string | Uint8Array

/** One statement of a unit. Kysely's `compile()` gives this shape. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Refuses the whole unit with this reason when the statement changes (or returns) no row. */
  readonly guard?: string
  /** What it changes, where that is less than the table that it names: see `Store.remember`. */
  readonly topic?: string
}

export interface StatementResult {
  readonly changes: number
  readonly rows: readonly Record<string, SqlValue>[]
  /** The number in the feed of the change that the statement added. */
  readonly seq?: number
}

/** What happened, for those who follow: one row of the change feed. */
export interface Change {
  /** Strictly growing; gaps are possible. */
  readonly seq: number
  readonly tenantId: TenantId
  /** The kind of thing that changed, for example `item`; each package names its own. */
  readonly kind: string
  /** What contains it, for example the connection id; empty when nothing does. */
  readonly scope: string
  readonly id: string
  readonly at: number
}

export interface Migration {
  /** Unique and sortable inside its package, for example `directory-001`. Applied once, in the order given. */
  readonly id: string
  readonly up: readonly string[]
}

export interface Store {
  /** A read-only query builder over committed data; each package passes its own table types. */
  db<Tables>(): Kysely<Tables>
  /** Runs a compiled query at once and gives its rows, on the caller's thread. */
  read<Row>(query: { readonly sql: string; readonly parameters: readonly unknown[] }): Row[]
  /** Applies the unit as a whole in the next commit. Resolves when it is on disk; rejects with `GuardError` when a guard fails. */
  write(unit: readonly Statement[]): Promise<StatementResult[]>
  /** The statement that adds a row to the change feed; put it into the unit that makes the change. */
  change(tenantId: TenantId, kind: string, scope: string, id: string): Statement
  /** Sequence number of the newest committed change; 0 when there is none. */
  head(): number
  /** Committed changes after `after`, oldest first. */
  changesAfter(after: number, limit: number): Change[]
  /** Called after each commit. Gives the function that ends it. */
  onCommit(listener: () => void): () => void
  /**
   * Remembers what `read` gave for a key until a commit that changes one of the topics begins, so that the answer is what
   * `read` would give now. Topics are the tables that `read` looks into, and topics of statements that it depends on.
   */
  remember<Key, Value>(topics: readonly string[], read: (key: Key) => Value): (key: Key) => Value
  readonly sealer: Sealer
  close(): Promise<void>
}

/** Encrypts content with the tenant's own key. `context` binds the text to its place: a sealed value moved elsewhere does not open. */
export interface Sealer {
  seal(tenantId: TenantId, context: string, plain: string | Uint8Array): Uint8Array
  open(tenantId: TenantId, context: string, sealed: Uint8Array): Buffer
  openText(tenantId: TenantId, context: string, sealed: Uint8Array): string
  /** A key for one purpose that only the tenant's own leads to, for what another thread seals. It must not be kept on disk. */
  deriveKey(tenantId: TenantId, purpose: string): KeyObject
  /** Makes and stores a key for a tenant that has none. Idempotent. */
  createKey(tenantId: TenantId): Promise<void>
  /** Destroys the tenant's key: what it sealed can never be read again. */
  destroyKey(tenantId: TenantId): Promise<void>
}
