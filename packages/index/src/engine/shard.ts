import { type ItemId, own, type TenantId } from '@jumpseat/wire'
import { indexErrors } from '../errors.ts'
import type { IndexedItem, IndexedValue, ItemKey } from '../types.ts'
import { AccessLists } from './access.ts'
import { isIn } from './bits.ts'
import { Draft } from './draft.ts'
import { grown } from './grow.ts'
import { Holders } from './holders.ts'
import { MOST_DOCS, Postings } from './postings.ts'
import { Streams } from './streams.ts'
import { createTokenizer } from './tokens.ts'
import { Column } from './values.ts'
import { Vocabulary } from './vocabulary.ts'

/** What a document is beside its words. */
export type Facts = Pick<IndexedItem, 'connectionUid' | 'itemId' | 'acl' | 'values' | 'modifiedAt' | 'interest'>

/**
 * All items of one tenant. A document is one version of an item and never changes: a new version is a new document, and the
 * old one dies. So what a reader may see of a document is settled for good, until it dies.
 */
export class Shard {
  readonly tenantId: TenantId
  readonly vocabulary = new Vocabulary()
  readonly postings = new Postings()
  readonly holders = new Holders(this.postings)
  readonly streams = new Streams()
  readonly access = new AccessLists()
  readonly columns = new Map<string, Column>()
  readonly propertyNames: string[] = []
  /** The next document's number. */
  size = 0
  live = new Uint32Array(32)
  /** Documents in the order in which they died. */
  dead = new Uint32Array(32)
  deadCount = 0
  /** Access list of each document. */
  lists = new Uint32Array(1024)
  /** Words per kind of field, in the order of `FIELDS`. */
  titleLengths = new Uint32Array(1024)
  propertyLengths = new Uint32Array(1024)
  contentLengths = new Uint32Array(1024)
  /** NaN without a date. */
  modifiedAt = new Float64Array(1024)
  interest = new Float64Array(1024)
  greatestInterest = 1
  readonly connectionUids: string[] = []
  connections = new Uint32Array(1024)
  private readonly itemIds: ItemId[] = []
  private readonly connectionIds = new Map<string, number>()
  private readonly docs = new Map<string, Map<ItemId, number>>()
  private readonly propertyIds = new Map<string, number>()
  /** One more than the list of a family in title, searched properties and content. */
  private uses = new Uint32Array(1024)
  private familyLists = new Uint32Array(1024)
  /** By property: the lists of families in it alone. */
  private readonly propertyLists: Map<number, number>[] = []
  private readonly draft = new Draft(this.streams)
  private readonly tokenize = createTokenizer(this.vocabulary.intern)

  constructor(tenantId: TenantId) {
    this.tenantId = tenantId
  }

  upsert(item: IndexedItem): void {
    const { draft, tokenize } = this
    this.add(item, () => {
      if (item.title !== undefined) tokenize(item.title, draft.passage('title'))
      for (const [name, texts] of Object.entries(item.searchable))
        for (const text of texts) tokenize(text, draft.passage('property', this.propertyOf(name)))
      tokenize(item.content, draft.passage('content'))
      for (const [name, values] of Object.entries(item.values))
        if (own(item.searchable, name) === undefined)
          for (const value of values)
            if (typeof value === 'string') tokenize(value, draft.passage('apart', this.propertyOf(name)))
    })
  }

  /** Takes over a document of another shard of the tenant. */
  copy(from: Shard, doc: number): void {
    const { draft, vocabulary } = this
    this.add(from.factsOf(doc), () => {
      from.streams.read(doc, (place, property, terms, count) => {
        const name = from.propertyNames[property]
        const push = draft.passage(place, name === undefined ? -1 : this.propertyOf(name))
        for (let at = 0; at < count; at++) push(vocabulary.intern(from.vocabulary.textOf(terms[at] ?? 0)))
      })
    })
  }

  remove({ connectionUid, itemId }: ItemKey): void {
    const docs = this.docs.get(connectionUid)
    const doc = docs?.get(itemId)
    if (doc === undefined) return
    docs?.delete(itemId)
    this.bury(doc)
  }

  removeConnection(connectionUid: string): void {
    for (const doc of this.docs.get(connectionUid)?.values() ?? []) this.bury(doc)
    this.docs.delete(connectionUid)
  }

  docOf({ connectionUid, itemId }: ItemKey): number | undefined {
    return this.docs.get(connectionUid)?.get(itemId)
  }

  countOf(connectionUid: string): number {
    return this.docs.get(connectionUid)?.size ?? 0
  }

  connectionUidOf(doc: number): string {
    return this.connectionUids[this.connections[doc] ?? 0] ?? ''
  }

  itemIdOf(doc: number): ItemId {
    return this.itemIds[doc] ?? ('' as ItemId)
  }

  isLive(doc: number): boolean {
    return isIn(this.live, doc)
  }

  modifiedAtOf(doc: number): number | undefined {
    const modifiedAt = this.modifiedAt[doc]
    return modifiedAt === undefined || Number.isNaN(modifiedAt) ? undefined : modifiedAt
  }

  /** The list of a family in one property, or in all that is searched without a name. */
  listOf(family: number, property: string | undefined): number | undefined {
    if (property === undefined) {
      const list = this.familyLists[family]
      return list ? list - 1 : undefined
    }
    const id = this.propertyIds.get(property)
    return id === undefined ? undefined : this.propertyLists[id]?.get(family)
  }

