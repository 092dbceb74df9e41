import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import { find, readable } from '../find.ts'
import { shownLabel } from '../labels.ts'
import { leanOf } from '../meaning/lean.ts'
import { extractsOf } from '../retrieval/answer.ts'
import { allOf, EVERYTHING, unscored } from '../scope/parts.ts'
import { anyWordOf } from '../scope/words.ts'
import { inTurns } from '../turns.ts'
import type { Context, FoundItem } from '../types.ts'
import { hasLists, isMixed, isWithin, scopeCondition } from './scope.ts'
import type { GroundedSource, GroundingQuestion, GroundingScope } from './types.ts'

/** Pages of hits that are looked through for the items that a scope lists. */
const PAGES = 5

/** The caller's own search, narrowed by the scopes of an agent. Never wider than either. Contract: connectors 7.5 and 7.6. */
export async function ground(context: Context, caller: Caller, question: GroundingQuestion): Promise<GroundedSource[]> {
  const { scopes, limit, passages } = question
  if (scopes?.length === 0 || limit === 0) return []
  const parts = isMixed(scopes) ? (scopes ?? []).map((scope) => [scope]) : [scopes]
  const found = await Promise.all(parts.map((part) => itemsWithin(context, caller, question, part)))
  const byItem = new Map(found.flat().map((item) => [`${item.connection.uid}/${item.item.itemId}`, item]))
  const best =
    parts.length > 1 ? [...byItem.values()].toSorted((a, b) => b.hit.score - a.hit.score) : [...byItem.values()]
  return inTurns(best.slice(0, limit), (item) => sourceOf(item, passages))
}

async function itemsWithin(
  context: Context,
  caller: Caller,
  { text, sentence, limit }: GroundingQuestion,
  scopes: readonly GroundingScope[] | undefined,
): Promise<FoundItem[]> {
  const words = anyWordOf(text)
  const now = context.now()
  const { queryLength, largestPage } = context.settings
  const filter = (schema: Schema, connection: ConnectionRecord) => {
    const scope = scopeCondition(scopes, schema, connection, now, queryLength)
    return scope === EVERYTHING ? scope : unscored(scope)
  }
  const lean = leanOf(sentence)
  const asked = {
    condition: (schema: Schema, connection: ConnectionRecord) => allOf([words, filter(schema, connection)]),
    meaning: lean && { lean, filter },
    connectionIds: scopes?.map(({ connectionId }) => connectionId),
    // contract: connectors 7.3, agents that name a connection find it even when it is left out of all
    isCopilot: scopes === undefined,
  }
  const size = hasLists(scopes) ? largestPage : limit
  const kept: FoundItem[] = []
  for (let page = 0; page < PAGES; page++) {
    const { items, total } = await find(context, caller, { ...asked, from: page * size, size })
    kept.push(...items.filter((item) => isWithin(scopes, item)))
    if (kept.length >= limit || (page + 1) * size >= total || !hasLists(scopes)) break
  }
  return kept.slice(0, limit)
}

function sourceOf(found: FoundItem, passages: number): GroundedSource {
  const { connection, item, hit } = found
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    itemId: item.itemId,
    title: shownLabel(found, 'title'),
    url: shownLabel(found, 'url'),
    iconUrl: shownLabel(found, 'iconUrl'),
    sensitivityLabelId: item.sensitivityLabelId,
    modifiedAt: shownLabel(found, 'lastModifiedDateTime'),
    score: hit.score,
    passages: extractsOf(found, passages).map(({ text }) => text),
  }
}

export function isReadable(context: Context, caller: Caller, connectionId: string, itemId: string): boolean {
  return readable(context, caller, context.connectors.connection(caller.tenantId, connectionId), itemId) !== undefined
}
