import type { PropertyBag } from '@jumpseat/connectors'
import { describe, expect, it } from 'vitest'
import { indexedItem } from './source.ts'
import { connectorsInMemory, type PropertySpec } from './test/connectors.ts'
import { A14, HARBOUR_SCHEMA } from './test/harbour.ts'
import { TENANT } from './test/world.ts'

const silentStore = { change: () => ({ sql: '', parameters: [] }), write: async () => [] } as never

async function indexed(schema: readonly PropertySpec[], properties: PropertyBag) {
  const { reader, connect, put } = connectorsInMemory(silentStore)
  const uid = await connect(TENANT, 'harborlogs', schema)
  await put(TENANT, 'harborlogs', 'a', { ...A14, properties })
  const [connection, item] = [reader.connectionByUid(uid), reader.itemOf(uid, 'a')]
  if (!connection || !item) throw new RangeError('the item is missing')
  return indexedItem(connection, reader.schemaOf(uid) ?? { properties: [] }, item)
}

describe('contract: connectors 7.1, what is indexed how', () => {
  it('title by label, searchable text, plain text of the content, date by label', async () => {
    expect(await indexed(HARBOUR_SCHEMA, A14.properties)).toMatchObject({
      tenantId: TENANT,
      connectionId: 'harborlogs',
      itemId: 'a',
      acl: A14.acl,
      title: 'MV Gannet',
      content: A14.plainText,
      searchable: { tags: ['bulk', 'delayed'], remark: 'Owes harbour dues'.split('\n') },
      modifiedAt: Date.UTC(2027, 1, 3, 4, 10),
    })
  })

  it('leaves out what is not searchable, the title too, and values that are no text', async () => {
    const schema: readonly PropertySpec[] = [
      { name: 'vessel', labels: ['title'] },
      { name: 'hidden' },
      { name: 'notes', isSearchable: true },
    ]
    const item = await indexed(schema, { vessel: 'Tern', hidden: 'x', notes: 5 })
    expect([item.title, item.searchable, item.modifiedAt]).toEqual([undefined, {}, undefined])
  })

  it('keeps a property named __proto__ as data', async () => {
    const properties = JSON.parse('{"__proto__": "lantern"}') as PropertyBag
    const { searchable } = await indexed([{ name: '__proto__', isSearchable: true }], properties)
    expect(Object.entries(searchable)).toEqual([['__proto__', ['lantern']]])
  })
})
