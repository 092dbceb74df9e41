import { setTimeout as wait } from 'node:timers/promises'
import type { Change, Store } from '@jumpseat/store'
import { takingVectors } from './carry.ts'
import { createEmbeddedIndex, type EmbeddedIndex, type EmbeddedOptions } from './engine/embedded.ts'
import { restore, type SnapshotOptions, salvage, save } from './engine/snapshot/snapshots.ts'
import { type Building, type Follower, follow } from './follower.ts'
import type { ItemSource } from './source.ts'
import type { ItemIndex } from './types.ts'

/** A snapshot is written after so many looks, however little has changed. */
const LOOKS_AT_MOST = 12

export interface LifeOptions {
  readonly store: Pick<Store, 'head' | 'changesAfter' | 'onCommit' | 'sealer'>
  readonly source: ItemSource
  /** Where snapshots are kept; nothing else may be there. */
  readonly folder: string
  /** Seconds between two looks at whether a snapshot is to be written. */
  readonly snapshotSeconds: number
  /** Share of the items that must have changed for it; what changed less is written at every twelfth look. */
  readonly snapshotShare: number
  /** Told why a snapshot could not be used or written. The index goes on without it. */
  readonly report: (problem: unknown) => void
  readonly engine?: EmbeddedOptions
}

/** The embedded index of a data folder, from its start to its stop. */
export interface LivingIndex {
  /** Answers from the index of the moment: the old one until a rebuild is complete. */
  readonly index: ItemIndex
  readonly follower: Follower
  /** Makes the index anew from the store while the old one answers; resolves when the new one does. One at a time. */
  rebuild(): Promise<void>
  /** How far the rebuild is that runs now. */
  rebuilding(): Building | undefined
  /** Writes a snapshot now. One at a time. */
  save(): Promise<void>
  /** Stops following, writes a snapshot if anything has changed, and ends the thread. */
  close(): Promise<void>
}

/** The last snapshot: its mark, and the looks and the items with new vectors since. */
interface Saved {
  readonly seq: number
  readonly looks: number
  readonly vectors: number
}

interface Generation {
  readonly engine: EmbeddedIndex
  readonly follower: Follower
}

