import { KERNEL } from './kernel.ts'
import { quantise, quantiseQuestion, scaleOf, similarityOf, upperHalfOf } from './quantise.ts'

/** Some thousands of vectors, to be compared with a question at once. */
export interface Cosines {
  /** The cosine of each with the question, in their order; undefined when its length is another. The same on every machine. */
  of(question: Float32Array): Float64Array | undefined
}

/** Bytes that the kernel reads at a time. */
const STEP = 32
/** Bits of a word of the mask. */
const WORD = 64
const PAGE = 65_536

/** One memory for all: a memory of the kernel takes room among the addresses, however small it is. */
const memory = new WebAssembly.Memory({ initial: 1 })
const { scan } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(KERNEL, 'base64')), {
  memory: { rows: memory },
}).exports
/** Whose vectors are in it. */
let held: object | undefined

/**
 * 256 numbers of a thousand vectors take about 10 microseconds. Eight bits of each number are enough here: nobody pages
 * through functions, and a hundredth of a cosine moves none.
 */
export function cosinesOf(vectors: readonly Float32Array[]): Cosines {
  const dimensions = vectors[0]?.length ?? 0
  const numbers = vectors.map((vector) =>
    vector.length === dimensions ? quantise(vector).map(upperHalfOf) : new Int16Array(dimensions),
  )
  const scales = Float64Array.from(numbers, scaleOf)
  const stride = Math.ceil(dimensions / STEP) * STEP
  // One after the other: vectors, mask, question, products.
  const mask = Math.ceil((vectors.length * stride) / 8) * 8
  const question = mask + Math.ceil(vectors.length / WORD) * 8
  const products = question + 2 * stride
  const end = products + vectors.length * 4
  const block = new Int8Array(question)
  numbers.forEach((vector, n) => {
    block.set(vector, n * stride)
    const at = mask + (n >>> 3)
    block[at] = (block[at] ?? 0) | (1 << (n & 7))
  })

  return {
    of(asked) {
      if (asked.length !== dimensions || typeof scan !== 'function') return undefined
      if (memory.buffer.byteLength < end) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE))
      if (held !== block) new Int8Array(memory.buffer).set(block)
      held = block
      const quantised = quantiseQuestion(asked)
      new Int16Array(memory.buffer, question, stride).fill(0).set(quantised)
      scan(0, vectors.length, stride, question, mask, products)
      const found = new Int32Array(memory.buffer, products, vectors.length)
      const scale = scaleOf(quantised)
      const cosines = new Float64Array(vectors.length)
      for (let n = 0; n < cosines.length; n++) cosines[n] = similarityOf(found[n] ?? 0, scale, scales[n] ?? 0)
      return cosines
    },
  }
}
