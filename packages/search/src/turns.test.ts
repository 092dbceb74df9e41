import { expect, it } from 'vitest'
import { inTurns } from './turns.ts'

it('gives what the work makes in order, and lets others have their turn in between', async () => {
  let others = 0
  const other = () => {
    others++
    next = setImmediate(other)
  }
  let next = setImmediate(other)
  const long = (one: number) => {
    for (const end = performance.now() + 11; performance.now() < end; );
    return one * 2
  }
  expect(await inTurns([1, 2, 3, 4], long)).toEqual([2, 4, 6, 8])
  clearImmediate(next)
  expect(others).toBeGreaterThanOrEqual(3)
})
