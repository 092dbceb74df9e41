import { CodedError, wireErrors } from '@jumpseat/wire'
import { connectionOf, entitled, isWithinReach } from '../access.ts'
import type { Context } from '../context.ts'
import { type Asked, contextOf, objectBody, type WithParams } from '../graph.ts'
import type { StoredItem } from '../types.ts'
import { keepRefusal } from './refusals.ts'
import { itemEntity } from './render.ts'
import { deleteItem, patchItem, putItem } from './service.ts'

/** A request whose path names an item. */
export type AskedOfItem = Asked & WithParams<{ readonly connId: string; readonly itemId: string }>

/** The item as it is answered. */
export function shown({ reader }: Context, asked: Asked, item: StoredItem, connectionId: string): object {
  return {
    ...contextOf(asked, `external/connections('${connectionId}')/items/$entity`),
    ...itemEntity(item, reader.schemaOf(item.connectionUid)),
  }
}

/** What is done to one item, asked alone or in a batch; gives the body of the answer. Contract: connectors 3.2. */
export function itemOperations(context: Context) {
  return {
    async put(asked: AskedOfItem, body: unknown): Promise<object> {
      const { connection } = connectionOf(context, asked, 'writeItem')
      const item = await putItem(context, connection, asked.params.itemId, objectBody(body))
      return shown(context, asked, item, connection.id)
    },
    async patch(asked: AskedOfItem, body: unknown): Promise<object> {
      const { connection } = connectionOf(context, asked, 'writeItem')
      const item = await patchItem(context, connection, asked.params.itemId, objectBody(body))
      return shown(context, asked, item, connection.id)
    },
    async remove(asked: AskedOfItem): Promise<undefined> {
      const { connection } = connectionOf(context, asked, 'writeItem')
      await deleteItem(context, connection, asked.params.itemId)
    },
  }
}

/** Refusals of those who may write here are kept, also of bodies that were too large or no JSON. */
export async function keepIfRefused(context: Context, asked: AskedOfItem, error: unknown): Promise<void> {
  try {
    const entitlement = entitled(asked, 'writeItem')
    const connection = context.reader.connection(entitlement.caller.tenantId, asked.params.connId)
    if (!connection || !isWithinReach(entitlement, connection)) return
    const refusal = refusalOf(error, context.settings.itemBytes)
    if (refusal) await keepRefusal(context, connection, entitlement.caller, asked.params.itemId, refusal)
  } catch (problem) {
    if (!(problem instanceof CodedError)) context.report(problem)
  }
}

/** Undefined for what is no refusal of the item: a limit on the rate, a fault of the server. */
function refusalOf(error: unknown, limit: number): CodedError | undefined {
  if (error instanceof CodedError) return error.status < 500 && error.status !== 429 ? error : undefined
  const { code } = error as { code?: unknown }
  return code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    ? wireErrors.tooLarge({ limit, setting: 'connectors.itemBytes' })
    : undefined
}
