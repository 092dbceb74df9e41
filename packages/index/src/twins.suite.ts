import type { ExternalGroupId, ItemId, ObjectId } from '@jumpseat/wire'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suiteItem, suiteReader } from './port.suite.ts'
import type { AclEntry, IndexedItem, IndexQuery, ItemIndex, Reader } from './types.ts'
import { judge } from './verdict.ts'

const UIDS = ['1'.repeat(32), '2'.repeat(32)]
const WORDS = ['fog', 'delay', 'pilot', 'berth', 'Ärger', 'lantern']
const NAMES = ['p0', 'p1', 'p2', 'p3']

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 6 }).map((words) => words.join(' '))
const entry: fc.Arbitrary<AclEntry> = fc.record({
  type: fc.constantFrom('user', 'group', 'everyone', 'everyoneExceptGuests', 'externalGroup'),
  value: fc.constantFrom(...NAMES),
  accessType: fc.constantFrom('grant', 'grant', 'deny'),
})
const names = fc.uniqueArray(fc.constantFrom(...NAMES))
const reader: fc.Arbitrary<Reader> = fc
  .record({ userId: fc.constantFrom(...NAMES), isGuest: fc.boolean(), groups: names, here: names, there: names })
  .map(({ userId, isGuest, groups, here, there }) =>
    suiteReader(userId, {
      isGuest,
      groups: new Set(groups as ObjectId[]),
      externalGroups: (uid) => new Set((uid === UIDS[0] ? here : there) as ExternalGroupId[]),
    }),
  )
const item: fc.Arbitrary<IndexedItem> = fc
  .record({
    connectionUid: fc.constantFrom(...UIDS),
    itemId: fc.integer({ min: 0, max: 30 }).map((n) => `i${n}` as ItemId),
    acl: fc.array(entry, { maxLength: 4 }),
    title: fc.option(text, { nil: undefined }),
    content: text,
    searchable: fc.dictionary(fc.constantFrom('a', 'b'), fc.array(text, { maxLength: 2 })),
    modifiedAt: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
  })
  .map((more) => suiteItem(more.itemId, more))
const query: fc.Arbitrary<IndexQuery> = fc.record({
  text: fc.oneof(
    fc.constant('*'),
    fc.array(fc.constantFrom(...WORDS, 'absent'), { minLength: 1, maxLength: 3 }).map((words) => words.join(' ')),
    text.map((words) => `"${words}"`),
  ),
  match: fc.constantFrom('all', 'any'),
  connectionUids: fc.constantFrom(undefined, UIDS.slice(0, 1), UIDS),
  from: fc.constantFrom(0, 0, 2),
  size: fc.constantFrom(3, 50),
})

/** Twin worlds: two corpora that differ only in what the reader may not read give byte-identical answers. */
export function twinWorldsSuite(name: string, create: () => ItemIndex | Promise<ItemIndex>, numRuns = 500): void {
  describe(`${name}: twin worlds`, () => {
    it(`answers alike in both worlds, ${numRuns} runs`, async () => {
      const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
      console.info(`twin worlds, ${name}: seed ${seed}`)
      const world = fc.uniqueArray(item, {
        maxLength: 12,
        selector: ({ connectionUid, itemId }) => connectionUid + itemId,
      })
      const property = fc.asyncProperty(reader, world, world, query, async (who, one, two, asked) => {
        const isReadable = ({ acl, connectionUid }: IndexedItem) => judge(acl, who, connectionUid).isPermitted
        const readable = one.filter(isReadable)
        const taken = new Set(readable.map(({ connectionUid, itemId }) => connectionUid + itemId))
        const hidden = two.filter((other) => !isReadable(other) && !taken.has(other.connectionUid + other.itemId))
        const first = await create()
        await first.upsert(one)
        const second = await create()
        // Other neighbours, and in another place among the readable items.
        await second.upsert(hidden)
        await second.upsert(readable)
        await second.remove(hidden.slice(0, 1))
        expect(JSON.stringify(await second.search(asked, who))).toBe(JSON.stringify(await first.search(asked, who)))
      })
      await fc.assert(property, { seed, numRuns })
    })
  })
}
