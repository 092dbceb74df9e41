import { randomUUID } from 'node:crypto'
import { type Store, storeErrors } from '@jumpseat/store'
import { CodedError } from '@jumpseat/wire'
import { verifyLinks } from './chain.ts'
import { createInteractions } from './interactions.ts'
import { appendStatement, canonicalText, newestRows, oldestRows, type Row } from './records.ts'
import type { AdminEntry, AdminRecord, Audit } from './types.ts'

/** What a record says in readable words: sealed, because names and values are content. */
type Readable = {
  readonly actorName: string
  readonly objectName?: string | undefined
  readonly before?: unknown
  readonly after?: unknown
}

const sealContext = (id: string) => `audit_entries:${id}`

export function createAudit(store: Store, now: () => number = Date.now): Audit {
  const record = (entry: AdminEntry) => {
    const id = randomUUID()
    const readable: Readable = {
      actorName: entry.actor.name,
      objectName: entry.object.name,
      before: entry.before,
      after: entry.after,
    }
    return [
      appendStatement({
        tenant: entry.tenantId,
        id,
        at: now(),
        actor: entry.actor.id,
        app: entry.actor.appId ?? null,
        roles: JSON.stringify(entry.actor.roles),
        action: entry.action,
        object_type: entry.object.type,
        object_id: entry.object.id,
        request: entry.requestId ?? null,
        address: entry.address ?? null,
        sealed: store.sealer.seal(entry.tenantId, sealContext(id), JSON.stringify(readable)),
      }),
    ]
  }

  /** One record that was tampered with must not hide the others. */
  const readableOf = (row: Row): Readable | undefined => {
    try {
      return JSON.parse(store.sealer.openText(row.tenant, sealContext(row.id), row.sealed))
    } catch (error) {
      if (error instanceof CodedError && error.spec === storeErrors.specs.sealBroken) return undefined
      throw error
    }
  }

  const opened = (row: Row): AdminRecord => {
    const readable = readableOf(row)
    return {
      seq: row.seq,
      id: row.id,
      at: row.at,
      tenantId: row.tenant,
      actor: {
        id: row.actor,
        name: readable?.actorName ?? '',
        roles: JSON.parse(row.roles),
        ...(row.app === null ? {} : { appId: row.app }),
      },
      action: row.action,
      object: {
        type: row.object_type,
        id: row.object_id,
        ...(readable?.objectName === undefined ? {} : { name: readable.objectName }),
      },
      ...(readable?.before === undefined ? {} : { before: readable.before }),
      ...(readable?.after === undefined ? {} : { after: readable.after }),
      ...(row.request === null ? {} : { requestId: row.request }),
      ...(row.address === null ? {} : { address: row.address }),
      ...(readable ? {} : { isUnreadable: true }),
      hash: row.hash,
    }
  }

  return {
    record,
    list: (tenantId, { after, ...filter }) => newestRows(store, tenantId, { before: after, ...filter }).map(opened),
    verifyChain: (tenantId) =>
      verifyLinks<Row>(
        (after, limit) => oldestRows(store, tenantId, after, limit),
        canonicalText,
        ({ id }) => id,
      ),
    interactions: createInteractions(store, now),
  }
}
