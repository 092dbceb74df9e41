import { describe, expect, it } from 'vitest'
import { killRounds } from './kill.ts'

describe('acknowledged means durable', () => {
  it('10 rounds of kill -9 while 32 writers run lose nothing that was answered with 2xx', {
    timeout: 180_000,
  }, async () => {
    const results = await killRounds({ rounds: 10, writers: 32, writes: [100, 600] })
    expect(results.flatMap(({ lost }) => lost)).toEqual([])
    // The test is worth something only when there was writing to lose.
    for (const { acknowledged } of results) expect(acknowledged).toBeGreaterThanOrEqual(100)
  })
})
