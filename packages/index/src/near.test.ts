import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areNear, type Places } from './near.ts'
import { seedOf } from './suite/random.ts'

describe('areNear', () => {
  /** Every choice of places, tried one by one. */
  function isNearSomehow(parts: readonly Places[], distance: number, isOrdered: boolean): boolean {
    const choices = parts.reduce<{ start: number; end: number }[][]>(
      (before, { starts, length }) =>
        before.flatMap((chosen) => starts.map((start) => [...chosen, { start, end: start + length }])),
      [[]],
    )
    return choices.some((chosen) => {
      const sorted = chosen.toSorted((a, b) => a.start - b.start)
      if (isOrdered && sorted.some((place, index) => place !== chosen[index])) return false
      const gaps = sorted.slice(1).map(({ start }, index) => start - (sorted[index]?.end ?? 0))
      return gaps.every((gap) => gap >= 0) && gaps.reduce((sum, gap) => sum + gap, 0) <= distance
    })
  }

  it('finds what trying every choice finds', () => {
    const part = fc.record({
      starts: fc.uniqueArray(fc.nat(12), { maxLength: 4 }).map((some) => some.toSorted((a, b) => a - b)),
      length: fc.integer({ min: 1, max: 3 }),
    })
    const parts = fc.array(part, { minLength: 1, maxLength: 4 })
    const property = fc.property(parts, fc.nat(8), fc.boolean(), (places, distance, isOrdered) => {
      expect(areNear(places, { distance, isOrdered })).toBe(isNearSomehow(places, distance, isOrdered))
    })
    fc.assert(property, { seed: seedOf('near'), numRuns: 5000 })
  })

  it.each([
    ['a word that is asked for once more than it stands there', 1],
    ['phrases of two words that overlap', 2],
  ])('ends soon with %s, however many other words there are', (_name, length) => {
    const often = Array.from({ length: 2_000 }, (_, n) => n)
    const others = Array.from({ length: 14 }, (_, n) => ({ starts: often.map((at) => 100 + 20 * at + n), length: 1 }))
    const rare = { starts: [0, 1], length }
    const began = performance.now()
    for (const distance of [9_999_999, 20_000, 500])
      expect(areNear([rare, rare, ...(length === 1 ? [rare] : []), ...others], { distance, isOrdered: false })).toBe(
        false,
      )
    const same = { starts: often.slice(0, 15), length: 1 }
    expect(
      areNear(
        Array.from({ length: 16 }, () => same),
        { distance: 50, isOrdered: false },
      ),
    ).toBe(false)
    expect(
      areNear(
        Array.from({ length: 15 }, () => same),
        { distance: 50, isOrdered: false },
      ),
    ).toBe(true)
    expect(
      areNear(
        Array.from({ length: 16 }, () => same),
        { distance: 50, isOrdered: true },
      ),
    ).toBe(false)
    // It took minutes when every choice was tried.
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})
