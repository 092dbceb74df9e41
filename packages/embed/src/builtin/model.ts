import { KERNEL } from './kernel.ts'
import { createTokeniser } from './tokens.ts'
import type { Weights } from './weights.ts'

export interface Model {
  readonly id: string
  readonly dimensions: number
  readonly threshold: number
  /** One vector after the other, each of length 1 or the sum as it is, all zeros where no token is known. */
  embed(texts: readonly string[], isSum: boolean): Float32Array<ArrayBuffer>
}

interface Kernel {
  sum(
    tokens: number,
    count: number,
    vectors: number,
    stride: number,
    factors: number,
    dimensions: number,
    out: number,
  ): void
}

/** Tokens of a text that are read: more than any passage has. A guard, so that a text of megabytes fills no memory. */
const LONGEST_TEXT = 16_384
const PAGE = 65_536

/** The model with its weights in the memory of the kernel; vectors of `dimensions` numbers, the first ones. */
export function modelOf(weights: Weights, dimensions: number): Model {
  const stride = weights.dimensions
  const factorsAt = 0
  const vectorsAt = aligned(weights.factors.length)
  const tokensAt = aligned(vectorsAt + weights.vectors.length)
  const outAt = tokensAt + LONGEST_TEXT * 4
  const memory = new WebAssembly.Memory({ initial: Math.ceil((outAt + stride * 4) / PAGE) })
  new Uint8Array(memory.buffer).set(weights.factors, factorsAt)
  new Uint8Array(memory.buffer).set(weights.vectors, vectorsAt)
  const compiled = new WebAssembly.Module(Buffer.from(KERNEL, 'base64'))
  const kernel = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernel
  const tokenised = new Uint32Array(memory.buffer, tokensAt, LONGEST_TEXT)
  const out = new Float32Array(memory.buffer, outAt, dimensions)
  const tokensOf = createTokeniser(weights.vocabulary)

  return {
    id: dimensions === stride ? weights.id : `${weights.id}-${dimensions}`,
    dimensions,
    threshold: weights.threshold,
    embed: (texts, isSum) => {
      const vectors = new Float32Array(texts.length * dimensions)
      texts.forEach((text, row) => {
        const tokens = tokensOf(text)
        const count = Math.min(tokens.length, LONGEST_TEXT)
        for (let i = 0; i < count; i++) tokenised[i] = tokens[i] ?? 0
        kernel.sum(tokensAt, count, vectorsAt, stride, factorsAt, dimensions, outAt)
        if (isSum) vectors.set(out, row * dimensions)
        else writeUnit(out, vectors, row * dimensions)
      })
      return vectors
    },
  }
}

const aligned = (bytes: number) => Math.ceil(bytes / 16) * 16

/** Copies a vector scaled to length 1; one without length stays zeros. */
function writeUnit(from: Float32Array, to: Float32Array, at: number): void {
  let squares = 0
  for (const value of from) squares += value * value
  if (squares === 0) return
  const scale = 1 / Math.sqrt(squares)
  for (let i = 0; i < from.length; i++) to[at + i] = (from[i] ?? 0) * scale
}
