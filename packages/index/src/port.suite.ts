import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'
import { beforeEach, describe, expect, it } from 'vitest'
import type { AclEntry, IndexedItem, IndexQuery, ItemIndex, Reader } from './types.ts'

const TENANT = '00000000-0000-4000-8000-000000000001' as TenantId
const OTHER_TENANT = '00000000-0000-4000-8000-000000000002' as TenantId
const LOGS = '1'.repeat(32)
const PLANS = '2'.repeat(32)
const EVERYONE: AclEntry = { type: 'everyone', value: TENANT, accessType: 'grant' }
const FINANCE: AclEntry = { type: 'group', value: 'finance', accessType: 'grant' }

export function suiteItem(itemId: string, more: Partial<IndexedItem> = {}): IndexedItem {
  return {
    tenantId: TENANT,
    connectionUid: LOGS,
    connectionId: 'logs' as ConnectionId,
    itemId: itemId as ItemId,
    acl: [EVERYONE],
    title: undefined,
    content: '',
    searchable: {},
    values: {},
    interest: 0,
    modifiedAt: undefined,
    ...more,
  }
}

export function suiteReader(userId: string, more: Partial<Reader> = {}): Reader {
  return {
    tenantId: TENANT,
    userId: userId as ObjectId,
    isGuest: false,
    groups: new Set(),
    externalGroups: () => new Set<ExternalGroupId>(),
    ...more,
  }
}

const maren = suiteReader('maren')
const hanna = suiteReader('hanna', { groups: new Set(['finance' as ObjectId]) })