/** Starts from the folder's snapshot, else from the store, and keeps both index and snapshot equal to the store. */
export function openIndex(options: LifeOptions): LivingIndex {
  const { store, source, folder, report } = options
  const snapshots: SnapshotOptions = { folder, sealer: store.sealer, source: source.version }
  const stopping = new AbortController()
  let saved: Saved = { seq: 0, looks: 0, vectors: 0 }
  let saving: Promise<void> | undefined
  let rebuilding: Promise<void> | undefined

  const changeAt = (seq: number): Change | undefined => {
    const [change] = seq > 0 ? store.changesAfter(seq - 1, 1) : []
    return change?.seq === seq ? change : undefined
  }
  /** A feed that was cut before the change, or belongs to other data, cannot be followed from there. */
  const isKnown = (change: Change) => isSame(changeAt(change.seq), change)

  const create = () => createEmbeddedIndex(options.engine)
  /** From the snapshot, else from the store and with the snapshot's vectors. */
  const begin = (): Generation => {
    const engine = create()
    let outdated: EmbeddedIndex | undefined
    const index = takingVectors(engine, () => outdated, report)
    const follower = follow({
      store,
      source,
      index,
      async begin() {
        const restored = await restore(engine, snapshots, isKnown, report)
        saved = { seq: restored?.isWhole ? restored.change.seq : 0, looks: 0, vectors: 0 }
        if (!restored) outdated = await salvage(create, snapshots, isKnown)
        return restored && { ...restored, mark: restored.change.seq }
      },
    })
    const forget = async () => {
      const engine = outdated
      outdated = undefined
      await engine?.close()
    }
    // Once all has been read there is nothing left to take over.
    follower.caughtUp(0).then(forget, forget)
    return { engine, follower }
  }
  /** From the store and with the vectors of the one that answers. */
  const beginAgain = (old: Generation): Generation => {
    const engine = create()
    const index = takingVectors(engine, () => (current === old ? old.engine : undefined), report)
    return { engine, follower: follow({ store, source, index }) }
  }
  let current = begin()
  let coming: Generation | undefined

  const write = async (isHurried: boolean) => {
    const { engine, follower } = current
    const change = changeAt(follower.mark())
    if (!change) return
    const before = saved.vectors
    const failed = follower.failures().map(({ connectionUid, itemId }) => ({ connectionUid, itemId }))
    await save(engine, snapshots, { change, failed }, isHurried)
    saved = { seq: change.seq, looks: 0, vectors: saved.vectors - before }
  }
  const saveNow = (isHurried = false) => {
    saving ??= write(isHurried).finally(() => (saving = undefined))
    return saving
  }

  const unsaved = () => current.follower.mark() - saved.seq + saved.vectors
  const isDue = () => {
    const changes = unsaved()
    const items = source
      .connections()
      .reduce((sum, { connectionUid }) => sum + current.engine.countOf(connectionUid), 0)
    return changes > 0 && (changes >= items * options.snapshotShare || saved.looks >= LOOKS_AT_MOST)
  }
  const watch = async () => {
    while (!stopping.signal.aborted) {
      await wait(options.snapshotSeconds * 1000, undefined, { signal: stopping.signal, ref: false }).catch(() => {})
      if (stopping.signal.aborted) return
      saved = { ...saved, looks: saved.looks + 1 }
      if (isDue()) await saveNow().catch(report)
    }
  }
  const watching = watch()

  const replace = async () => {
    const old = current
    const next = beginAgain(old)
    coming = next
    try {
      do await next.follower.caughtUp()
      while (next.follower.mark() < old.follower.mark())
    } catch (error) {
      await next.engine.close()
      throw error
    } finally {
      coming = undefined
    }
    // From here on without a pause: whoever was told that the old one has caught up finds that the new one has, too.
    current = next
    await old.follower.stop()
    // Questions are answered in the order in which they came: this is the last one.
    await old.engine.tenants().catch(() => {})
    await saving?.catch(() => {})
    await old.engine.close()
    await saveNow().catch(report)
  }

  /**
   * Does it with the follower of the moment; once more with the next one when that has taken over meanwhile. What one that is
   * about to stop has still done tells nothing of the index that answers now.
   */
  const withFollower = async <T>(work: (follower: Follower) => Promise<T>): Promise<T> => {
    for (;;) {
      const { follower } = current
      try {
        const done = await work(follower)
        if (current.follower === follower) return done
      } catch (error) {
        if (current.follower === follower) throw error
      }
    }
  }

  /** What the one to come has not read yet, it takes over from this one when it does. */
  const writeVectors = async (write: (engine: EmbeddedIndex) => Promise<void>) => {
    await Promise.all([write(current.engine), coming && write(coming.engine).catch(report)])
  }

  return {
    index: {
      upsert: (items) => current.engine.upsert(items),
      remove: (keys) => current.engine.remove(keys),
      removeConnection: (uid) => current.engine.removeConnection(uid),
      search: (query, reader) => current.engine.search(query, reader),
      suggest: (beginning, scopes, reader, limit) => current.engine.suggest(beginning, scopes, reader, limit),
      correct: (words, scopes, reader) => current.engine.correct(words, scopes, reader),
      readable: (scopes, reader) => current.engine.readable(scopes, reader),
      explain: (query, key, reader) => current.engine.explain(query, key, reader),
      has: (key) => current.engine.has(key),
      countOf: (uid) => current.engine.countOf(uid),
      setVectors(vectors) {
        saved = { ...saved, vectors: saved.vectors + vectors.length }
        return writeVectors((engine) => engine.setVectors(vectors))
      },
      vectorsOf: (keys) => current.engine.vectorsOf(keys),
      withoutVectors: (tenantId, modelId, limit) => current.engine.withoutVectors(tenantId, modelId, limit),
      removeVectors: (tenantId, modelId) => writeVectors((engine) => engine.removeVectors(tenantId, modelId)),
      vectorCountsOf: (uid) => current.engine.vectorCountsOf(uid),
    },
    follower: {
      caughtUp: (seq = store.head()) => withFollower((follower) => follower.caughtUp(seq)),
      reread: (keys) => withFollower((follower) => follower.reread(keys)),
      mark: () => current.follower.mark(),
      progress: () => current.follower.progress(),
      failures: () => current.follower.failures(),
      stop: () => current.follower.stop(),
    },
    rebuild() {
      rebuilding ??= replace().finally(() => (rebuilding = undefined))
      return rebuilding
    },
    rebuilding: () => coming?.follower.progress().building,
    save: () => saveNow(),
    async close() {
      stopping.abort()
      await watching
      await coming?.follower.stop()
      await rebuilding?.catch(() => {})
      await current.follower.stop()
      await saving?.catch(() => {})
      if (unsaved() > 0) await saveNow(true).catch(report)
      await current.engine.close()
    },
  }
}

const isSame = (a: Change | undefined, b: Change) =>
  a !== undefined &&
  a.tenantId === b.tenantId &&
  a.kind === b.kind &&
  a.scope === b.scope &&
  a.id === b.id &&
  a.at === b.at
