import fc from 'fast-check'
import { expect, it } from 'vitest'
import { areNear as areAllNear } from '../near.ts'
import { areNear } from './near.ts'

it('finds two parts near each other as the reference does', () => {
  const places = fc.record({
    starts: fc.uniqueArray(fc.nat(20), { maxLength: 5 }).map((starts) => starts.toSorted((a, b) => a - b)),
    length: fc.integer({ min: 1, max: 3 }),
  })
  const parts = fc.array(places, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(parts, fc.nat(6), fc.boolean(), (of, distance, isOrdered) => {
      expect(areNear(of, { distance, isOrdered })).toBe(areAllNear(of, { distance, isOrdered }))
    }),
    { numRuns: 3000 },
  )
})
