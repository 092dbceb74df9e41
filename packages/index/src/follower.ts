import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises'
import type { Change, Store } from '@jumpseat/store'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { indexErrors } from './errors.ts'
import type { ItemSource } from './source.ts'
import type { IndexedItem, ItemIndex, ItemKey } from './types.ts'

/** Rows of the feed, and items of a rebuild, that are handled before the event loop breathes. */
const SLICE = 200
/** Milliseconds in which changes gather while nobody waits for them: a slice has its price, however short it is. */
const GATHER = 10
/** Milliseconds before a failed slice is tried again. */
const RETRY = 500
/** Broken items remembered; the oldest is forgotten first. */
const FAILURES_KEPT = 1000

export interface Progress {
  /** Newest committed change of the store. */
  readonly head: number
  /** Newest change that the index reflects. */
  readonly mark: number
  readonly behind: number
  /** Items read from the store so far, while the index is filled from it and cannot answer yet. */
  readonly building?: Building
  /** Why the last slice failed and is tried again. */
  readonly problem?: string
}

export interface Building {
  readonly done: number
  /** About as many as there are. */
  readonly of: number
}

export interface Failure extends ItemKey {
  readonly reason: string
}

/** Keeps the index equal to the store by following the change feed. */
export interface Follower {
  /** Resolves when the index reflects every change up to `seq`; without it, up to the store's head at this moment. */
  caughtUp(seq?: number): Promise<void>
  /** Brings these items to what the source says of them now, for when a hit proves the index wrong. */
  reread(keys: readonly ItemKey[]): Promise<void>
  /** Newest change that the index reflects; 0 before the first rebuild is complete. */
  mark(): number
  progress(): Progress
  /** Items that could not be read. They are out of the index: what cannot be judged is not shown. */
  failures(): readonly Failure[]
  stop(): Promise<void>
}

export interface FollowOptions {
  readonly store: Pick<Store, 'head' | 'changesAfter' | 'onCommit'>
  readonly source: ItemSource
  readonly index: ItemIndex
  /** What the index holds already, looked for once; without it, or when that is nothing, everything is read from the source. */
  readonly begin?: () => Promise<Beginning | undefined>
}

/** An index that holds all items of some tenants, as of a change of the feed. */
export interface Beginning {
  readonly mark: number
  readonly tenants: ReadonlySet<TenantId>
  /** Items that could not be read, and are not there. */
  readonly failed: readonly ItemKey[]
}

