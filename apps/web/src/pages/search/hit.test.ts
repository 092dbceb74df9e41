import { describe, expect, it } from 'vitest'
import type { SearchConnection } from '../../api/types.ts'
import { hitValues, itemIdOf, readable, resultOf } from './hit.ts'

const connection: SearchConnection = {
  id: 'harborlogs',
  uid: '0'.repeat(32),
  name: 'Harbor logs',
  labels: { title: 'vessel', url: 'link', lastModifiedDateTime: 'arrived' },
}

const hit = (properties: Readonly<Record<string, unknown>>, contentSource = 'harborlogs') => ({
  hitId: 'QUFR',
  rank: 1,
  contentSource,
  resource: { properties },
})

describe('connectors 5.4, a hit', () => {
  it('is read through the labels of its connection', () => {
    const properties = {
      vessel: 'MV Gannet',
      link: 'https://harbor.example/log/A14',
      arrived: '2027-02-03T04:10:00Z',
      substrateContentDomainId: '0f3c@tenant,2027,A14',
    }
    expect(resultOf(hit(properties), [connection])).toMatchObject({
      item: { connectionId: 'harborlogs', itemId: '2027,A14' },
      title: 'MV Gannet',
      source: { host: 'harbor.example' },
      connectionName: 'Harbor logs',
      modifiedAt: '2027-02-03T04:10:00Z',
    })
  })

  it('takes the whole path for contentSource as well as the bare id', () => {
    expect(resultOf(hit({ vessel: 'A' }, '/external/connections/HarborLogs'), [connection]).connectionName).toBe(
      'Harbor logs',
    )
  })

  it('has a name when the item has none, and never a link that is not http', () => {
    const result = resultOf(hit({ link: 'javascript:alert(1)' }), [connection])
    expect(result.title).toBe('Untitled item')
    expect(result.source).toBeUndefined()
  })

  it('does not take inherited members for properties', () => {
    const odd = { ...connection, labels: { title: 'constructor', createdBy: '__proto__' } }
    expect(resultOf(hit({}), [odd])).toMatchObject({ title: 'Untitled item', author: undefined })
  })

  it('splits the domain id at the first comma only', () => {
    expect(itemIdOf('uid@tenant,a,b')).toBe('a,b')
    expect(itemIdOf('uid@tenant')).toBeUndefined()
    expect(itemIdOf(7)).toBeUndefined()
  })
})

describe('connectors 2.3, values', () => {
  it.each([
    [null, undefined],
    ['', undefined],
    [[], undefined],
    [0, '0'],
    [false, 'false'],
    [['a', 'b'], 'a, b'],
    [{ externalName: 'Mei', email: 'mei@x.example' }, 'Mei'],
    [{ other: 1 }, '{"other":1}'],
  ])('%j reads as %j', (value, shown) => {
    expect(readable(value)).toBe(shown)
  })
})

describe('connectors 5.8, what a layout can bind', () => {
  it('the properties, the labels that no property is named like, and the summary without its marks', () => {
    const found = {
      ...hit({ vessel: 'MV Gannet', URL: 'own', link: 'https://a.example' }),
      summary: '<ddd/> <c0>fog</c0> &lt;b&gt;',
    }
    expect(hitValues(found, [connection])).toEqual({
      vessel: 'MV Gannet',
      URL: 'own',
      link: 'https://a.example',
      title: 'MV Gannet',
      ResultSnippet: '… fog <b>',
    })
  })
})
