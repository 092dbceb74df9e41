import { describe, expect, it } from 'vitest'
import { dateRangeOf } from './dates.ts'
import { numberOf } from './numbers.ts'

const iso = (value: string, now = '2027-02-03T15:00:00Z') => {
  const range = dateRangeOf(value, Date.parse(now))
  return range && [new Date(range.from).toISOString(), new Date(range.to).toISOString()]
}
const midnight = (day: string) => `${day}T00:00:00.000Z`

describe('dates (5.3)', () => {
  it.each([
    ['2027-02-01', '2027-02-01', '2027-02-02'],
    ['2028-02-29', '2028-02-29', '2028-03-01'],
    ['2027-12-31', '2027-12-31', '2028-01-01'],
    [' 0050-01-01 ', '0050-01-01', '0050-01-02'],
  ])('%s is its whole day', (value, from, to) => {
    expect(iso(value)).toEqual([midnight(from), midnight(to)])
  })

  it.each([
    ['2027-02-03T04:10:00', '2027-02-03T04:10:00.000Z', '2027-02-03T04:10:00.001Z'],
    ['2027-02-03T04:10:00Z', '2027-02-03T04:10:00.000Z', '2027-02-03T04:10:00.001Z'],
    ['2027-02-03t04:10:00z', '2027-02-03T04:10:00.000Z', '2027-02-03T04:10:00.001Z'],
    ['2027-02-03T04:10', '2027-02-03T04:10:00.000Z', '2027-02-03T04:10:00.001Z'],
    ['2027-02-03T04:10:00.5Z', '2027-02-03T04:10:00.500Z', '2027-02-03T04:10:00.501Z'],
    ['2027-02-03T04:10:00.1234567Z', '2027-02-03T04:10:00.123Z', '2027-02-03T04:10:00.124Z'],
    ['2027-12-31T23:59:59.999Z', '2027-12-31T23:59:59.999Z', '2028-01-01T00:00:00.000Z'],
  ])('%s is its millisecond, in UTC', (value, from, to) => {
    expect(iso(value)).toEqual([from, to])
  })

  // 2027-02-03 is a Wednesday.
  it.each([
    ['today', '2027-02-03', '2027-02-04'],
    ['Yesterday', '2027-02-02', '2027-02-03'],
    ['this week', '2027-02-01', '2027-02-08'],
    ['This  Week', '2027-02-01', '2027-02-08'],
    ['this month', '2027-02-01', '2027-03-01'],
    ['last month', '2027-01-01', '2027-02-01'],
    ['this year', '2027-01-01', '2028-01-01'],
    ['last year', '2026-01-01', '2027-01-01'],
  ])('%s is its whole interval', (value, from, to) => {
    expect(iso(value)).toEqual([midnight(from), midnight(to)])
  })

  it.each([
    ['this week', '2027-02-07T23:59:59.999Z', '2027-02-01', '2027-02-08'],
    ['this week', '2027-02-08T00:00:00Z', '2027-02-08', '2027-02-15'],
    ['yesterday', '2028-03-01T00:00:00Z', '2028-02-29', '2028-03-01'],
    ['last month', '2027-01-31T12:00:00Z', '2026-12-01', '2027-01-01'],
    ['this month', '2027-12-31T12:00:00Z', '2027-12-01', '2028-01-01'],
    ['last month', '2027-03-31T12:00:00Z', '2027-02-01', '2027-03-01'],
  ])('%s as seen from %s', (value, now, from, to) => {
    expect(iso(value, now)).toEqual([midnight(from), midnight(to)])
  })

  it.each([
    '',
    'gannet',
    'tomorrow',
    'last week',
    '2027',
    '2027-02',
    '2027-2-1',
    '2027-02-29',
    '2027-13-01',
    '2027-00-10',
    '2027-02-00',
    '2027-02-03T24:00:00',
    '2027-02-03T04:60:00',
    '2027-02-03T04:10:60',
    '2027-02-03 04:10:00',
    '2027-02-03T04:10:00+01:00',
    '02/03/2027',
    '2027-02-01..2027-02-02',
  ])('%j is no date', (value) => {
    expect(iso(value)).toBeUndefined()
  })
})

describe('numbers (5.3)', () => {
  it.each([
    ['4', 4],
    ['-4', -4],
    ['+4', 4],
    ['4.5', 4.5],
    ['.5', 0.5],
    ['4.', 4],
    ['1e3', 1000],
    [' 7 ', 7],
    ['007', 7],
  ])('%j', (text, expected) => {
    expect(numberOf(text)).toBe(expected)
  })
  it.each(['', ' ', '.', '-', '0x10', '1,5', '1 000', 'Infinity', 'NaN', '1e999', '4*', '4..5', '٤', '1n', '1_000'])(
    '%j is no number',
    (text) => {
      expect(numberOf(text)).toBeUndefined()
    },
  )
})