/** What every engine must do, said by example. The randomised half is `twins.suite.ts`. */
export function itemIndexSuite(name: string, create: () => ItemIndex | Promise<ItemIndex>): void {
  describe(`${name}: ItemIndex`, () => {
    let index: ItemIndex
    beforeEach(async () => {
      index = await create()
    })
    const ask = (text: string, reader: Reader = maren, more: Partial<IndexQuery> = {}) =>
      index.search({ text, match: 'all', connectionUids: undefined, from: 0, size: 10, ...more }, reader)
    const idsOf = async (...question: Parameters<typeof ask>) =>
      (await ask(...question)).hits.map(({ itemId }) => itemId)

    it('is empty at first', async () => {
      expect(await ask('*')).toEqual({ hits: [], total: 0, terms: [] })
    })

    it('finds words in title, properties and content, whatever their case and diacritics', async () => {
      await index.upsert([
        suiteItem('title', { title: 'Fog signal' }),
        suiteItem('property', { searchable: { notes: ['Dense FÓG', 'harbour'] } }),
        suiteItem('content', { content: 'pilot boarded late because of fog' }),
        suiteItem('none', { title: 'Clear sky' }),
      ])
      expect((await idsOf('fog')).toSorted()).toEqual(['content', 'property', 'title'])
      expect((await idsOf('fog'))[0]).toBe('title')
    })

    it('keeps property names that are words of the language', async () => {
      const searchable = JSON.parse('{"__proto__": ["lantern"], "constructor": ["buoy"]}')
      await index.upsert([suiteItem('a', { searchable })])
      expect(await idsOf('lantern buoy')).toEqual(['a'])
    })

    it('asks for every word with `all`, for at least one with `any`', async () => {
      await index.upsert([
        suiteItem('both', { content: 'fog delay' }),
        suiteItem('fog', { content: 'fog' }),
        suiteItem('delay', { content: 'delay delay' }),
      ])
      expect(await idsOf('fog delay')).toEqual(['both'])
      expect((await idsOf('fog delay', maren, { match: 'any' }))[0]).toBe('both')
      expect((await ask('fog delay', maren, { match: 'any' })).total).toBe(3)
    })

    it('takes a phrase as words side by side inside one text', async () => {
      await index.upsert([
        suiteItem('side', { content: 'the pilot boarded late' }),
        suiteItem('apart', { content: 'boarded the pilot' }),
        suiteItem('values', { searchable: { notes: ['the pilot', 'boarded'] } }),
      ])
      expect(await idsOf('"pilot boarded"')).toEqual(['side'])
      expect(await idsOf('pilot-boarded')).toEqual(['side'])
      expect((await ask('pilot boarded')).total).toBe(3)
    })

    it('matches everything with `*`, newest first, without terms', async () => {
      await index.upsert([
        suiteItem('old', { modifiedAt: 1 }),
        suiteItem('undated'),
        suiteItem('new', { modifiedAt: 2 }),
        suiteItem('b', { modifiedAt: 1 }),
      ])
      expect(await ask(' * ')).toMatchObject({ total: 4, terms: [] })
      expect(await idsOf('*')).toEqual(['new', 'b', 'old', 'undated'])
    })

    it('finds nothing for a text without words', async () => {
      await index.upsert([suiteItem('a', { content: 'fog' })])
      expect(await ask('…')).toEqual({ hits: [], total: 0, terms: [] })
    })

    it('pages through one order, with the exact total on each page', async () => {
      await index.upsert(Array.from({ length: 7 }, (_, n) => suiteItem(`i${n}`, { content: 'fog', modifiedAt: n })))
      const pages = await Promise.all([0, 3, 6, 9].map((from) => ask('fog', maren, { from, size: 3 })))
      expect(pages.map(({ total }) => total)).toEqual([7, 7, 7, 7])
      expect(pages.flatMap(({ hits }) => hits.map(({ itemId }) => itemId))).toEqual([
        'i6',
        'i5',
        'i4',
        'i3',
        'i2',
        'i1',
        'i0',
      ])
    })

    it('scores between 0 and 1 and tells which terms matched', async () => {
      await index.upsert([
        suiteItem('a', { title: 'Fog', content: 'fog and delay' }),
        suiteItem('b', { content: 'delay' }),
      ])
      const { hits, terms } = await ask('Delay FOG storm', maren, { match: 'any' })
      expect(terms).toEqual(['delay', 'fog', 'storm'])
      expect(hits.map(({ itemId, matchedTerms }) => [itemId, matchedTerms])).toEqual([
        ['a', ['delay', 'fog']],
        ['b', ['delay']],
      ])
      for (const { score } of hits) {
        expect(score).toBeGreaterThan(0)
        expect(score).toBeLessThanOrEqual(1)
      }
    })

    it('looks only in the connections that were asked for; none means none', async () => {
      await index.upsert([suiteItem('a'), suiteItem('b', { connectionUid: PLANS })])
      expect(await idsOf('*', maren, { connectionUids: [PLANS] })).toEqual(['b'])
      expect(await idsOf('*', maren, { connectionUids: [] })).toEqual([])
    })

    it('answers from permitted items only: two people, two answers', async () => {
      await index.upsert([
        suiteItem('open', { content: 'budget' }),
        suiteItem('closed', { content: 'budget', acl: [FINANCE] }),
        suiteItem('nobody', { content: 'budget', acl: [] }),
      ])
      expect(await ask('budget', maren)).toMatchObject({ total: 1, hits: [{ itemId: 'open' }] })
      expect(await ask('budget', hanna)).toMatchObject({ total: 2 })
      expect(await ask('budget', suiteReader('nina', { tenantId: OTHER_TENANT }))).toMatchObject({ total: 0 })
    })

    it('replaces an item: the new access list and text hold from then on', async () => {
      await index.upsert([suiteItem('a', { content: 'draft' })])
      await index.upsert([suiteItem('a', { content: 'final', acl: [FINANCE] })])
      expect(await idsOf('draft', hanna)).toEqual([])
      expect(await idsOf('final', hanna)).toEqual(['a'])
      expect(await idsOf('final', maren)).toEqual([])
      expect(index.countOf(LOGS)).toBe(1)
    })

    it('keeps items of the same id in two connections and two tenants apart', async () => {
      const elsewhere = '3'.repeat(32)
      await index.upsert([
        suiteItem('a', { content: 'logs' }),
        suiteItem('a', { content: 'plans', connectionUid: PLANS }),
        suiteItem('a', { content: 'foreign', connectionUid: elsewhere, tenantId: OTHER_TENANT }),
      ])
      expect((await ask('*')).total).toBe(2)
      await index.remove([{ connectionUid: LOGS, itemId: 'a' as ItemId }])
      expect(await idsOf('plans')).toEqual(['a'])
      expect(await idsOf('logs')).toEqual([])
      expect(await idsOf('foreign')).toEqual([])
    })

    it('forgets items and whole connections, and takes forgetting twice', async () => {
      const key = { connectionUid: LOGS, itemId: 'a' as ItemId }
      await index.upsert([suiteItem('a'), suiteItem('b'), suiteItem('c', { connectionUid: PLANS })])
      await index.remove([key, key])
      expect(await index.has(key)).toBe(false)
      expect(await index.has({ ...key, itemId: 'b' as ItemId })).toBe(true)
      await index.removeConnection(LOGS)
      await index.removeConnection(LOGS)
      expect([index.countOf(LOGS), index.countOf(PLANS)]).toEqual([0, 1])
      expect(await idsOf('*')).toEqual(['c'])
    })
  })
}
