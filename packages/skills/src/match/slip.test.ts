import { describe, expect, it } from 'vitest'
import { isSlip } from './slip.ts'

describe('a slip of the hand', () => {
  it('is one letter too many, too few, another, or two in the wrong order', () => {
    for (const word of ['wheather', 'wether', 'weathir', 'waether', 'weathe', 'weatherr', 'eather']) {
      expect(isSlip(word, 'weather'), word).toBe(true)
      expect(isSlip('weather', word), word).toBe(true)
    }
  })

  it('is neither two of them, nor another short word, nor the word itself', () => {
    for (const [a, b] of [
      ['wehater', 'weather'],
      ['weather', 'feathers'],
      ['weather', 'weather'],
      ['book', 'cook'],
      ['', 'a'],
    ]) {
      expect(isSlip(a ?? '', b ?? ''), `${a} ${b}`).toBe(false)
    }
  })
})