interface Waiter {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Fills the index from the source as far as it is empty, then follows the feed until `stop`. */
export function follow({ store, source, index, begin }: FollowOptions): Follower {
  /** Below 0 until the first rebuild is complete, so that nobody who waits for 0 is let through before. */
  let mark = -1
  let isStopped = false
  let problem: string | undefined
  let building: Building | undefined
  let wake = () => {}
  /** Ends the gathering. */
  let hurry = () => {}
  const failures = new Map<string, Failure>()
  const waiting = new Set<Waiter & { seq: number }>()
  const rereads: (Waiter & { keys: readonly ItemKey[] })[] = []

  const reached = () => Math.max(mark, 0)
  const reach = (seq: number) => {
    mark = seq
    problem = undefined
    for (const waiter of waiting) if (waiter.seq <= mark && waiting.delete(waiter)) waiter.resolve()
  }

  const run = async () => {
    let begun: Beginning | undefined
    let isBegun = false
    let isBuilt = false
    while (!isStopped) {
      try {
        if (begin && !isBegun) begun = await begin()
        isBegun = true
        if (!isBuilt) {
          const head = begun?.mark ?? store.head()
          const missing = source.connections().filter(({ tenantId }) => !begun?.tenants.has(tenantId))
          building = { done: 0, of: missing.reduce((sum, { itemCount }) => sum + itemCount, 0) }
          for (const { connectionUid } of missing) await load(connectionUid)
          if (begun) await settle(begun.failed)
          if (isStopped) return
          isBuilt = true
          building = undefined
          reach(head)
        }
        for (let asked = rereads.shift(); asked; asked = rereads.shift())
          await settle(asked.keys).then(asked.resolve, asked.reject)
        const changes = store.changesAfter(mark, SLICE)
        if (changes.length > 0) await apply(changes)
        else await new Promise<void>((resolve) => (wake = resolve))
        if (changes.length < SLICE && waiting.size === 0 && rereads.length === 0) await gather()
      } catch (error) {
        problem = reasonOf(error)
        await Promise.race([wait(RETRY), new Promise<void>((resolve) => (wake = resolve))])
      }
      await breathe()
    }
  }

  const gather = () => Promise.race([wait(GATHER), new Promise<void>((resolve) => (hurry = resolve))])

  /** Applies one slice of the feed. The order inside a slice does not matter: each thing is read as it is now. */
  const apply = async (changes: readonly Change[]) => {
    const scoped = (kind: string) => changes.filter((change) => change.kind === kind)
    const connections = new Set(scoped('connection').map(({ id }) => id))
    const schemas = new Set(scoped('schema').map(({ scope }) => scope))
    if (connections.size > 0 || schemas.size > 0) {
      const live = new Set(source.connections().map(({ connectionUid }) => connectionUid))
      for (const uid of connections) if (!live.has(uid)) await forget(uid)
      for (const uid of schemas) if (live.has(uid)) await load(uid)
    }
    // An activity changes what people's interest in the item is.
    const touched = [...scoped('item'), ...scoped('activity')]
    touched.sort((a, b) => a.seq - b.seq)
    const items = new Map(touched.map((change) => [`${change.scope}/${change.id}`, change]))
    await settle([...items.values()].map(({ scope, id, seq }) => ({ connectionUid: scope, itemId: id as ItemId, seq })))
    reach(changes.at(-1)?.seq ?? mark)
  }

  const forget = async (connectionUid: string) => {
    await index.removeConnection(connectionUid)
    for (const [key, failure] of failures) if (failure.connectionUid === connectionUid) failures.delete(key)
  }

  /** Reads all items of a connection again, slice by slice. */
  const load = async (connectionUid: string) => {
    let after: ItemId | undefined
    while (!isStopped) {
      const ids = source.itemIds(connectionUid, after, SLICE)
      await settle(ids.map((itemId) => ({ connectionUid, itemId })))
      if (building) building = { ...building, done: building.done + ids.length }
      after = ids.at(-1)
      if (ids.length < SLICE) return
      await breathe()
    }
  }

  /** Brings the index to what the source says of each key: there, gone, or broken and therefore gone. */
  const settle = async (keys: readonly (ItemKey & { readonly seq?: number })[]) => {
    const present: IndexedItem[] = []
    const gone: ItemKey[] = []
    for (const key of keys) {
      failures.delete(nameOf(key))
      try {
        const item = source.item(key.connectionUid, key.itemId, key.seq)
        if (item) present.push(item)
        else gone.push(key)
      } catch (error) {
        gone.push(key)
        remember(key, error)
      }
    }
    if (gone.length > 0) await index.remove(gone)
    if (present.length > 0) await index.upsert(present).catch(() => upsertOneByOne(present))
  }

  /** Finds the item that the engine chokes on. An engine that is down fails the removal too, and the slice is tried again. */
  const upsertOneByOne = async (items: readonly IndexedItem[]) => {
    for (const item of items) {
      try {
        await index.upsert([item])
      } catch (error) {
        await index.remove([item])
        remember(item, error)
      }
    }
  }

  const remember = (key: ItemKey, error: unknown) => {
    const [oldest] = failures.keys()
    if (failures.size >= FAILURES_KEPT && oldest !== undefined) failures.delete(oldest)
    failures.set(nameOf(key), { connectionUid: key.connectionUid, itemId: key.itemId, reason: reasonOf(error) })
  }

  const endListening = store.onCommit(() => {
    // Most commits add nothing to the feed.
    if (store.head() > mark) wake()
  })
  const running = run()

  return {
    caughtUp(seq = store.head()) {
      if (isStopped) return Promise.reject(indexErrors.followerStopped())
      if (mark >= seq) return Promise.resolve()
      wake()
      hurry()
      return new Promise((resolve, reject) => waiting.add({ seq, resolve, reject }))
    },
    reread(keys) {
      if (isStopped) return Promise.reject(indexErrors.followerStopped())
      return new Promise((resolve, reject) => {
        rereads.push({ keys, resolve, reject })
        wake()
        hurry()
      })
    },
    mark: reached,
    progress() {
      const head = store.head()
      return {
        head,
        mark: reached(),
        behind: head - reached(),
        ...(building === undefined ? {} : { building }),
        ...(problem === undefined ? {} : { problem }),
      }
    },
    failures: () => [...failures.values()],
    async stop() {
      isStopped = true
      endListening()
      wake()
      hurry()
      await running
      for (const { reject } of [...waiting, ...rereads.splice(0)]) reject(indexErrors.followerStopped())
      waiting.clear()
    },
  }
}

const nameOf = ({ connectionUid, itemId }: ItemKey) => `${connectionUid}/${itemId}`
const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
