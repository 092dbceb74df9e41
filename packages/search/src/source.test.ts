import type { PropertyBag } from '@jumpseat/connectors'
import type { ItemId } from '@jumpseat/wire'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { itemSource } from './index.ts'
import type { PropertySpec } from './test/connectors.ts'
import { A14, HARBOUR_SCHEMA } from './test/harbour.ts'
import { openWorld, TENANT, type World } from './test/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let count = 0
async function indexed(schema: readonly PropertySpec[], properties: PropertyBag) {
  const id = `connection${count++}`
  const uid = await world.connectors.connect(TENANT, id, schema)
  await world.connectors.put(TENANT, id, 'a', { ...A14, properties })
  const item = itemSource(world.connectors.reader, world.directory).item(uid, 'a' as ItemId)
  if (!item) throw new RangeError('the item is missing')
  return item
}

describe('contract: connectors 7.1, what is indexed how', () => {
  it('title by label, searchable text, plain text of the content, date by label', async () => {
    expect(await indexed(HARBOUR_SCHEMA, A14.properties)).toMatchObject({
      tenantId: TENANT,
      itemId: 'a',
      acl: A14.acl,
      title: 'MV Gannet',
      content: A14.plainText,
      searchable: { tags: ['bulk', 'delayed'], remark: ['Owes harbour dues'] },
      modifiedAt: Date.UTC(2027, 1, 3, 4, 10),
    })
  })

  it('leaves out what is not searchable, the title too', async () => {
    const schema: readonly PropertySpec[] = [
      { name: 'vessel', labels: ['title'] },
      { name: 'hidden' },
      { name: 'berth', type: 'int64' },
    ]
    const item = await indexed(schema, { vessel: 'Tern', hidden: 'x', berth: 5 })
    expect([item.title, item.searchable, item.modifiedAt]).toEqual([undefined, {}, undefined])
  })

  it('is of interest by its labels a little, and by what people do with it', async () => {
    const schema: readonly PropertySpec[] = [
      { name: 'link', labels: ['url'] },
      { name: 'file', labels: ['fileName'] },
      { name: 'by', labels: ['lastModifiedBy'] },
      { name: 'ending', labels: ['fileExtension'] },
    ]
    const interest = async (properties: PropertyBag) => (await indexed(schema, properties)).interest
    expect(await interest({ file: ' ' })).toBe(0)
    expect(await interest({ link: 'https://harbor.example', file: ' ' })).toBeCloseTo(0.05)
    expect(await interest({ link: 'https://harbor.example', file: 'a.md', by: 'Ana', ending: 'md' })).toBeCloseTo(0.2)
  })

  it('keeps a property named __proto__ as data', async () => {
    const properties = JSON.parse('{"__proto__": "lantern"}') as PropertyBag
    const { searchable } = await indexed([{ name: '__proto__', isSearchable: true }], properties)
    expect(Object.entries(searchable)).toEqual([['__proto__', ['lantern']]])
  })
})
