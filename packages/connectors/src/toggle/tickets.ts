import { createHash, randomBytes } from 'node:crypto'
import { authorOf } from '@jumpseat/directory'
import type { Statement } from '@jumpseat/store'
import type { AppId, TenantId } from '@jumpseat/wire'
import type { Author } from '../author.ts'
import { type Context, first, tables } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import type { TicketRow } from '../tables.ts'

const hashOf = (ticket: string) => createHash('sha256').update(ticket).digest('hex')

/** A ticket that nobody can guess, and the statement that remembers its hash. */
export function issueTicket(
  { settings, now }: Pick<Context, 'settings' | 'now'>,
  tenantId: TenantId,
  appId: AppId,
  connectorId: string,
): { readonly ticket: string; readonly statement: Statement } {
  const ticket = `tkt.${randomBytes(32).toString('base64url')}`
  return {
    ticket,
    statement: {
      sql: 'INSERT INTO connector_tickets (hash, tenant, app_id, connector_id, expires_at) VALUES (?, ?, ?, ?, ?)',
      parameters: [hashOf(ticket), tenantId, appId, connectorId, now() + settings.ticketLifetime],
    },
  }
}

function find(context: Pick<Context, 'store'>, ticket: string | undefined): TicketRow | undefined {
  if (ticket === undefined) return undefined
  const query = tables(context).selectFrom('connector_tickets').selectAll().where('hash', '=', hashOf(ticket))
  return first(context, query)
}

/** Refuses a ticket that was issued to another organisation or app, and records it. Contract: publishing-and-governance ISO-04 and ISO-05. */
export async function refuseForeign(context: Context, caller: Author, ticket: string | undefined): Promise<void> {
  const row = find(context, ticket)
  if (!row || (row.tenant === caller.tenantId && row.app_id === caller.appId)) return
  const entry = { tenantId: caller.tenantId, ...authorOf(caller), action: 'ticket.refused' }
  await context.store.write(context.record({ ...entry, object: { type: 'app', id: caller.appId, name: caller.name } }))
  throw connectorErrors.foreignTicket()
}

/** The statement that uses the ticket up; undefined when there is none that fits. */
export function redemption(
  context: Context,
  caller: Author,
  connectorId: string,
  ticket: string | undefined,
): Statement | undefined {
  const row = find(context, ticket)
  const at = context.now()
  const fits =
    row?.tenant === caller.tenantId &&
    row.app_id === caller.appId &&
    row.connector_id === connectorId.toLowerCase() &&
    row.used_at === null &&
    row.expires_at > at
  if (!fits) return undefined
  return {
    sql: 'UPDATE connector_tickets SET used_at = ? WHERE hash = ? AND used_at IS NULL',
    parameters: [at, row.hash],
    guard: 'ticket',
  }
}
