/** Greatest number of a passage's vector; -128 is not used, so that a vector and its opposite are alike. */
const GREATEST = 127
/**
 * Greatest number of a question's vector. There is only one of it, so that it can be finer: what the numbers lose then costs
 * half as much. A product of 8192 numbers still fits in 32 bits.
 */
const GREATEST_ASKED = 2047

/** A passage's vector in eight-bit numbers, in the direction of the one given. Its greatest number is 127 or -127, unless all are 0. */
export const quantise = (vector: Float32Array): Int8Array => Int8Array.from(scaled(vector, GREATEST))

/** A question's vector in twelve-bit numbers, for products with those of passages. */
export const quantiseQuestion = (vector: Float32Array): Int16Array => Int16Array.from(scaled(vector, GREATEST_ASKED))

function scaled(vector: Float32Array, most: number): Float32Array {
  let greatest = 0
  for (const number of vector) greatest = Math.max(greatest, Math.abs(number))
  const scale = greatest === 0 ? 0 : most / greatest
  return vector.map((number) => Math.round(number * scale))
}

type Whole = Int8Array | Int16Array

/** One over the length of a vector, by which products become cosines; 0 for one without a direction. */
export function scaleOf(vector: Whole): number {
  let square = 0
  for (const number of vector) square += number * number
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}

/** An exact integer: the same on every machine and by every kernel. */
export function productOf(a: Whole, b: Whole): number {
  let product = 0
  for (let at = 0; at < a.length; at++) product += (a[at] ?? 0) * (b[at] ?? 0)
  return product
}

/** Cosine of two vectors by their product and scales. */
export const similarityOf = (product: number, question: number, passage: number) => product * (question * passage)
