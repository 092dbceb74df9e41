import { createBuiltInEmbedder } from '../../packages/embed/src/index.ts'
import {
  type Condition,
  createEmbeddedIndex,
  type IndexedItem,
  type ItemIndex,
  type Meaning,
  type Reader,
  vectorise,
} from '../../packages/index/src/index.ts'
import { type Lean, leanOf } from '../../packages/search/src/meaning/lean.ts'
import { anyWordOf } from '../../packages/search/src/scope/words.ts'
import type { ConnectionId, ItemId, ObjectId, TenantId } from '../../packages/wire/src/index.ts'
import type { Collection } from './collections.ts'
import type { Ranker } from './measure.ts'

/** How the product finds: by words, by meaning, and by both as retrieval does. */
export interface Product extends AsyncDisposable {
  readonly text: Ranker
  readonly meaning: Ranker
  readonly hybrid: Ranker
  /** As `hybrid`, with other constants for questions that describe. */
  leaning(other: Partial<Lean>): Ranker
}

const TENANT = '00000000-0000-4000-8000-000000000001' as TenantId
const CONNECTION = '1'.repeat(32)
const READER: Reader = {
  tenantId: TENANT,
  userId: 'reader' as ObjectId,
  isGuest: false,
  groups: new Set(),
  externalGroups: () => new Set(),
}
const EVERYTHING: Condition = { kind: 'everything' }
const NOTHING: Condition = { kind: 'nothing' }
const SLICE = 1000

/** Puts the collection through the index's port and the vectoriser; the engine's own thread, the built-in model's own thread. */
export async function productOf({ documents }: Collection): Promise<Product> {
  const index = createEmbeddedIndex()
  const items = new Map<string, IndexedItem>(
    documents.map(({ title, text }, at) => [
      String(at),
      {
        tenantId: TENANT,
        connectionUid: CONNECTION,
        connectionId: 'collection' as ConnectionId,
        itemId: String(at) as ItemId,
        acl: [{ type: 'everyone', value: TENANT, accessType: 'grant' }],
        title: title === '' ? undefined : title,
        content: text,
        searchable: {},
        values: {},
        modifiedAt: undefined,
        interest: 0,
      },
    ]),
  )
  const all = [...items.values()]
  for (let at = 0; at < all.length; at += SLICE) await index.upsert(all.slice(at, at + SLICE))
  const embedder = await createBuiltInEmbedder()
  const vectoriser = vectorise({
    index,
    source: {
      version: 1,
      connections: () => [{ connectionUid: CONNECTION, tenantId: TENANT, itemCount: items.size }],
      itemIds: () => [],
      item: (_, itemId) => items.get(itemId),
    },
    follower: { caughtUp: async () => {} },
    store: { onCommit: () => () => {} },
    embedders: [embedder],
  })
  await vectoriser.settled()

  const ask = async (condition: Condition, meaning: Meaning | undefined, size: number) => {
    const { hits } = await search(index, condition, meaning, size)
    return hits.map(({ itemId }) => documents[Number(itemId)]?.id ?? '')
  }
  const meaningOf = async ({ text, isNaming: _isNaming, ...lean }: Lean): Promise<Meaning | undefined> => {
    const found = await vectoriser.meaningOf(TENANT, text)
    return found && { ...found, ...lean }
  }
  const leaning =
    (other: Partial<Lean>): Ranker =>
    async (text, size) => {
      const lean = leanOf(text)
      return ask(anyWordOf(text), lean && (await meaningOf({ ...lean, ...(lean.isNaming ? {} : other) })), size)
    }
  const alone = { isNaming: false, weight: 0.5, rescored: 0, echo: 0 }

  return {
    text: (question, size) => ask(anyWordOf(question), undefined, size),
    meaning: async (text, size) => ask(NOTHING, await meaningOf({ ...alone, text, depth: size }), size),
    hybrid: leaning({}),
    leaning,
    [Symbol.asyncDispose]: async () => {
      await vectoriser.stop()
      await embedder.close?.()
      await index.close()
    },
  }
}

const search = (index: ItemIndex, condition: Condition, meaning: Meaning | undefined, size: number) =>
  index.search(
    {
      scopes: [{ connectionUid: CONNECTION, condition, filter: EVERYTHING }],
      from: 0,
      size,
      sort: [],
      refiners: [],
      collapse: [],
      now: 0,
      ...(meaning ? { meaning } : {}),
    },
    READER,
  )
