import { indexErrors } from '../errors.ts'
import type { ItemVectors } from '../types.ts'
import { type Dumps, numberIn } from './part.ts'
import { Vectors } from './vectors.ts'

const PREFIX = 'vectors '

/** What one model makes of one document. */
type Given = Pick<ItemVectors, 'modelId' | 'dimensions' | 'passages' | 'vectors'>

/** The vectors of a shard, by model. */
export class Models {
  private readonly byId = new Map<string, Vectors>()
  /** Living documents of which a model is done, by model and connection. */
  private readonly counts = new Map<string, number[]>()
  private readonly connectionOf: (doc: number) => number

  constructor(connectionOf: (doc: number) => number) {
    this.connectionOf = connectionOf
  }

  get(modelId: string): Vectors | undefined {
    return this.byId.get(modelId)
  }

  set(doc: number, given: Given): void {
    const { modelId, dimensions, passages } = given
    const vectors = this.byId.get(modelId) ?? new Vectors(dimensions)
    if (vectors.dimensions !== dimensions)
      throw indexErrors.vectorsOfWrongLength({ dimensions, most: vectors.dimensions })
    this.byId.set(modelId, vectors)
    this.count(modelId, doc, -1)
    vectors.set(doc, passages, given.vectors)
    this.count(modelId, doc, 1)
  }

  remove(modelId: string): void {
    this.byId.delete(modelId)
    this.counts.delete(modelId)
  }

  /** A document dies. Its rows stay until another one takes them, or the shard is copied. */
  bury(doc: number): void {
    for (const modelId of this.byId.keys()) this.count(modelId, doc, -1)
  }

  /** A document takes over from a dead one that says the same. */
  move(from: number, to: number): void {
    for (const [modelId, vectors] of this.byId) {
      vectors.move(from, to)
      this.count(modelId, to, 1)
    }
  }

  /** Takes over what another shard has for a document. */
  copy(from: Models, doc: number, to: number): void {
    for (const given of from.of(doc)) if (!this.byId.get(given.modelId)?.isDone(to)) this.set(to, given)
  }

  /** What each model knows of a document. */
  of(doc: number): Given[] {
    return [...this.byId].flatMap(([modelId, held]) =>
      held.isDone(doc) ? [{ modelId, dimensions: held.dimensions, ...held.read(doc) }] : [],
    )
  }

  countsOf(connection: number): [modelId: string, count: number][] {
    return [...this.counts].map(([modelId, counts]) => [modelId, counts[connection] ?? 0])
  }

  bytes(): number {
    return [...this.byId.values()].reduce((sum, vectors) => sum + vectors.bytes(), 0)
  }

  dump(): Dumps {
    return Object.fromEntries([...this.byId].map(([modelId, vectors]) => [PREFIX + modelId, vectors.dump()]))
  }

  /** After the documents are loaded. */
  load(dumps: Dumps, isLive: (doc: number) => boolean): void {
    for (const [name, dump] of Object.entries(dumps)) {
      if (!name.startsWith(PREFIX)) continue
      const modelId = name.slice(PREFIX.length)
      const vectors = new Vectors(numberIn(dump, 'dimensions'))
      vectors.load(dump)
      this.byId.set(modelId, vectors)
      vectors.eachDone((doc) => {
        if (isLive(doc)) this.count(modelId, doc, 1)
      })
    }
  }

  private count(modelId: string, doc: number, sign: 1 | -1): void {
    if (!this.byId.get(modelId)?.isDone(doc)) return
    const counts = this.counts.get(modelId) ?? []
    this.counts.set(modelId, counts)
    const connection = this.connectionOf(doc)
    counts[connection] = (counts[connection] ?? 0) + sign
  }
}
