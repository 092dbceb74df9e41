import type { Field } from '../texts.ts'
import type { Reader } from '../types.ts'
import { Judge } from './access.ts'
import { isIn } from './bits.ts'
import { grown } from './grow.ts'
import { type Fields, Norms } from './scan.ts'
import type { Shard } from './shard.ts'

/** What one reader may see in some connections: a bit per document, and the statistics of those documents. */
export class View {
  /** Documents that are live, in the connections, and permitted. */
  bits = new Uint32Array(32)
  count = 0
  /** Sums of words per kind of field. */
  titleLength = 0
  propertyLength = 0
  contentLength = 0
  private titles: Norms | undefined
  private properties: Norms | undefined
  private contents: Norms | undefined
  private readonly shard: Shard
  private readonly judge: Judge
  private readonly isTrimmed: boolean
  /** Documents and deaths that are taken into account. */
  private size = 0
  private deaths = 0

  /** `isTrimmed` is false in measurements only: what the same work costs without permissions. */
  constructor(shard: Shard, reader: Reader, connectionUids: ReadonlySet<string>, isTrimmed = true) {
    this.shard = shard
    this.judge = new Judge(shard.access, reader, (connection) =>
      connectionUids.has(shard.connectionUids[connection] ?? ''),
    )
    this.isTrimmed = isTrimmed
  }

  /** The bits to test documents by. */
  get visible(): Uint32Array | undefined {
    return this.isTrimmed ? this.bits : undefined
  }

  /** Mean number of words per kind of field. */
  averageOf(field: Field): number {
    const sums = { title: this.titleLength, properties: this.propertyLength, content: this.contentLength }
    return sums[field] / this.count
  }

  /** What the lengths of this view's documents damp. */
  fields(): Fields {
    const { titleLengths, propertyLengths, contentLengths } = this.shard
    this.titles = normsOf(this.averageOf('title'), this.titles)
    this.properties = normsOf(this.averageOf('properties'), this.properties)
    this.contents = normsOf(this.averageOf('content'), this.contents)
    const { titles, properties, contents } = this
    return { titleLengths, propertyLengths, contentLengths, titles, properties, contents }
  }

  /** Brings the view to the state of the shard. Lists never change, so what came is added and what died is taken out. */
  refresh(): void {
    const { shard } = this
    for (; this.deaths < shard.deadCount; this.deaths++) {
      const doc = shard.dead[this.deaths] ?? 0
      if (doc >= this.size || !isIn(this.bits, doc)) continue
      this.bits[doc >>> 5] = (this.bits[doc >>> 5] ?? 0) & ~(1 << (doc & 31))
      this.take(doc, -1)
    }
    if (this.size === shard.size) return
    this.bits = grown(this.bits, shard.live.length)
    const permits = this.judge.judgeAll()
    const { lists, live } = shard
    for (let doc = this.size; doc < shard.size; doc++) {
      if ((permits[lists[doc] ?? 0] === 1 || !this.isTrimmed) && isIn(live, doc)) {
        this.bits[doc >>> 5] = (this.bits[doc >>> 5] ?? 0) | (1 << (doc & 31))
        this.take(doc, 1)
      }
    }
    this.size = shard.size
  }

  private take(doc: number, sign: 1 | -1): void {
    this.count += sign
    this.titleLength += sign * (this.shard.titleLengths[doc] ?? 0)
    this.propertyLength += sign * (this.shard.propertyLengths[doc] ?? 0)
    this.contentLength += sign * (this.shard.contentLengths[doc] ?? 0)
  }
}

const normsOf = (average: number, known: Norms | undefined) => (known?.average === average ? known : new Norms(average))
