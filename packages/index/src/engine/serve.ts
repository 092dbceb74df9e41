import { type CoreOptions, createEngineCore, type EngineCore } from './core.ts'
import type { Counts, Request, Results, SaveOrder, SegmentOrder } from './protocol.ts'
import { createReceiver } from './readers.ts'
import { segmentPath } from './snapshot/manifest.ts'
import { readSegment, writeSegment } from './snapshot/segment.ts'

export interface Served {
  readonly core: EngineCore
  serve(request: Request): Results[keyof Results] | Promise<Results[keyof Results]>
}

/** Serves requests one after the other, on whatever thread it is. What a snapshot holds is settled when it is asked for. */
export function createServed(options?: CoreOptions): Served {
  const core = createEngineCore(options)
  const receive = createReceiver()
  const countsOf = (uids: Iterable<string>): Counts =>
    [...new Set(uids)].map((uid) => [uid, core.countOf(uid), core.vectorCountsOf(uid)])

  const save = async ({ folder, segments, isHurried }: SaveOrder) => {
    const frozen = core.freeze()
    const lengths: (number | undefined)[] = []
    for (const { tenantId, id, seal } of segments) {
      const dumps = frozen.get(tenantId)
      lengths.push(dumps && (await writeSegment(segmentPath(folder, id), seal, dumps, isHurried)))
    }
    return lengths
  }
  const restore = async (folder: string, { tenantId, id, seal }: SegmentOrder, length: number) => {
    core.thaw(tenantId, await readSegment(segmentPath(folder, id), seal, length))
    return countsOf(core.connectionsOf(tenantId))
  }

  const serve: Served['serve'] = (request) => {
    switch (request.kind) {
      case 'upsert':
        core.upsert(request.items)
        return countsOf(request.items.map(({ connectionUid }) => connectionUid))
      case 'remove':
        core.remove(request.keys)
        return countsOf(request.keys.map(({ connectionUid }) => connectionUid))
      case 'removeConnection':
        core.removeConnection(request.connectionUid)
        return countsOf([request.connectionUid])
      case 'setVectors':
        core.setVectors(request.vectors)
        return countsOf(request.vectors.map(({ connectionUid }) => connectionUid))
      case 'vectorsOf':
        return core.vectorsOf(request.keys)
      case 'withoutVectors':
        return core.withoutVectors(request.tenantId, request.modelId, request.limit)
      case 'removeVectors':
        return countsOf(core.removeVectors(request.tenantId, request.modelId))
      case 'has':
        return core.has(request.key)
      case 'search':
        return core.search(request.query, receive(request.reader, request.news))
      case 'explain':
        return core.explain(request.query, request.key, receive(request.reader, request.news))
      case 'suggest':
        return core.suggest(request.beginning, request.scopes, receive(request.reader, request.news), request.limit)
      case 'correct':
        return core.correct(request.words, request.scopes, receive(request.reader, request.news))
      case 'readable':
        return core.readable(request.scopes, receive(request.reader, request.news))
      case 'tenants':
        return core.tenants()
      case 'save':
        return save(request)
      case 'restore':
        return restore(request.folder, request.segment, request.length)
    }
  }
  return { core, serve }
}