  /** Documents that a term was ever in, outside of `apart`. */
  usesOf(term: number): number {
    return this.uses[term] ?? 0
  }

  factsOf(doc: number): Facts {
    return {
      connectionUid: this.connectionUidOf(doc),
      itemId: this.itemIdOf(doc),
      acl: this.access.entriesOf(this.lists[doc] ?? 0),
      values: this.valuesOf(doc),
      modifiedAt: this.modifiedAtOf(doc),
      interest: this.interest[doc] ?? 0,
    }
  }

  bytes(): number {
    const columns = [...this.columns.values()].reduce((sum, column) => sum + column.bytes(), 0)
    return (
      this.postings.bytes() +
      this.holders.bytes() +
      this.streams.bytes() +
      this.access.bytes() +
      columns +
      this.size * 36
    )
  }

  private valuesOf(doc: number): Record<string, IndexedValue[]> {
    return Object.fromEntries(
      [...this.columns].flatMap(([name, column]) => (column.codeAt(doc) === 0 ? [] : [[name, column.valuesAt(doc)]])),
    )
  }

  private add(facts: Facts, writeWords: () => void): void {
    // Whatever becomes of the new version, the old one is not found any more.
    this.remove(facts)
    if (this.size >= MOST_DOCS) throw indexErrors.engineFull()
    try {
      writeWords()
      const doc = this.size++
      this.note(doc, facts)
      this.streams.keep(doc)
      this.post(doc)
      this.live = grown(this.live, (doc >>> 5) + 1)
      this.live[doc >>> 5] = (this.live[doc >>> 5] ?? 0) | (1 << (doc & 31))
      const docs = this.docs.get(facts.connectionUid) ?? new Map<ItemId, number>()
      this.docs.set(facts.connectionUid, docs.set(facts.itemId, doc))
    } finally {
      this.draft.clear()
    }
  }

  private note(doc: number, { connectionUid, itemId, acl, values, modifiedAt, interest }: Facts): void {
    this.reserve(doc + 1)
    this.itemIds[doc] = itemId
    this.connections[doc] = this.connectionOf(connectionUid)
    this.lists[doc] = this.access.intern(connectionUid, acl)
    this.modifiedAt[doc] = modifiedAt ?? Number.NaN
    this.interest[doc] = interest
    this.greatestInterest = Math.max(this.greatestInterest, interest)
    const { lengths } = this.draft
    this.titleLengths[doc] = lengths[0]
    this.propertyLengths[doc] = lengths[1]
    this.contentLengths[doc] = lengths[2]
    for (const [name, held] of Object.entries(values)) {
      if (held.length === 0) continue
      const column = this.columns.get(name) ?? new Column()
      this.columns.set(name, column)
      column.set(doc, held)
    }
  }

  private post(doc: number): void {
    const { vocabulary, postings, draft } = this
    this.familyLists = grown(this.familyLists, vocabulary.familyCount)
    this.uses = grown(this.uses, vocabulary.size)
    for (const term of draft.touched) {
      const family = vocabulary.familyAt(term)
      let list = (this.familyLists[family] ?? 0) - 1
      if (list < 0) {
        list = postings.create()
        this.familyLists[family] = list + 1
      }
      const member = vocabulary.memberOf(term)
      this.uses[term] = (this.uses[term] ?? 0) + 1
      postings.add(list, doc, member, draft.titles[term] ?? 0, draft.properties[term] ?? 0, draft.contents[term] ?? 0)
    }
    for (const [property, counts] of draft.byProperty) {
      const lists = this.propertyLists[property] ?? new Map<number, number>()
      this.propertyLists[property] = lists
      for (const [term, count] of counts) {
        const family = vocabulary.familyAt(term)
        const list = lists.get(family) ?? postings.create()
        lists.set(family, list)
        // A list of one property has no other fields: its count stands where that of the content does.
        postings.add(list, doc, vocabulary.memberOf(term), 0, 0, count)
      }
    }
  }

  private bury(doc: number): void {
    this.live[doc >>> 5] = (this.live[doc >>> 5] ?? 0) & ~(1 << (doc & 31))
    this.dead = grown(this.dead, this.deadCount + 1)
    this.dead[this.deadCount++] = doc
  }

  private connectionOf(uid: string): number {
    const known = this.connectionIds.get(uid)
    if (known !== undefined) return known
    const id = this.connectionUids.push(uid) - 1
    this.connectionIds.set(uid, id)
    return id
  }

  private propertyOf(name: string): number {
    const known = this.propertyIds.get(name)
    if (known !== undefined) return known
    const id = this.propertyNames.push(name) - 1
    this.propertyIds.set(name, id)
    return id
  }

  private reserve(size: number): void {
    if (size <= this.lists.length) return
    this.lists = grown(this.lists, size)
    this.titleLengths = grown(this.titleLengths, size)
    this.propertyLengths = grown(this.propertyLengths, size)
    this.contentLengths = grown(this.contentLengths, size)
    this.modifiedAt = grown(this.modifiedAt, size)
    this.interest = grown(this.interest, size)
    this.connections = grown(this.connections, size)
  }
}
