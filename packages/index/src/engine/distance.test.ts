import fc from 'fast-check'
import { expect, it } from 'vitest'
import { distanceOf } from '../correct.ts'
import { createDistance } from './distance.ts'

it('counts edits as the reference does, as far as it reaches', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '𝛼'), maxLength: 8 })
  const property = fc.property(
    word,
    fc.array(word, { minLength: 1, maxLength: 8 }),
    fc.nat(3),
    (wrong, others, reach) => {
      const distanceTo = createDistance(wrong, reach)
      for (const other of others) {
        const distance = distanceOf(wrong, other)
        expect(distanceTo(other)).toBe(distance <= reach ? distance : undefined)
      }
    },
  )
  fc.assert(property, { numRuns: 3000 })
})
