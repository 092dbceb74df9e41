import { KERNEL } from './kernel.ts'
import { quantise, quantiseQuestion, scaleOf, similarityOf, upperHalfOf } from './quantise.ts'

/** Some thousands of vectors that belong to nobody, to be compared with a question at once. */
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

/** 256 numbers of a thousand vectors take about 10 microseconds. */
export function cosinesOf(vectors: readonly Float32Array[]): Cosines {
  // Upper halves alone: of a few descriptions nobody asks for the nearest but one.
  const numbers = vectors.map((vector) => Int8Array.from(quantise(vector), upperHalfOf))
  const dimensions = numbers[0]?.length ?? 0
  const stride = Math.ceil(dimensions / STEP) * STEP
  const scales = numbers.map((vector) => (vector.length === dimensions ? scaleOf(vector) : 0))
  // One after the other: vectors, question, mask, products.
  const question = vectors.length * stride
  const mask = Math.ceil((question + 2 * stride) / 8) * 8
  const words = Math.ceil(vectors.length / WORD)
  const products = mask + words * 8
  const end = products + vectors.length * 4
  const key = {}

  const fill = () => {
    if (memory.buffer.byteLength < end) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE))
    const bytes = new Int8Array(memory.buffer)
    bytes.fill(0, 0, end)
    numbers.forEach((vector, n) => {
      if (vector.length === dimensions) bytes.set(vector, n * stride)
    })
    for (let n = 0; n < vectors.length; n++) {
      const at = mask + (n >>> 3)
      bytes[at] = (bytes[at] ?? 0) | (1 << (n & 7))
    }
    held = key
  }

  return {
    of(asked) {
      if (asked.length !== dimensions || typeof scan !== 'function') return undefined
      if (held !== key) fill()
      const quantised = quantiseQuestion(asked)
      new Int16Array(memory.buffer, question, stride).set(quantised)
      scan(0, vectors.length, stride, question, mask, products)
      const found = new Int32Array(memory.buffer, products, vectors.length)
      const scale = scaleOf(quantised)
      return Float64Array.from(found, (product, n) => similarityOf(product, scale, scales[n] ?? 0))
    },
  }
}
