import { describe, expect, it } from 'vitest'
import { duration, exactTime, relativeTime } from './time.ts'

const NOW = Date.parse('2027-03-01T12:00:00Z')
const before = (seconds: number) => relativeTime(new Date(NOW - seconds * 1000).toISOString(), NOW)

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [59, 'just now'],
    [60, '1 minute ago'],
    [3599, '59 minutes ago'],
    [3600, '1 hour ago'],
    [86_399, '23 hours ago'],
    [86_400, 'yesterday'],
    [604_799, '6 days ago'],
    [604_800, 'last week'],
    [2_629_800, 'last month'],
    [31_557_600, 'last year'],
    [63_115_200, '2 years ago'],
    [-7200, 'in 2 hours'],
  ])('%d seconds ago is %s', (seconds, shown) => {
    expect(before(seconds)).toBe(shown)
  })

  it('has no word for what is no date', () => {
    expect(relativeTime('soon', NOW)).toBeUndefined()
    expect(exactTime('soon')).toBeUndefined()
  })
})

describe('duration', () => {
  it.each([
    [-3, '0 s'],
    [42.4, '42 s'],
    [90, '2 min'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
  ])('%d seconds are %s', (seconds, shown) => {
    expect(duration(seconds)).toBe(shown)
  })
})
