import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, type Fixture, openFixture, readyConnection } from '../test/fixture.ts'

const ITEMS = '/external/connections/harborlogs/items'
const LISTS = ['a', 'b', 'c'].map((value) => [{ type: 'externalGroup', value, accessType: 'grant' }])

let fixture: Fixture
let call: Call
let uid: string
beforeAll(async () => {
  fixture = await openFixture()
  const tenant = await fixture.newTenant('one.example')
  call = fixture.app(tenant)
  await readyConnection(call)
  uid = fixture.connectors.reader.connection(tenant, 'harborlogs')?.uid ?? ''
})
afterAll(() => fixture.close())

type Step =
  | { readonly kind: 'put'; readonly id: string; readonly list: number; readonly title: string }
  | { readonly kind: 'patchAcl'; readonly id: string; readonly list: number }
  | { readonly kind: 'patchTitle'; readonly id: string; readonly title: string }
  | { readonly kind: 'delete'; readonly id: string }

const id = fc.constantFrom('i0', 'i1', 'i2', 'i3')
const list = fc.nat(LISTS.length - 1)
const title = fc.string({ maxLength: 5 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), id, list, title }),
  fc.record({ kind: fc.constant('patchAcl' as const), id, list }),
  fc.record({ kind: fc.constant('patchTitle' as const), id, title }),
  fc.record({ kind: fc.constant('delete' as const), id }),
)

async function perform(step: Step): Promise<number> {
  const path = `${ITEMS}/${step.id}`
  if (step.kind === 'delete') return (await call('DELETE', path)).status
  if (step.kind === 'patchAcl') return (await call('PATCH', path, { acl: LISTS[step.list] })).status
  if (step.kind === 'patchTitle') return (await call('PATCH', path, { properties: { title: step.title } })).status
  return (await call('PUT', path, { acl: LISTS[step.list], properties: { title: step.title } })).status
}

const rows = <Row>(sql: string) => fixture.store.read<Row>({ sql, parameters: [uid] })

/** What must hold whatever happened: the counter is right, every item has its list, no list is without an item. */
function checkBooks(): void {
  const items = rows<{ item_id: string; acl_hash: string }>(
    'SELECT item_id, acl_hash FROM external_items WHERE uid = ?',
  )
  const lists = rows<{ hash: string }>('SELECT hash FROM external_item_acls WHERE uid = ?')
  expect(fixture.connectors.reader.connectionByUid(uid)?.itemCount).toBe(items.length)
  expect(new Set(lists.map(({ hash }) => hash))).toEqual(new Set(items.map(({ acl_hash }) => acl_hash)))
}

describe('3.2 items against a model', () => {
  it('property: one after another they do what a map does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        for (const one of ['i0', 'i1', 'i2', 'i3']) await call('DELETE', `${ITEMS}/${one}`)
        const model = new Map<string, { list: number; title: string }>()
        for (const one of steps) {
          const held = model.get(one.id)
          const status = await perform(one)
          if (one.kind === 'put') {
            expect(status).toBe(200)
            model.set(one.id, one)
          } else if (one.kind === 'delete') {
            expect(status).toBe(held ? 204 : 404)
            model.delete(one.id)
          } else {
            expect(status).toBe(held ? 200 : 404)
            if (held) model.set(one.id, { ...held, ...one })
          }
        }
        const seen = fixture.connectors.reader
          .itemsOf(uid, undefined, 10)
          .map(({ itemId, acl, properties }) => [itemId, { acl, title: properties.title }])
        const expected = [...model].map(([key, { list: n, title: text }]) => [key, { acl: LISTS[n], title: text }])
        expect(new Map(seen as [string, object][])).toEqual(new Map(expected as [string, object][]))
        checkBooks()
      }),
      { numRuns: 40 },
    )
  })

  it('property: all at once they leave the books in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const statuses = await Promise.all(steps.map(perform))
        expect(statuses.every((status) => [200, 204, 404, 503].includes(status))).toBe(true)
        checkBooks()
      }),
      { numRuns: 40 },
    )
  })
})

describe('3.5 lists of a person', () => {
  it('property: list and count give exactly what item by item is readable', async () => {
    const tenant = await fixture.newTenant('two.example')
    const as = fixture.app(tenant)
    await readyConnection(as)
    const user = await fixture.directory.createUser(
      tenant,
      { userPrincipalName: 'una@two.example', displayName: 'Una' },
      'system',
    )
    const una = fixture.person(tenant, user.id, ['ExternalItem.Read.All'])
    for (const group of ['a', 'b', 'c']) await as('POST', '/external/connections/harborlogs/groups', { id: group })
    for (const group of ['a', 'b']) {
      await as('POST', `/external/connections/harborlogs/groups/${group}/members`, { id: user.id, type: 'user' })
    }
    const deny = { type: 'externalGroup', value: 'b', accessType: 'deny' }
    for (let n = 0; n < 60; n++) {
      const grant = LISTS[n % 3] ?? []
      const acl = n % 5 === 0 ? [...grant, deny] : grant
      await as('PUT', `${ITEMS}/i${String(n).padStart(2, '0')}`, { acl, properties: { title: 'x' } })
    }
    const oneByOne: string[] = []
    for (let n = 0; n < 60; n++) {
      const key = `i${String(n).padStart(2, '0')}`
      if ((await una('GET', `${ITEMS}/${key}`)).status === 200) oneByOne.push(key)
    }
    expect(oneByOne.length).toBeGreaterThan(20)
    expect((await una('GET', `${ITEMS}/$count`)).text).toBe(String(oneByOne.length))
    for (const top of [1, 7, 100]) {
      const seen: string[] = []
      for (let next: string | undefined = `${ITEMS}?$top=${top}`; next; ) {
        const { json } = await una('GET', next)
        seen.push(...(json.value as { id: string }[]).map((one) => one.id))
        next = (json['@odata.nextLink'] as string | undefined)?.replace('http://graph.microsoft.com/v1.0', '')
      }
      expect(seen).toEqual(oneByOne)
    }
    const { reader } = fixture.connectors.context
    const there = reader.connection(tenant, 'harborlogs')?.uid ?? ''
    const hashes = reader.items.lists(there).map(({ hash }) => hash)
    const range = { after: 'i03', skip: 2, limit: 9 }
    expect(reader.items.idsWith(there, hashes.slice(1), { ...range, isFew: true })).toEqual(
      reader.items.idsWith(there, hashes.slice(1), { ...range, isFew: false }),
    )
    const skipped = (await una('GET', `${ITEMS}?$skip=3&$top=2`)).json.value as { id: string }[]
    expect(skipped.map((one) => one.id)).toEqual(oneByOne.slice(3, 5))
  })
})
