import { setImmediate as breathe } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { TenantId } from '@jumpseat/wire'
import { indexErrors } from '../errors.ts'
import type { IndexedItem, ItemIndex, Reader, Scope } from '../types.ts'
import type { Counts, Posted, Reply, Request, Results, SaveOrder, SegmentOrder } from './protocol.ts'
import { createSender } from './readers.ts'

/** Items that are handed over before the event loop breathes: copying them takes a few milliseconds. */
const SLICE = 200

export interface EmbeddedOptions {
  /** Most memory for what the thread holds outside of its arrays: ids, words, distinct values. Mebibytes. */
  readonly heapMib?: number
}

export interface EmbeddedIndex extends ItemIndex, AsyncDisposable {
  /** Tenants of which something is held, or was. */
  tenants(): Promise<readonly TenantId[]>
  /** Writes what is held when this is called, while writes and questions go on. Lengths in bytes, undefined for unknown tenants. */
  writeSegments(order: SaveOrder): Promise<readonly (number | undefined)[]>
  /** Takes over a tenant of which nothing is held. When it fails, still nothing is. */
  readSegment(folder: string, segment: SegmentOrder, length: number): Promise<void>
  /** Ends the thread. What is under way is refused. */
  close(): Promise<void>
}

interface Waiter {
  readonly resolve: (result: Results[keyof Results]) => void
  readonly reject: (error: unknown) => void
}

/**
 * The engine on a thread of its own. A call sees every write that was called before it. If the thread ends, every call is
 * refused from then on: an index that began again by itself would be empty, and nobody would notice.
 */
export function createEmbeddedIndex({ heapMib = 4096 }: EmbeddedOptions = {}): EmbeddedIndex {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'index',
    resourceLimits: { maxOldGenerationSizeMb: heapMib },
  })
  const waiting = new Map<number, Waiter>()
  const counts = new Map<string, { readonly items: number; readonly vectors: ReadonlyMap<string, number> }>()
  const send = createSender()
  let lastId = 0
  let stopped: string | undefined
  /** Done when all that was called before is handed over to the thread. */
  let turn: Promise<unknown> = Promise.resolve()

  const stop = (reason: string) => {
    stopped ??= reason
    for (const { reject } of waiting.values()) reject(indexErrors.engineStopped({ reason: stopped }))
    waiting.clear()
  }
  worker.on('error', (error) => stop(error instanceof Error ? error.message : String(error)))
  worker.on('exit', () => stop('its thread has ended'))
  worker.on('message', (reply: Reply) => {
    const waiter = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('problem' in reply) waiter?.reject(indexErrors.engineFailed({ reason: reply.problem }))
    else waiter?.resolve(reply.result)
    if (waiting.size === 0) worker.unref()
  })
  worker.unref()

  const post = <K extends Request['kind']>(request: Extract<Request, { kind: K }>): Promise<Results[K]> => {
    if (stopped !== undefined) return Promise.reject(indexErrors.engineStopped({ reason: stopped }))
    const id = ++lastId
    return new Promise<Results[keyof Results]>((resolve, reject) => {
      worker.postMessage({ id, request } satisfies Posted)
      waiting.set(id, { resolve, reject })
      // A process that waits for an answer stays; one that waits for nothing may end.
      worker.ref()
    }) as Promise<Results[K]>
  }
  /** Hands over in the order of the calls; the answer, which is wrapped so that the next call need not wait for it, follows. */
  const inTurn = async <T>(hand: () => Promise<readonly Promise<T>[]> | readonly Promise<T>[]): Promise<T[]> => {
    const handed = turn.then(hand)
    // What fails is the caller's; the next call has its turn all the same.
    turn = handed.catch(() => {})
    return Promise.all(await handed)
  }
  const ask = async <K extends Request['kind']>(make: () => Extract<Request, { kind: K }>): Promise<Results[K]> => {
    const [result] = await inTurn(() => [post(make())])
    return result as Results[K]
  }
  const note = (touched: Counts) => {
    for (const [uid, items, vectors] of touched) {
      if (items === 0) counts.delete(uid)
      else counts.set(uid, { items, vectors })
    }
  }

  const upsertInSlices = async (items: readonly IndexedItem[]) => {
    const slices: Promise<Counts>[] = []
    for (let at = 0; at < items.length; at += SLICE) {
      if (at > 0) await breathe()
      const slice = post({ kind: 'upsert', items: items.slice(at, at + SLICE) })
      // It is looked at when all are handed over; until then its failure is nobody's.
      slice.catch(() => {})
      slices.push(slice)
    }
    return slices
  }

  const asked = (reader: Reader, scopes: readonly Scope[], ...more: readonly string[]) => {
    const [sent, news] = send(reader, new Set([...scopes.map(({ connectionUid }) => connectionUid), ...more]))
    return { reader: sent, news }
  }

  const close = async () => {
    stopped ??= 'it was closed'
    await worker.terminate()
  }

  return {
    upsert: async (items) => note((await inTurn(() => upsertInSlices(items))).flat()),
    remove: async (keys) => note(await ask(() => ({ kind: 'remove', keys }))),
    removeConnection: async (connectionUid) => note(await ask(() => ({ kind: 'removeConnection', connectionUid }))),
    search: (query, reader) => ask(() => ({ kind: 'search', query, ...asked(reader, query.scopes) })),
    suggest: (beginning, scopes, reader, limit) =>
      ask(() => ({ kind: 'suggest', beginning, scopes, limit, ...asked(reader, scopes) })),
    correct: (words, scopes, reader) => ask(() => ({ kind: 'correct', words, scopes, ...asked(reader, scopes) })),
    readable: (scopes, reader) => ask(() => ({ kind: 'readable', scopes, ...asked(reader, scopes) })),
    explain: (query, key, reader) =>
      ask(() => ({ kind: 'explain', query, key, ...asked(reader, query.scopes, key.connectionUid) })),
    has: (key) => ask(() => ({ kind: 'has', key })),
    countOf: (connectionUid) => counts.get(connectionUid)?.items ?? 0,
    setVectors: async (vectors) => note(await ask(() => ({ kind: 'setVectors', vectors }))),
    vectorsOf: (keys) =>
      ask(() => ({ kind: 'vectorsOf', keys: keys.map(({ connectionUid, itemId }) => ({ connectionUid, itemId })) })),
    withoutVectors: (tenantId, modelId, limit) => ask(() => ({ kind: 'withoutVectors', tenantId, modelId, limit })),
    removeVectors: async (tenantId, modelId) => note(await ask(() => ({ kind: 'removeVectors', tenantId, modelId }))),
    vectorCountsOf: (connectionUid) => counts.get(connectionUid)?.vectors ?? new Map(),
    tenants: () => ask(() => ({ kind: 'tenants' })),
    writeSegments: (order) => ask(() => ({ kind: 'save', ...order })),
    readSegment: async (folder, segment, length) =>
      note(await ask(() => ({ kind: 'restore', folder, segment, length }))),
    close,
    [Symbol.asyncDispose]: close,
  }
}
