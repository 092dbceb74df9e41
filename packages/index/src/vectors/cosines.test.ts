import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cosinesOf } from './cosines.ts'

const cosine = (a: readonly number[], b: readonly number[]) => {
  const product = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, n) => sum + v * (y[n] ?? 0), 0)
  const length = Math.sqrt(product(a, a) * product(b, b))
  return length === 0 ? 0 : product(a, b) / length
}
const number = fc.float({ min: -1, max: 1, noNaN: true }).map(Math.fround)
const vectors = fc
  .tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 150 }))
  .chain(([dimensions, count]) => {
    const vector = fc.array(number, { minLength: dimensions, maxLength: dimensions })
    return fc.tuple(fc.array(vector, { minLength: count, maxLength: count }), vector)
  })

it('gives the cosine of each vector, also where several lists are asked in turn', () => {
  fc.assert(
    fc.property(vectors, vectors, (one, other) => {
      const both = [one, other].map(([rows, asked]) => ({
        rows,
        asked,
        cosines: cosinesOf(rows.map((row) => Float32Array.from(row))),
      }))
      for (const { rows, asked, cosines } of [...both, ...both])
        rows.forEach((row, n) => {
          // Eight bits for each number: the rest of a percent is lost.
          expect(cosines.of(Float32Array.from(asked))?.[n]).toBeCloseTo(cosine(row, asked), 1)
        })
    }),
    { numRuns: 40 },
  )
})

it('says nothing of a question that another model made, and of no vectors', () => {
  expect(cosinesOf([Float32Array.of(1, 0)]).of(Float32Array.of(1, 0, 0))).toBeUndefined()
  expect(cosinesOf([]).of(Float32Array.of(1))).toBeUndefined()
  expect([...(cosinesOf([Float32Array.of(3, 4), new Float32Array(2)]).of(Float32Array.of(0.6, 0.8)) ?? [])]).toEqual([
    expect.closeTo(1, 3),
    0,
  ])
})
