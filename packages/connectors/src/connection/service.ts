import { randomBytes } from 'node:crypto'
import { authorOf } from '@jumpseat/directory'
import { GuardError, type Statement } from '@jumpseat/store'
import type { JsonObject } from '@jumpseat/wire'
import type { Author } from '../author.ts'
import { applied, type Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { redemption } from '../toggle/tickets.ts'
import type { ConnectionDetails, ConnectionRecord } from '../types.ts'
import { connectionInput, connectionName, newConnectionId } from './parse.ts'
import { type ChangedColumns, idIsFree, insertConnection, markDeleted, replaceDetails, sealDetails } from './records.ts'

export interface Ticket {
  readonly value: string | undefined
  /** Told when a connection with a connector id comes without a ticket that fits. Contract: connectors 1.8. */
  readonly onUnmatched: (connectorId: string) => void
}

const NO_DETAILS: Omit<ConnectionDetails, 'name'> = {
  description: null,
  configuration: {},
  activitySettings: null,
  searchSettings: null,
  complianceSettings: null,
  enabledContentExperiences: null,
}

/** Creates a connection in state `draft`. Errors: 400, 403 (cap, ticket), 409. Contract: connectors 1.2 and 1.3. */
export async function createConnection(
  context: Context,
  caller: Author,
  body: JsonObject,
  ticket: Ticket,
): Promise<ConnectionRecord> {
  const { settings, store, now } = context
  const id = newConnectionId(body)
  const input = connectionInput(body, settings)
  const name = connectionName(input.details.name, settings)
  const details: ConnectionDetails = { ...NO_DETAILS, ...input.details, name }
  const connectorId = input.connectorId ?? null
  const uid = randomBytes(16).toString('hex')
  const at = now()
  const unit = [
    idIsFree(caller.tenantId, id.toLowerCase()),
    insertConnection(
      {
        uid,
        tenant: caller.tenantId,
        id,
        id_key: id.toLowerCase(),
        owner_app: caller.appId,
        authorized_apps: JSON.stringify(input.authorizedAppIds ?? []),
        state: 'draft',
        content_category: input.contentCategory ?? 'uncategorized',
        connector_id: connectorId,
        sealed: sealDetails(context, caller.tenantId, uid, details),
        revision: 1,
        schema_version: 0,
        item_count: 0,
        refused_count: 0,
        created_at: at,
        changed_at: at,
        deleted_at: null,
      },
      settings.connectionsPerTenant,
    ),
    store.change(caller.tenantId, 'connection', '', uid),
    ...context.record({
      tenantId: caller.tenantId,
      ...authorOf(caller),
      action: 'connection.create',
      object: { type: 'connection', id, name },
      after: { connectorId, authorizedAppIds: input.authorizedAppIds ?? [] },
    }),
  ]
  await writeCreation(context, caller, unit, connectorId, ticket)
  const created = context.reader.connectionByUid(uid)
  if (!created) throw connectorErrors.connectionNotFound()
  return created
}

async function writeCreation(
  context: Context,
  caller: Author,
  unit: readonly Statement[],
  connectorId: string | null,
  ticket: Ticket,
): Promise<void> {
  const use = connectorId === null ? undefined : redemption(context, caller, connectorId, ticket.value)
  try {
    if (use) return void (await context.store.write([use, ...unit]))
    if (connectorId !== null) acceptUnmatched(context, connectorId, ticket)
    await context.store.write(unit)
  } catch (error) {
    if (!(error instanceof GuardError)) throw error
    if (error.reason === 'taken') throw connectorErrors.connectionExists()
    if (error.reason === 'cap') throw connectorErrors.connectionQuota({ limit: context.settings.connectionsPerTenant })
    // Used up by another request since it was read.
    return writeCreation(context, caller, unit, connectorId, { ...ticket, value: undefined })
  }
}

function acceptUnmatched({ settings }: Context, connectorId: string, ticket: Ticket): void {
  if (settings.unmatchedTicket === 'refuse') throw connectorErrors.invalidTicket()
  ticket.onUnmatched(connectorId)
}

const ATTEMPTS = 5

/** Replaces the members that were sent; complex ones whole. Contract: connectors 1.3 rules 3 and 4. */
export async function updateConnection(
  context: Context,
  caller: Author,
  connection: ConnectionRecord,
  body: JsonObject,
): Promise<void> {
  if (connection.state === 'obsolete') throw connectorErrors.connectionIsObsolete()
  const input = connectionInput(body, context.settings)
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const current = context.reader.revisedConnection(connection.uid)
    if (!current) throw connectorErrors.connectionNotFound()
    const { record, revision } = current
    const details = detailsOf({ ...record, ...input.details })
    const change = {
      authorizedAppIds: input.authorizedAppIds ?? record.authorizedAppIds,
      contentCategory: input.contentCategory ?? record.contentCategory,
      connectorId: input.connectorId === undefined ? record.connectorId : input.connectorId,
    }
    const unit = [
      replaceDetails(
        record,
        revision,
        sealDetails(context, record.tenantId, record.uid, details),
        change,
        context.now(),
      ),
      context.store.change(record.tenantId, 'connection', '', record.uid),
      ...context.record({
        tenantId: record.tenantId,
        ...authorOf(caller),
        action: 'connection.update',
        object: { type: 'connection', id: record.id, name: details.name },
        before: recorded(record, record),
        after: { ...recorded(details, change), members: Object.keys(input.details) },
      }),
    ]
    if (await applied(context, unit)) return
  }
  throw connectorErrors.writeConflict({}, { headers: { 'retry-after': '1' } })
}

function recorded({ name }: ConnectionDetails, change: ChangedColumns): object {
  const { authorizedAppIds, contentCategory, connectorId } = change
  return { name, authorizedAppIds, contentCategory, connectorId }
}

function detailsOf(from: ConnectionDetails): ConnectionDetails {
  const { name, description, configuration, activitySettings, searchSettings } = from
  const { complianceSettings, enabledContentExperiences } = from
  return {
    name,
    description,
    configuration,
    activitySettings,
    searchSettings,
    complianceSettings,
    enabledContentExperiences,
  }
}

/** The connection is gone from every read at once; its items follow in the background. Contract: connectors 1.3 rule 6. */
export async function deleteConnection(context: Context, caller: Author, connection: ConnectionRecord): Promise<void> {
  const { tenantId, uid, id, name } = connection
  const unit = [
    markDeleted(uid, context.now()),
    context.store.change(tenantId, 'connection', '', uid),
    ...context.record({
      tenantId,
      ...authorOf(caller),
      action: 'connection.delete',
      object: { type: 'connection', id, name },
      before: { items: connection.itemCount },
    }),
  ]
  if (!(await applied(context, unit))) throw connectorErrors.connectionNotFound()
  context.wake()
}
