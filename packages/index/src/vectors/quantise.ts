/** Greatest number of a quantised vector; -128 is not used, so that a vector and its opposite are alike. */
const GREATEST = 127

/** A vector in eight-bit numbers, in the direction of the one given. Its greatest number is 127 or -127, unless all are 0. */
export function quantise(vector: Float32Array): Int8Array {
  let greatest = 0
  for (const number of vector) greatest = Math.max(greatest, Math.abs(number))
  const scale = greatest === 0 ? 0 : GREATEST / greatest
  return Int8Array.from(vector, (number) => Math.round(number * scale))
}

/** One over the length of a vector, by which products become cosines; 0 for one without a direction. */
export function scaleOf(vector: Int8Array): number {
  let square = 0
  for (const number of vector) square += number * number
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}

/** An exact integer: the same on every machine and by every kernel. */
export function productOf(a: Int8Array, b: Int8Array): number {
  let product = 0
  for (let at = 0; at < a.length; at++) product += (a[at] ?? 0) * (b[at] ?? 0)
  return product
}

/** Cosine of two vectors by their product and scales. */
export const similarityOf = (product: number, question: number, passage: number) => product * (question * passage)
