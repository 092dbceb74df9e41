import { randomBytes } from 'node:crypto'
import { GuardError } from '@jumpseat/store'
import { CodedError, type JsonObject, type TenantId } from '@jumpseat/wire'
import { all, applied, type Context, first, tables } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import type { OperationRow } from '../tables.ts'
import type { ConnectionRecord, Schema } from '../types.ts'
import { schemaOf } from './parse.ts'
import { completion, openSchema, sealSchema, startOperation } from './records.ts'
import { faultsOf, warningsOf } from './rules.ts'

/**
 * Checks the schema and starts the operation that puts it in force; gives the id to poll. Errors: 400 for each rule of
 * contract: connectors 2.2 to 2.9, 409 while an operation runs.
 */
export async function submitSchema(
  context: Context,
  connection: ConnectionRecord,
  body: JsonObject,
): Promise<{ readonly operationId: string; readonly warnings: readonly string[] }> {
  if (connection.state === 'obsolete') throw connectorErrors.connectionIsObsolete()
  const schema = schemaOf(body, context.settings)
  refuseFaults(schema, context, connection)
  const { tenantId, uid } = connection
  const operationId = `1.${context.settings.region}.${randomBytes(16).toString('hex')}.${uid}`
  const sealed = sealSchema(context, tenantId, operationId, schema)
  const at = context.now()
  try {
    const row = {
      id: operationId,
      uid,
      tenant: tenantId,
      sealed,
      created_at: at,
      due_at: at + context.settings.provisioningDelay,
    }
    await context.store.write(startOperation(row))
  } catch (error) {
    if (!(error instanceof GuardError)) throw error
    throw error.reason === 'running' ? connectorErrors.operationRunning() : connectorErrors.connectionNotFound()
  }
  context.wake()
  return { operationId, warnings: warningsOf(schema, connection.contentCategory === 'people') }
}

/** Throws the first fault with all of them as details. */
function refuseFaults(schema: Schema, context: Context, { uid, contentCategory }: ConnectionRecord): void {
  const setting = { isPeople: contentCategory === 'people', present: context.reader.schemaOf(uid) }
  const faults = faultsOf(schema, setting)
  const [fault] = faults
  if (!fault) return
  const details = faults.map(({ spec, innerMessage, message, more }) => ({
    code: spec.inner?.code ?? spec.code,
    message: innerMessage ?? message,
    ...(more.place === undefined ? {} : { target: more.place }),
  }))
  throw new CodedError(fault.spec, fault.params, { ...fault.more, details })
}

/** Puts due schemas in force; gives the time of the next one. Safe to repeat: the state in the table decides. */
export async function provision(context: Context): Promise<number | undefined> {
  const waiting = all(
    context,
    tables(context)
      .selectFrom('connection_operations')
      .selectAll()
      .where('status', '=', 'inprogress')
      .orderBy('due_at')
      .limit(100),
  )
  for (const operation of waiting) {
    if (operation.due_at > context.now()) return operation.due_at
    await complete(context, operation)
  }
  return waiting.length === 100 ? context.now() : undefined
}

async function complete(context: Context, { id, uid, tenant, sealed }: OperationRow): Promise<void> {
  if (!sealed) return
  const tenantId = tenant as TenantId
  const schema = openSchema(context, tenantId, id, sealed)
  await applied(context, [
    ...completion(id, uid, tenantId, sealSchema(context, tenantId, uid, schema), context.now()),
    context.store.change(tenantId, 'schema', uid, uid),
    context.store.change(tenantId, 'connection', '', uid),
  ])
}

export function operationsOf(context: Context, { uid }: ConnectionRecord): readonly OperationRow[] {
  const query = tables(context).selectFrom('connection_operations').selectAll().where('uid', '=', uid)
  return all(context, query.orderBy('created_at').orderBy('id'))
}

export function operationOf(context: Context, { uid }: ConnectionRecord, id: string): OperationRow {
  const query = tables(context).selectFrom('connection_operations').selectAll().where('uid', '=', uid)
  const row = first(context, query.where('id', '=', id))
  if (!row) throw connectorErrors.operationNotFound()
  return row
}
