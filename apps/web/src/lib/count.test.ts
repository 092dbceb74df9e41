import { describe, expect, it } from 'vitest'
import { count, plural } from './count.ts'

describe('count and plural', () => {
  it('separates thousands', () => {
    expect(count(1_234_567)).toBe('1,234,567')
    expect(plural(1_234_567, 'item', 'items')).toBe('1,234,567 items')
  })

  it.each([
    [0, '0 items'],
    [1, '1 item'],
    [2, '2 items'],
  ])('%d is %s', (n, shown) => {
    expect(plural(n, 'item', 'items')).toBe(shown)
  })
})
