import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, type Store } from '@jumpseat/store'
import type { ItemId } from '@jumpseat/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createReferenceIndex,
  type Follower,
  follow,
  type IndexedItem,
  type ItemIndex,
  type ItemSource,
} from './index.ts'
import { everything, maren, suiteItem, suiteQuery, TENANT, text, LOGS as UID } from './suite/fixtures.ts'

let folder: string
let store: Store
let index: ItemIndex
let follower: Follower | undefined
/** The system of record of these tests: connections and their items, in memory; the feed is the real one. */
let connections: Map<string, Map<ItemId, IndexedItem>>

const source: ItemSource = {
  version: 1,
  connections: () =>
    [...connections].map(([connectionUid, { size }]) => ({ connectionUid, tenantId: TENANT, itemCount: size })),
  itemIds: (uid, after, limit) =>
    [...(connections.get(uid)?.keys() ?? [])]
      .toSorted()
      .filter((itemId) => after === undefined || itemId > after)
      .slice(0, limit),
  item(uid, itemId) {
    const item = connections.get(uid)?.get(itemId)
    if (item?.content === 'broken') throw new RangeError('this item cannot be read')
    return item?.content === 'unindexable' ? undefined : item
  },
}

const put = async (item: IndexedItem) => {
  connections.get(item.connectionUid)?.set(item.itemId, item)
  await store.write([store.change(TENANT, 'item', item.connectionUid, item.itemId)])
}
const drop = async (uid: string, itemId: string) => {
  connections.get(uid)?.delete(itemId as ItemId)
  await store.write([store.change(TENANT, 'item', uid, itemId)])
}
const start = () => {
  follower = follow({ store, source, index })
  return follower
}
const found = async (words?: string) => {
  const query = suiteQuery(words === undefined ? everything : text(words))
  return (await index.search(query, maren)).hits.map(({ itemId }) => itemId).toSorted()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-index-'))
  store = await openSqlite({ folder, migrations: [] })
  index = createReferenceIndex()
  connections = new Map([[UID, new Map()]])
})
afterEach(async () => {
  await follower?.stop()
  follower = undefined
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('follow', () => {
  it('rebuilds from the source at the start, across slices, and stands at the head', async () => {
    for (let n = 0; n < 450; n++) connections.get(UID)?.set(`i${n}` as ItemId, suiteItem(`i${n}`))
    await put(suiteItem('last'))
    const { caughtUp, progress } = start()
    await caughtUp()
    expect(index.countOf(UID)).toBe(451)
    expect(progress()).toEqual({ head: store.head(), mark: store.head(), behind: 0 })
  })

  it('shows every acknowledged write, access change and delete to the search that awaits it', async () => {
    const { caughtUp } = start()
    await put(suiteItem('a', { content: 'fog' }))
    await caughtUp()
    expect(await found('fog')).toEqual(['a'])
    await put(suiteItem('a', { content: 'fog', acl: [] }))
    await caughtUp()
    expect(await found('fog')).toEqual([])
    await put(suiteItem('a', { content: 'fog' }))
    await drop(UID, 'a')
    await caughtUp()
    expect(index.countOf(UID)).toBe(0)
  })

  it('keeps up with writes that arrive while it works, in slices between which the event loop breathes', async () => {
    const { caughtUp, progress } = start()
    let turns = 0
    const ticking = setInterval(() => turns++)
    await Promise.all(Array.from({ length: 1500 }, (_, n) => put(suiteItem(`i${n}`))))
    await caughtUp()
    clearInterval(ticking)
    expect(index.countOf(UID)).toBe(1500)
    expect(progress().behind).toBe(0)
    expect(turns).toBeGreaterThan(3)
  })

  it('reads an item again when people did something with it', async () => {
    await put(suiteItem('a'))
    await put(suiteItem('b', { interest: 0.5 }))
    const { caughtUp } = start()
    await caughtUp()
    connections.get(UID)?.set('a' as ItemId, suiteItem('a', { interest: 1 }))
    await store.write([store.change(TENANT, 'activity', UID, 'a')])
    await caughtUp()
    const { hits } = await index.search(suiteQuery(everything), maren)
    expect(hits.map(({ itemId }) => itemId)).toEqual(['a', 'b'])
  })

  it('forgets a connection that went away, and does not take up its late items', async () => {
    await put(suiteItem('a'))
    const { caughtUp } = start()
    connections.delete(UID)
    await store.write([store.change(TENANT, 'connection', '', UID), store.change(TENANT, 'item', UID, 'a')])
    await caughtUp()
    expect(await found()).toEqual([])
  })

  it('reads all items of a connection again when its schema changed', async () => {
    await put(suiteItem('a', { content: 'old' }))
    const { caughtUp } = start()
    await caughtUp()
    connections.get(UID)?.set('a' as ItemId, suiteItem('a', { content: 'new' }))
    await store.write([store.change(TENANT, 'schema', UID, '')])
    await caughtUp()
    expect([await found('old'), await found('new')]).toEqual([[], ['a']])
  })

  it('skips an item that cannot be read, keeps the reason, and shows nothing of its older state', async () => {
    const { caughtUp, failures } = start()
    await put(suiteItem('a', { content: 'fog' }))
    await put(suiteItem('a', { content: 'broken' }))
    await put(suiteItem('b', { content: 'fog' }))
    await caughtUp()
    expect(await found()).toEqual(['b'])
    expect(failures()).toEqual([{ connectionUid: UID, itemId: 'a', reason: 'this item cannot be read' }])
    await put(suiteItem('a', { content: 'mended' }))
    await caughtUp()
    expect([await found(), failures()]).toEqual([['a', 'b'], []])
  })

  it('does so in a rebuild too', async () => {
    for (const [id, content] of [
      ['a', 'fog'],
      ['b', 'broken'],
      ['c', 'fog'],
    ] as const)
      await put(suiteItem(id, { content }))
    const { caughtUp, failures } = start()
    await caughtUp()
    expect(await found()).toEqual(['a', 'c'])
    expect(failures()).toHaveLength(1)
  })

  it('skips the one item that the engine refuses', async () => {
    const whole = createReferenceIndex()
    index = {
      ...whole,
      upsert: (items) =>
        items.some(({ content }) => content === 'poison')
          ? Promise.reject(new RangeError('too odd'))
          : whole.upsert(items),
    }
    await put(suiteItem('a'))
    await put(suiteItem('b', { content: 'poison' }))
    await put(suiteItem('c'))
    const { caughtUp, failures } = start()
    await caughtUp()
    expect(await found()).toEqual(['a', 'c'])
    expect(failures()).toEqual([{ connectionUid: UID, itemId: 'b', reason: 'too odd' }])
  })

  it('reads an item again when asked, although the feed says nothing of it', async () => {
    await put(suiteItem('a', { content: 'fog' }))
    const { caughtUp, reread, failures } = start()
    await caughtUp()
    connections.get(UID)?.set('a' as ItemId, suiteItem('a', { content: 'broken' }))
    const key = { connectionUid: UID, itemId: 'a' as ItemId }
    await Promise.all([reread([key]), reread([]), Promise.resolve().then(() => reread([key]))])
    expect([await found(), failures().length]).toEqual([[], 1])
  })

  it('leaves out what is not for the index', async () => {
    await put(suiteItem('a', { content: 'unindexable' }))
    const { caughtUp, failures } = start()
    await caughtUp()
    expect([await found(), failures()]).toEqual([[], []])
  })

  it('tells how far it is behind and why, and goes on when the engine is back', async () => {
    const whole = createReferenceIndex()
    let isDown = true
    const guard = async <T>(work: () => Promise<T>) => (isDown ? Promise.reject(new Error('engine is down')) : work())
    index = {
      ...whole,
      upsert: (items) => guard(() => whole.upsert(items)),
      remove: (keys) => guard(() => whole.remove(keys)),
    }
    const { caughtUp, progress } = start()
    await put(suiteItem('a'))
    const reached = caughtUp()
    await expect.poll(() => progress()).toMatchObject({ behind: 1, problem: 'engine is down' })
    isDown = false
    await reached
    expect(progress()).toEqual({ head: store.head(), mark: store.head(), behind: 0 })
    expect(await found()).toEqual(['a'])
  })

  it('ends the waiting when it is stopped', async () => {
    index = {
      ...createReferenceIndex(),
      upsert: () => Promise.reject(new Error('down')),
      remove: () => Promise.reject(new Error('down')),
    }
    const { caughtUp, stop } = start()
    await put(suiteItem('a'))
    const waiting = expect(caughtUp()).rejects.toMatchObject({ status: 503 })
    await stop()
    await waiting
    await expect(caughtUp()).rejects.toMatchObject({ status: 503 })
  })
})
