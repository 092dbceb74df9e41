import { type ItemId, own, type TenantId } from '@jumpseat/wire'
import { indexErrors } from '../errors.ts'
import type { IndexedItem, IndexedValue, ItemKey, ItemVectors, TextCondition } from '../types.ts'
import { fingerprintOf } from '../vectors/embedded.ts'
import { AccessLists } from './access.ts'
import { eachBit, isIn } from './bits.ts'
import { Draft } from './draft.ts'
import { grown } from './grow.ts'
import { Holders } from './holders.ts'
import { Keys } from './keys.ts'
import { Models } from './models.ts'
import { type Dump, type Dumps, namesIn, numberIn, type Part, piece } from './part.ts'
import { MOST_DOCS, Postings } from './postings.ts'
import { Streams } from './streams.ts'
import { createTokenizer } from './tokens.ts'
import { Column } from './values.ts'
import { Vocabulary } from './vocabulary.ts'

/** What a document is beside its words. */
export type Facts = Pick<IndexedItem, 'connectionUid' | 'itemId' | 'acl' | 'values' | 'modifiedAt' | 'interest'> & {
  /** Of the text that its vectors are made of. */
  readonly fingerprint: number
}

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
  private readonly keys = new Keys()
  readonly models = new Models((doc) => this.keys.connections[doc] ?? 0)
  private fingerprints = new Float64Array(1024)
  private readonly connectionIds = new Map<string, number>()
  private readonly propertyIds = new Map<string, number>()
  /** Documents that each term was ever in. */
  private uses = new Uint32Array(1024)
  /** Family of each list, and one more than the property where it is a list of one property. */
  private listFamilies = new Uint32Array(1024)
  private listProperties = new Uint32Array(1024)
  /** One more than the list of a family in title, searched properties and content. */
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
    this.add({ ...item, fingerprint: fingerprintOf(item) }, () => {
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

  /** Takes over documents of another shard of the tenant. */
  copierOf(from: Shard): (doc: number) => void {
    const { draft, vocabulary } = this
    /** One more than the number that a term of the other has here. */
    const terms = new Uint32Array(from.vocabulary.size)
    const translated = (term: number) => {
      const known = terms[term] ?? 0
      if (known > 0) return known - 1
      const id = vocabulary.intern(from.vocabulary.textOf(term))
      terms[term] = id + 1
      return id
    }
    return (doc) => {
      this.add(from.factsOf(doc), () => {
        from.streams.read(doc, (place, property, words, count) => {
          const name = from.propertyNames[property]
          const push = draft.passage(place, name === undefined ? -1 : this.propertyOf(name))
          for (let at = 0; at < count; at++) push(translated(words[at] ?? 0))
        })
      })
      this.models.copy(from.models, doc, this.size - 1)
    }
  }

  /** Vectors of a version that is not the living one are dropped. */
  setVectors(given: ItemVectors): void {
    const doc = this.docOf(given)
    if (doc !== undefined && this.fingerprints[doc] === given.fingerprint) this.models.set(doc, given)
  }

  vectorsOf({ connectionUid, itemId }: ItemKey): ItemVectors[] {
    const { tenantId } = this
    const doc = this.docOf({ connectionUid, itemId })
    if (doc === undefined) return []
    const facts = { tenantId, connectionUid, itemId, fingerprint: this.fingerprints[doc] ?? 0 }
    return this.models.of(doc).map((given) => ({ ...facts, ...given }))
  }

  /** The first living documents of which the model knows nothing. */
  withoutVectors(modelId: string, limit: number): ItemKey[] {
    const done = this.models.get(modelId)?.done
    const found: ItemKey[] = []
    for (let word = 0; word << 5 < this.size && found.length < limit; word++) {
      let left = (this.live[word] ?? 0) & ~(done?.[word] ?? 0)
      for (; left !== 0 && found.length < limit; left &= left - 1) {
        const doc = (word << 5) + 31 - Math.clz32(left & -left)
        found.push({ connectionUid: this.connectionUidOf(doc), itemId: this.itemIdOf(doc) })
      }
    }
    return found
  }

  remove(key: ItemKey): void {
    const doc = this.docOf(key)
    if (doc !== undefined) this.bury(doc)
  }

  removeConnection(connectionUid: string): void {
    const connection = this.connectionIds.get(connectionUid)
    if (connection === undefined || this.keys.countOf(connection) === 0) return
    const { connections } = this.keys
    eachBit(this.live.slice(), (doc) => {
      if (connections[doc] === connection) this.bury(doc)
    })
  }

  docOf({ connectionUid, itemId }: ItemKey): number | undefined {
    const connection = this.connectionIds.get(connectionUid)
    return connection === undefined ? undefined : this.keys.docOf(connection, itemId)
  }

  countOf(connectionUid: string): number {
    const connection = this.connectionIds.get(connectionUid)
    return connection === undefined ? 0 : this.keys.countOf(connection)
  }

  /** Living documents of the connection of which a model is done, by model. */
  vectorCountsOf(connectionUid: string): [modelId: string, count: number][] {
    return this.models.countsOf(this.connectionIds.get(connectionUid) ?? -1)
  }

  /** Number of the connection, by document. */
  get connections(): Uint32Array {
    return this.keys.connections
  }

  connectionUidOf(doc: number): string {
    return this.connectionUids[this.keys.connections[doc] ?? 0] ?? ''
  }

  itemIdOf(doc: number): ItemId {
    return this.keys.itemIdOf(doc) as ItemId
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

  /** Bytes of the lists that the words of a text condition are in. */
  postingBytes({ terms, property }: TextCondition): number {
    return terms.reduce((sum, term) => {
      const family = this.vocabulary.familyOf(term)
      const list = family === undefined ? undefined : this.listOf(family, property)
      return sum + (list === undefined ? 0 : this.postings.bytesOf(list))
    }, 0)
  }

  factsOf(doc: number): Facts {
    return {
      connectionUid: this.connectionUidOf(doc),
      itemId: this.itemIdOf(doc),
      acl: this.access.entriesOf(this.lists[doc] ?? 0),
      values: this.valuesOf(doc),
      modifiedAt: this.modifiedAtOf(doc),
      interest: this.interest[doc] ?? 0,
      fingerprint: this.fingerprints[doc] ?? 0,
    }
  }

  bytes(): number {
    const columns = [...this.columns.values()].reduce((sum, column) => sum + column.bytes(), 0)
    return (
      this.vocabulary.byteLength() +
      this.postings.bytes() +
      this.holders.bytes() +
      this.streams.bytes() +
      this.access.bytes() +
      this.keys.byteLength() +
      this.models.bytes() +
      columns +
      this.lists.length * 40
    )
  }

  /** All parts as they are at this moment. Parts that come later are named like columns: by kind and name. */
  dump(): Dumps {
    const dumps: Record<string, Dump> = { shard: this.dumpOwn(), ...this.models.dump() }
    for (const [name, part] of Object.entries(this.parts())) dumps[name] = part.dump()
    for (const [name, column] of this.columns) dumps[`column ${name}`] = column.dump()
    return dumps
  }

  /** Makes a new shard what another was when it was dumped. */
  load(dumps: Dumps): void {
    for (const [name, part] of Object.entries(this.parts())) part.load(dumpIn(dumps, name))
    for (const name of namesIn(dumpIn(dumps, 'shard'), 'columns')) {
      const column = new Column()
      column.load(dumpIn(dumps, `column ${name}`))
      this.columns.set(name, column)
    }
    this.loadOwn(dumpIn(dumps, 'shard'))
    this.models.load(dumps, (doc) => this.isLive(doc))
  }

  private parts(): Readonly<Record<string, Part>> {
    const { vocabulary, postings, streams, access, keys } = this
    return { vocabulary, postings, streams, access, keys }
  }

  private dumpOwn(): Dump {
    const { size, vocabulary, postings, deadCount, greatestInterest } = this
    return {
      facts: {
        greatestInterest,
        propertyNames: [...this.propertyNames],
        connectionUids: [...this.connectionUids],
        columns: [...this.columns.keys()],
      },
      arrays: {
        live: [this.live.slice(0, (size + 31) >>> 5)],
        dead: [this.dead.subarray(0, deadCount)],
        lists: [this.lists.subarray(0, size)],
        titleLengths: [this.titleLengths.subarray(0, size)],
        propertyLengths: [this.propertyLengths.subarray(0, size)],
        contentLengths: [this.contentLengths.subarray(0, size)],
        modifiedAt: [this.modifiedAt.subarray(0, size)],
        interest: [this.interest.subarray(0, size)],
        fingerprints: [this.fingerprints.subarray(0, size)],
        uses: [this.uses.slice(0, vocabulary.size)],
        listFamilies: [this.listFamilies.subarray(0, postings.count)],
        listProperties: [this.listProperties.subarray(0, postings.count)],
      },
    }
  }

  private loadOwn(dump: Dump): void {
    for (const name of namesIn(dump, 'propertyNames')) this.propertyOf(name)
    for (const uid of namesIn(dump, 'connectionUids')) this.connectionOf(uid)
    this.greatestInterest = numberIn(dump, 'greatestInterest')
    this.live = piece(dump, 'live', Uint32Array)
    this.dead = piece(dump, 'dead', Uint32Array)
    this.deadCount = this.dead.length
    this.lists = piece(dump, 'lists', Uint32Array)
    this.size = this.lists.length
    this.titleLengths = piece(dump, 'titleLengths', Uint32Array)
    this.propertyLengths = piece(dump, 'propertyLengths', Uint32Array)
    this.contentLengths = piece(dump, 'contentLengths', Uint32Array)
    this.modifiedAt = piece(dump, 'modifiedAt', Float64Array)
    this.interest = piece(dump, 'interest', Float64Array)
    this.fingerprints = piece(dump, 'fingerprints', Float64Array)
    this.uses = piece(dump, 'uses', Uint32Array)
    this.listFamilies = piece(dump, 'listFamilies', Uint32Array)
    this.listProperties = piece(dump, 'listProperties', Uint32Array)
    this.familyLists = grown(this.familyLists, this.vocabulary.familyCount)
    for (let list = 0; list < this.listFamilies.length; list++) this.enter(list)
    this.keys.revive((doc) => this.isLive(doc))
  }

  private valuesOf(doc: number): Record<string, IndexedValue[]> {
    return Object.fromEntries(
      [...this.columns].flatMap(([name, column]) => (column.codeAt(doc) === 0 ? [] : [[name, column.valuesAt(doc)]])),
    )
  }

  private add(facts: Facts, writeWords: () => void): void {
    const before = this.docOf(facts)
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
      if (before !== undefined && this.fingerprints[before] === facts.fingerprint) this.models.move(before, doc)
    } finally {
      this.draft.clear()
    }
  }

  private note(doc: number, facts: Facts): void {
    const { connectionUid, itemId, acl, values, modifiedAt, interest, fingerprint } = facts
    this.reserve(doc + 1)
    const connection = this.connectionOf(connectionUid)
    this.keys.add(connection, itemId)
    this.lists[doc] = this.access.intern(connection, connectionUid, acl)
    this.modifiedAt[doc] = modifiedAt ?? Number.NaN
    this.interest[doc] = interest
    this.fingerprints[doc] = fingerprint
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
      const known = (this.familyLists[family] ?? 0) - 1
      const list = known < 0 ? this.createList(family) : known
      const member = vocabulary.memberOf(term)
      this.uses[term] = (this.uses[term] ?? 0) + 1
      postings.add(list, doc, member, draft.titles[term] ?? 0, draft.properties[term] ?? 0, draft.contents[term] ?? 0)
    }
    for (const [property, counts] of draft.byProperty) {
      for (const [term, count] of counts) {
        const family = vocabulary.familyAt(term)
        const list = this.propertyLists[property]?.get(family) ?? this.createList(family, property)
        // A list of one property has no other fields: its count stands where that of the content does.
        postings.add(list, doc, vocabulary.memberOf(term), 0, 0, count)
      }
    }
  }

  /** A list of the family in one property, or in all that is searched without a name. */
  private createList(family: number, property = -1): number {
    const list = this.postings.create()
    this.listFamilies = grown(this.listFamilies, list + 1)
    this.listProperties = grown(this.listProperties, list + 1)
    this.listFamilies[list] = family
    this.listProperties[list] = property + 1
    this.enter(list)
    return list
  }

  /** Makes a list known under its family. */
  private enter(list: number): void {
    const family = this.listFamilies[list] ?? 0
    const property = (this.listProperties[list] ?? 0) - 1
    if (property < 0) {
      this.familyLists[family] = list + 1
      return
    }
    const lists = this.propertyLists[property] ?? new Map<number, number>()
    this.propertyLists[property] = lists.set(family, list)
  }

  private bury(doc: number): void {
    this.models.bury(doc)
    this.keys.forget(doc)
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
    this.fingerprints = grown(this.fingerprints, size)
  }
}

function dumpIn(dumps: Dumps, name: string): Dump {
  const dump = dumps[name]
  if (!dump) throw indexErrors.snapshotBroken({ reason: `'${name}' is not there` })
  return dump
}
