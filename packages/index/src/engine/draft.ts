import { grown } from './grow.ts'
import type { Place, Streams } from './streams.ts'

type Push = (term: number) => void

/** The words of the one document that is being added: written to its stream, and counted. */
export class Draft {
  /** Words per kind of field, in the order of `FIELDS`. */
  readonly lengths: [number, number, number] = [0, 0, 0]
  /** How often a term stands in the title, the searched properties and the content. */
  titles = new Uint32Array(1024)
  properties = new Uint32Array(1024)
  contents = new Uint32Array(1024)
  /** Terms with a count, each once. */
  readonly touched: number[] = []
  /** How often a term stands in each property, searched without its name or not. */
  readonly byProperty = new Map<number, Map<number, number>>()
  private readonly streams: Streams
  private place: Place = 'title'
  private property = -1
  private counts = new Map<number, number>()

  constructor(streams: Streams) {
    this.streams = streams
  }

  /** Begins a passage; its terms go to what comes back. Places come in the order title, property, content, apart. */
  passage(place: Place, property = -1): Push {
    if (place !== this.place || property !== this.property) this.streams.enter(place, property)
    this.streams.passage()
    this.place = place
    this.property = property
    if (place === 'title') return this.inTitle
    if (place === 'content') return this.inContent
    const counts = this.byProperty.get(property) ?? new Map<number, number>()
    this.byProperty.set(property, counts)
    this.counts = counts
    return place === 'property' ? this.inProperty : this.apart
  }

  clear(): void {
    for (const term of this.touched) {
      this.titles[term] = 0
      this.properties[term] = 0
      this.contents[term] = 0
    }
    this.touched.length = 0
    this.lengths.fill(0)
    this.byProperty.clear()
    this.streams.drop()
    this.place = 'title'
    this.property = -1
  }

  private readonly inTitle: Push = (term) => {
    this.touch(term)
    this.titles[term] = (this.titles[term] ?? 0) + 1
    this.lengths[0]++
    this.streams.term(term)
  }
  private readonly inContent: Push = (term) => {
    this.touch(term)
    this.contents[term] = (this.contents[term] ?? 0) + 1
    this.lengths[2]++
    this.streams.term(term)
  }
  private readonly inProperty: Push = (term) => {
    this.touch(term)
    this.properties[term] = (this.properties[term] ?? 0) + 1
    this.lengths[1]++
    this.apart(term)
  }
  private readonly apart: Push = (term) => {
    this.counts.set(term, (this.counts.get(term) ?? 0) + 1)
    this.streams.term(term)
  }

  private touch(term: number): void {
    if (term >= this.titles.length) {
      this.titles = grown(this.titles, term + 1)
      this.properties = grown(this.properties, term + 1)
      this.contents = grown(this.contents, term + 1)
    }
    if (this.titles[term] === 0 && this.properties[term] === 0 && this.contents[term] === 0) this.touched.push(term)
  }
}
