import { expect, it } from 'vitest'
import { built } from '../../../../scripts/kernel.ts'
import { KERNEL } from './kernel.ts'

it('is what its source says', async () => {
  expect(await built('index/src/vectors')).toBe(KERNEL)
})
