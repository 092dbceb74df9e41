import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, type Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type IndexedItem,
  type ItemSource,
  type ItemVectors,
  type LivingIndex,
  openIndex,
  type Reader,
} from './index.ts'
import { maren, suiteItem, suiteQuery, TENANT, text, LOGS as UID } from './suite/fixtures.ts'
import { fingerprintOf } from './vectors/embedded.ts'

const OTHER_TENANT = '00000000-0000-4000-8000-00000000000b' as TenantId
const OTHER_UID = 'f'.repeat(32)
const otherReader: Reader = { ...maren, tenantId: OTHER_TENANT, externalGroups: () => new Set() }

let folder: string
let store: Store
let living: LivingIndex | undefined
let items: Map<string, IndexedItem>
/** Items that were read from the store since the last start. */
let reads: string[]
let problems: string[]

const source: ItemSource = {
  version: 1,
  connections: () => [
    { connectionUid: UID, tenantId: TENANT, itemCount: 3 },
    { connectionUid: OTHER_UID, tenantId: OTHER_TENANT, itemCount: 1 },
  ],
  itemIds: (uid, after, limit) =>
    [...items.values()]
      .filter(({ connectionUid, itemId }) => connectionUid === uid && (after === undefined || itemId > after))
      .map(({ itemId }) => itemId)
      .toSorted()
      .slice(0, limit),
  item(uid, itemId) {
    reads.push(itemId)
    const item = items.get(`${uid}/${itemId}`)
    if (item?.content === 'broken') throw new RangeError('this item cannot be read')
    return item
  },
}

const put = async (item: IndexedItem) => {
  items.set(`${item.connectionUid}/${item.itemId}`, item)
  await store.write([store.change(item.tenantId, 'item', item.connectionUid, item.itemId)])
}
const drop = async (itemId: string) => {
  items.delete(`${UID}/${itemId}`)
  await store.write([store.change(TENANT, 'item', UID, itemId)])
}
const otherItem = (id: string): IndexedItem => ({
  ...suiteItem(id, { content: 'fog', acl: [{ type: 'everyone', value: OTHER_TENANT, accessType: 'grant' }] }),
  tenantId: OTHER_TENANT,
  connectionUid: OTHER_UID,
})
const snapshots = () => join(folder, 'index')
const segments = () => readdirSync(snapshots()).filter((name) => name.endsWith('.segment'))
const manifest = () => JSON.parse(readFileSync(join(snapshots(), 'manifest.json'), 'utf8'))

const start = async (options: Partial<Parameters<typeof openIndex>[0]> = {}) => {
  reads = []
  problems = []
  living = openIndex({
    store,
    source,
    folder: snapshots(),
    snapshotSeconds: 3600,
    snapshotShare: 0,
    report: (problem) => problems.push(String(problem)),
    ...options,
  })
  await living.follower.caughtUp()
  return living
}
const stop = async () => {
  await living?.close()
  living = undefined
}
/** Vectors of one model for an item, as the index is given them. */
const vectorsOf = (item: IndexedItem, number: number): ItemVectors => ({
  tenantId: item.tenantId,
  connectionUid: item.connectionUid,
  itemId: item.itemId,
  modelId: 'model',
  dimensions: 2,
  fingerprint: fingerprintOf(item),
  passages: [{ from: 0, to: item.content.length }],
  vectors: Int16Array.from([number, 1]),
})
const embed = async (...ids: readonly string[]) => {
  const some = ids.flatMap((id) => items.get(`${UID}/${id}`) ?? [])
  await living?.index.setVectors(some.map((item, n) => vectorsOf(item, n)))
}
/** Items that have vectors. */
const embedded = async () => {
  const held = await living?.index.vectorsOf([...items.values()])
  return held?.map(({ itemId }) => itemId).toSorted()
}

