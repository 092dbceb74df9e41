import type { ItemId, TenantId } from '@jumpseat/wire'
import { describe, expect, it } from 'vitest'
import type { StoredItem } from '../types.ts'
import { createRecent } from './recent.ts'

const item = (itemId: string, title: string): StoredItem => ({
  tenantId: '11111111-1111-4111-8111-111111111111' as TenantId,
  connectionUid: 'uid',
  itemId: itemId as ItemId,
  acl: [],
  properties: { title },
  content: null,
  plainText: '',
  sensitivityLabelId: null,
  isIndexable: true,
  receivedAt: 0,
})

describe('items that were just written', () => {
  it('are handed out once, for exactly the change that made them', () => {
    const recent = createRecent()
    recent.keep(4, item('a', 'four'), 10)
    expect(recent.take('uid', 'b', 4)).toBeUndefined()
    expect(recent.take('other', 'a', 4)).toBeUndefined()
    expect(recent.take('uid', 'a', 4)?.properties).toEqual({ title: 'four' })
    expect(recent.take('uid', 'a', 4)).toBeUndefined()
  })

  it('are not handed out for an older change, nor once a newer one followed', () => {
    const recent = createRecent()
    recent.keep(4, item('a', 'four'), 10)
    expect(recent.take('uid', 'a', 3)).toBeUndefined()
    expect(recent.take('uid', 'a', 5)).toBeUndefined()
    expect(recent.take('uid', 'a', 4)).toBeUndefined()
  })

  it('of two writes the later one stays, in whatever order they are answered', () => {
    const recent = createRecent()
    recent.keep(5, item('a', 'five'), 10)
    recent.keep(4, item('a', 'four'), 10)
    expect(recent.take('uid', 'a', 5)?.properties).toEqual({ title: 'five' })
  })

  it('take a bounded room: the oldest go first', () => {
    const recent = createRecent()
    for (let n = 0; n < 40; n++) recent.keep(n + 1, item(`i${n}`, ''), 1_000_000)
    expect(recent.take('uid', 'i0', 1)).toBeUndefined()
    expect(recent.take('uid', 'i39', 40)).toBeDefined()
  })
})
