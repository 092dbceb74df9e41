import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MOST_DIMENSIONS } from '../engine/rows.ts'
import { Vectors } from '../engine/vectors.ts'
import { seedOf } from '../suite/random.ts'
import { embeddedTexts, fingerprintOf } from './embedded.ts'
import { passagesOf } from './passages.ts'
import { productOf, quantise, quantiseQuestion, scaleOf, similarityOf } from './quantise.ts'

describe('quantised vectors', () => {
  it('point where the vectors point', () => {
    const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 64, maxLength: 64 })
    const property = fc.property(numbers, numbers, (a, b) => {
      const [x, y] = [Float32Array.from(a), Float32Array.from(b)]
      const [p, q] = [quantiseQuestion(x), quantise(y)]
      const length = Math.hypot(...x) * Math.hypot(...y)
      if (length < 1e-3) return
      const exact = x.reduce((sum, number, at) => sum + number * (y[at] ?? 0), 0) / length
      expect(Math.abs(similarityOf(productOf(p, q), scaleOf(p), scaleOf(q)) - exact)).toBeLessThan(0.0001)
    })
    fc.assert(property, { seed: seedOf('quantise'), numRuns: 200 })
  })

  it('of zeros are zeros, without a direction', () => {
    const zeros = quantise(new Float32Array(8))
    expect([scaleOf(zeros), similarityOf(productOf(zeros, zeros), scaleOf(zeros), 1)]).toEqual([0, 0])
  })
})

describe('the kernel', () => {
  it.each([1, 31, 32, 33, 256, 300])(
    'multiplies vectors of %i numbers exactly, over blocks and chunks',
    (dimensions) => {
      const vectors = new Vectors(dimensions)
      // Enough for a second block of a megabyte, and for chunks that are not full.
      const count = Math.ceil((1.2 * 2 ** 20) / Math.max(32, dimensions))
      const all = Array.from({ length: count }, (_, doc) =>
        quantise(
          Float32Array.from(
            { length: dimensions },
            (_, at) => ((doc * 31 + at * 17 + ((doc * at) % 13)) % 2551) - 1275,
          ),
        ),
      )
      for (const [doc, vector] of all.entries()) vectors.set(doc, [{ from: 0, to: doc }], vector)
      const bits = Uint32Array.from({ length: (count >>> 5) + 1 }, (_, word) =>
        word % 3 === 0 ? 0xffff_ffff : word % 3,
      )
      const question = quantiseQuestion(Float32Array.from(all[7] ?? []))
      const isIn = (doc: number) => (((bits[doc >>> 5] ?? 0) >>> (doc & 31)) & 1) === 1
      const expected = all
        .flatMap((vector, doc) =>
          isIn(doc)
            ? [{ doc, similarity: similarityOf(productOf(question, vector), scaleOf(question), scaleOf(vector)) }]
            : [],
        )
        .sort((a, b) => b.similarity - a.similarity || a.doc - b.doc)
        .slice(0, 20)
      const found = vectors.nearest(bits, question, { depth: 20, least: 0.0001 }, (a, b) => a - b)
      expect(found.map(({ doc, similarity }) => ({ doc, similarity }))).toEqual(expected)
    },
  )
})

describe('the longest vectors', () => {
  // Of the first all upper halves are the greatest, of the second all lower ones.
  it.each([127 * 256 + 127, 126 * 256 + 128])('are multiplied exactly, of numbers of %i', (number) => {
    const vectors = new Vectors(MOST_DIMENSIONS)
    const passage = new Int16Array(MOST_DIMENSIONS).fill(number)
    const question = quantiseQuestion(new Float32Array(MOST_DIMENSIONS).fill(1))
    vectors.set(0, [{ from: 0, to: 1 }], passage)
    const [found] = vectors.nearest(Uint32Array.of(1), question, { depth: 1, least: 0.01 }, () => 0)
    const exact = similarityOf(productOf(question, passage), scaleOf(question), scaleOf(passage))
    expect(found?.similarity).toBe(exact)
    expect(exact).toBeCloseTo(1)
  })
})

describe('passages', () => {
  it('cover the text in order, overlap, are not too long, and never part a pair of surrogates', () => {
    const piece = fc.oneof(fc.constantFrom('. ', '\n\n', ' ', '😀', '東'), fc.string({ minLength: 1, maxLength: 40 }))
    const property = fc.property(fc.array(piece, { maxLength: 400 }), (pieces) => {
      const text = pieces.join('')
      const passages = passagesOf(text)
      expect(passages[0]?.from).toBe(0)
      expect(passages.at(-1)?.to).toBe(text.length)
      for (const [n, { from, to }] of passages.entries()) {
        expect(to - from).toBeLessThanOrEqual(1200)
        const next = passages[n + 1]
        if (next) expect([next.from > from, next.from < to, next.to > to]).toEqual([true, true, true])
        if (text.isWellFormed()) expect(text.slice(from, to).isWellFormed()).toBe(true)
      }
    })
    fc.assert(property, { seed: seedOf('passages'), numRuns: 200 })
  })

  it('end where a paragraph, else a sentence, else a word ends', () => {
    const sentence = 'The pilot boarded late. '
    const text = sentence.repeat(200)
    for (const { to } of passagesOf(text)) expect(text.slice(0, to)).toMatch(/\. $/)
    expect(passagesOf('')).toEqual([{ from: 0, to: 0 }])
    expect(passagesOf('x'.repeat(5000)).every(({ from, to }) => to - from <= 1200)).toBe(true)
    expect(passagesOf(sentence.repeat(100_000)).at(-1)?.to).toBe(200_000)
  })
})

describe('what is embedded', () => {
  it('is each passage below the title, also where the title is not searchable', () => {
    expect(embeddedTexts({ title: 'Log', content: 'fog' })).toEqual([{ passage: { from: 0, to: 3 }, text: 'Log\nfog' }])
    expect(embeddedTexts({ title: undefined, heading: 'Log', content: '' }).map(({ text }) => text)).toEqual(['Log'])
    expect(embeddedTexts({ title: undefined, content: ' ' })).toEqual([])
  })

  it('has a fingerprint that tells title and content apart', () => {
    const prints = [
      fingerprintOf({ title: 'ab', content: 'c' }),
      fingerprintOf({ title: 'a', content: 'bc' }),
      fingerprintOf({ title: undefined, content: 'abc' }),
      fingerprintOf({ title: '1 a', content: 'bc' }),
    ]
    expect(new Set(prints).size).toBe(4)
    expect(fingerprintOf({ title: undefined, heading: 'ab', content: 'c' })).toBe(prints[0])
  })
})