const found = async (reader: Reader = maren, uid = UID) => {
  const query = { ...suiteQuery(text('fog')), scopes: [{ connectionUid: uid, condition: text('fog') }] }
  const answer = await living?.index.search(query, reader)
  return answer?.hits.map(({ itemId }) => itemId).toSorted()
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-life-'))
  store = await openSqlite({ folder, migrations: [] })
  items = new Map()
  await store.sealer.createKey(TENANT)
  await store.sealer.createKey(OTHER_TENANT)
  for (const id of ['a', 'b', 'c']) await put(suiteItem(id, { content: 'fog' }))
  await put(otherItem('o'))
})
afterEach(async () => {
  await stop()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('an index with a snapshot', () => {
  it('starts from it, and reads from the store only what has changed since', async () => {
    await start()
    expect(reads.toSorted()).toEqual(['a', 'b', 'c', 'o'])
    await stop()
    await put(suiteItem('d', { content: 'fog' }))
    await put(suiteItem('a', { content: 'fog', acl: [] }))
    await drop('b')
    const { index } = await start()
    expect(problems).toEqual([])
    expect(reads.toSorted()).toEqual(['a', 'b', 'd'])
    expect(await found()).toEqual(['c', 'd'])
    expect(await found(otherReader, OTHER_UID)).toEqual(['o'])
    expect(index.countOf(UID)).toBe(3)
  })

  it('holds nothing that can be read without the key', async () => {
    await put(suiteItem('secret', { title: 'Lighthouse keeper', content: 'fogbound' }))
    await start()
    await stop()
    for (const name of segments()) {
      const bytes = readFileSync(join(snapshots(), name)).toString('latin1')
      for (const word of ['lighthouse', 'fogbound', 'secret', 'content']) expect(bytes).not.toContain(word)
    }
  })

  it('tries items again that could not be read', async () => {
    await put(suiteItem('d', { content: 'broken' }))
    const { follower } = await start()
    expect(follower.failures()).toMatchObject([{ itemId: 'd' }])
    await stop()
    await start()
    expect(reads).toEqual(['d'])
    expect(living?.follower.failures()).toMatchObject([{ itemId: 'd', reason: 'this item cannot be read' }])
  })

  it('is written while the index runs, and again only when something has changed', async () => {
    await start({ snapshotSeconds: 0.05 })
    await expect.poll(() => existsSync(join(snapshots(), 'manifest.json'))).toBe(true)
    const before = segments()
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(segments()).toEqual(before)
    await put(suiteItem('d', { content: 'fog' }))
    await expect.poll(() => manifest().head.change.seq).toBe(store.head())
    await expect.poll(segments).toHaveLength(2)
    expect(segments()).not.toEqual(before)
  })

  it('reflects what was there when the writing began, while writes go on', async () => {
    await start()
    const saving = living?.save()
    await Promise.all(['d', 'e'].map((id) => put(suiteItem(id, { content: 'fog' }))))
    await drop('a')
    await saving
    await living?.follower.caughtUp()
    const { seq } = manifest().head.change
    expect(seq).toBeLessThan(store.head())
    rmSync(join(folder, 'copy'), { recursive: true, force: true })
    await start({ folder: snapshots() })
    expect(await found()).toEqual(['b', 'c', 'd', 'e'])
  })

  it('goes on without one when it cannot be written, and says so', async () => {
    writeFileSync(snapshots(), 'in the way')
    await start()
    await expect(living?.save()).rejects.toThrow()
    expect(await found()).toEqual(['a', 'b', 'c'])
    await stop()
    expect(problems.join()).toMatch(/EEXIST|ENOTDIR/)
  })
})

const flip = (name: string, at: number) => {
  const path = join(snapshots(), name)
  const bytes = readFileSync(path)
  const place = at < 0 ? bytes.length + at : at < 1 ? Math.floor(bytes.length * at) : at
  bytes[place] = (bytes[place] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
const segmentOf = (tenantId: TenantId): string =>
  `${manifest().segments.find((segment: { tenantId: string }) => segment.tenantId === tenantId).id}.segment`
const edit = (change: (of: ReturnType<typeof manifest>) => void) => {
  const edited = manifest()
  change(edited)
  writeFileSync(join(snapshots(), 'manifest.json'), JSON.stringify(edited))
}
const swap = (first: string, second: string) => {
  const [one, other] = [join(snapshots(), first), join(snapshots(), second)]
  renameSync(one, `${one}.held`)
  renameSync(other, one)
  renameSync(`${one}.held`, other)
}

/** What may happen to a snapshot, and whose items are then read from the store. */
const DAMAGES: readonly (readonly [what: string, damage: () => unknown, read: readonly string[]])[] = [
  ['a byte of the header has changed', () => flip(segmentOf(TENANT), 30), ['a', 'b', 'c']],
  ['the length of the header has changed', () => flip(segmentOf(TENANT), 2), ['a', 'b', 'c']],
  ['the last byte has changed', () => flip(segmentOf(TENANT), -1), ['a', 'b', 'c']],
  ['a byte in the middle has changed', () => flip(segmentOf(TENANT), 0.5), ['a', 'b', 'c']],
  ['a segment is cut off', () => truncateSync(join(snapshots(), segmentOf(TENANT)), 5_000), ['a', 'b', 'c']],
  ['a segment is empty', () => truncateSync(join(snapshots(), segmentOf(TENANT)), 0), ['a', 'b', 'c']],
  ['a segment is missing', () => rmSync(join(snapshots(), segmentOf(OTHER_TENANT))), ['o']],
  [
    'a segment was cut off, and the manifest changed to suit',
    () => {
      truncateSync(join(snapshots(), segmentOf(OTHER_TENANT)), 5_000)
      edit(({ segments: [, other] }) => {
        other.length = 5_000
      })
    },
    ['o'],
  ],
  [
    'the segments of two tenants are swapped',
    () => swap(segmentOf(TENANT), segmentOf(OTHER_TENANT)),
    ['a', 'b', 'c', 'o'],
  ],
  [
    'the tenants of two segments are swapped',
    () =>
      edit(({ segments: [one, other] }) => {
        ;[one.tenantId, other.tenantId] = [other.tenantId, one.tenantId]
      }),
    ['a', 'b', 'c', 'o'],
  ],
  ['the key of a tenant was destroyed', () => store.sealer.destroyKey(OTHER_TENANT), ['o']],
  ['a tenant is not named', () => edit((of) => of.segments.pop()), ['o']],
  ['the manifest is missing', () => rmSync(join(snapshots(), 'manifest.json')), ['a', 'b', 'c', 'o']],
  ['the manifest is cut off', () => truncateSync(join(snapshots(), 'manifest.json'), 100), ['a', 'b', 'c', 'o']],
  ['the manifest is of another format', () => edit(({ head }) => head.format++), ['a', 'b', 'c', 'o']],
  ['the words were cut in another way', () => edit(({ head }) => head.analyzer++), ['a', 'b', 'c', 'o']],
  ['the items were made in another way', () => edit(({ head }) => head.source++), ['a', 'b', 'c', 'o']],
  ['the mark is another one', () => edit(({ head }) => head.change.seq++), ['a', 'b', 'c', 'o']],
  [
    'the mark is another change of the feed',
    () =>
      edit(({ head }) => {
        const [change] = store.changesAfter(0, 1)
        head.change = change
      }),
    ['a', 'b', 'c', 'o'],
  ],
  [
    'more items are said to have failed',
    () => edit(({ head }) => head.failed.push({ connectionUid: UID, itemId: 'a' })),
    ['a', 'b', 'c', 'o'],
  ],
  [
    'a file is in place of the folder',
    () => [rmSync(snapshots(), { recursive: true }), writeFileSync(snapshots(), '')],
    ['a', 'b', 'c', 'o'],
  ],
]

describe('a snapshot that cannot be used', () => {
  it.each(DAMAGES)('%s: says so, and what is not there is read from the store', async (what, damage, read) => {
    await start()
    await stop()
    await damage()
    await start()
    expect([...new Set(reads)].toSorted()).toEqual(read)
    const isSilent = what.endsWith('missing') && what.startsWith('the manifest')
    if (!isSilent && !what.endsWith('not named')) expect(problems).not.toEqual([])
    expect(await found()).toEqual(['a', 'b', 'c'])
    expect(await found(otherReader, OTHER_UID)).toEqual(['o'])
  })

  /** What makes a whole snapshot useless but for its vectors. */
  const OUTDATED: readonly (readonly [what: string, options: () => Partial<Parameters<typeof openIndex>[0]>])[] = [
    ['items are made in another way', () => ({ source: { ...source, version: 2 } })],
    [
      'the feed was cut after its mark',
      () => {
        const { seq } = manifest().head.change
        return { store: { ...store, changesAfter: (after, limit) => store.changesAfter(Math.max(after, seq), limit) } }
      },
    ],
  ]
  it.each(OUTDATED)('where %s, gives its vectors to what says the same', async (_what, options) => {
    await start()
    await embed('a', 'b', 'c')
    const before = await living?.index.vectorsOf([suiteItem('a')])
    await stop()
    const changed = options()
    await put(suiteItem('c', { content: 'fog and rain' }))
    await start(changed)
    expect(problems).toHaveLength(1)
    expect(reads.toSorted()).toEqual(['a', 'b', 'c', 'o'])
    expect(await embedded()).toEqual(['a', 'b'])
    expect(await living?.index.vectorsOf([suiteItem('a')])).toEqual(before)
    await put(suiteItem('c', { content: 'fog' }))
    await living?.follower.caughtUp()
    expect(await embedded()).toEqual(['a', 'b'])
  })

  it('is written again when a part of it was of no use', async () => {
    await start()
    await stop()
    flip(segmentOf(TENANT), -1)
    await start()
    await stop()
    await start()
    expect(reads).toEqual([])
    expect(problems).toEqual([])
  })

  it('is not used when the feed was cut after its mark', async () => {
    await start()
    await stop()
    const { seq } = manifest().head.change
    await put(suiteItem('d', { content: 'fog' }))
    const changesAfter: Store['changesAfter'] = (after, limit) => store.changesAfter(Math.max(after, seq), limit)
    await start({ store: { ...store, changesAfter } })
    expect(problems.join()).toContain('another state of the store')
    expect(await found()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('is not used with another store, whose feed is as long', async () => {
    await start()
    await stop()
    const before = store.head()
    await store.close()
    for (const name of readdirSync(folder)) if (name.startsWith('jumpseat.sqlite')) rmSync(join(folder, name))
    store = await openSqlite({ folder, migrations: [], masterKey: readFileSync(join(folder, 'master.key'), 'utf8') })
    await store.sealer.createKey(TENANT)
    await store.sealer.createKey(OTHER_TENANT)
    items.delete(`${UID}/c`)
    for (let n = store.head(); n < before; n++) await put(suiteItem('a', { content: 'fog' }))
    await start()
    expect(problems).not.toEqual([])
    expect(await found()).toEqual(['a', 'b'])
  })

  it('leaves the one before when its writing was cut short, and its pieces are removed', async () => {
    await start()
    await stop()
    const good = segments()
    writeFileSync(join(snapshots(), `${'0'.repeat(32)}.segment`), 'half of it')
    writeFileSync(join(snapshots(), 'manifest.json.new'), '{"head"')
    await start()
    expect(problems).toEqual([])
    expect(reads).toEqual([])
    expect(segments()).toEqual(good)
    expect(await found()).toEqual(['a', 'b', 'c'])
  })
})

describe('rebuild', () => {
  it('makes the index anew while the old one answers, and every write reaches both', async () => {
    const { index, follower, rebuild } = await start()
    // Nobody told the feed: only a rebuild finds it.
    items.set(`${UID}/z`, suiteItem('z', { content: 'fog' }))
    const rebuilding = rebuild()
    expect(living?.rebuilding()).toEqual({ done: 0, of: 4 })
    expect(await found()).toEqual(['a', 'b', 'c'])
    await put(suiteItem('a', { content: 'fog', acl: [] }))
    await follower.caughtUp()
    expect(await found()).not.toContain('a')
    await rebuilding
    expect(living?.rebuilding()).toBeUndefined()
    expect(await found()).toEqual(['b', 'c', 'z'])
    await put(suiteItem('b', { content: 'fog', acl: [] }))
    await follower.caughtUp()
    expect(await found()).toEqual(['c', 'z'])
    expect(index.countOf(UID)).toBe(4)
    await stop()
    await start()
    expect(reads).toEqual([])
    expect(await found()).toEqual(['c', 'z'])
  })

  it('takes over the vectors of what says the same, and those that come meanwhile', async () => {
    const { rebuild, index, follower } = await start()
    await embed('a', 'b')
    const before = await index.vectorsOf([suiteItem('a')])
    // Nobody told the feed: only the rebuild finds it.
    items.set(`${UID}/b`, suiteItem('b', { content: 'another fog' }))
    const rebuilding = rebuild()
    await embed('c')
    await rebuilding
    expect(await embedded()).toEqual(['a', 'c'])
    expect(await index.vectorsOf([suiteItem('a')])).toEqual(before)
    await embed('b')
    await put(suiteItem('a', { content: 'rain' }))
    await follower.caughtUp()
    expect(await embedded()).toEqual(['b', 'c'])
    await stop()
    await start()
    expect(await embedded()).toEqual(['b', 'c'])
  })

  it('never shows an acknowledged revocation again, however the two take turns', async () => {
    const { follower, rebuild, index } = await start()
    const rebuilding = rebuild()
    let isOver = false
    const over = rebuilding.finally(() => {
      isOver = true
    })
    for (let n = 0; !isOver || n < 20; n++) {
      const granted = suiteItem('turn', { content: 'fog' })
      await put(granted)
      await follower.caughtUp()
      expect(await index.has(granted)).toBe(true)
      expect(await found()).toContain('turn')
      await put({ ...granted, acl: [] })
      await follower.caughtUp()
      expect(await found()).not.toContain('turn')
    }
    await over
  })

  it('is given up at a stop', async () => {
    const { rebuild } = await start()
    const rebuilding = rebuild()
    const outcome = expect(rebuilding).rejects.toMatchObject({ code: 'ServiceUnavailable' })
    await stop()
    await outcome
  })
})
