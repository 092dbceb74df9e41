/**
 * Greatest number of a passage's vector: of 16 bits, and little enough that its upper half, rounded, is a byte that is not
 * -128. So a vector and its opposite are alike.
 */
const GREATEST = 127 * 256 + 127
/** Greatest sum of products that the kernel holds, by the greatest half of a number. */
const GREATEST_SUM = Math.floor((2 ** 31 - 1) / 128)

/** A passage's vector in 16-bit numbers, in the direction of the one given. Its greatest number is 32,639 or its opposite, unless all are 0. */
export const quantise = (vector: Float32Array): Int16Array => scaled(vector, GREATEST)

type Numbers = Float32Array | Float64Array

/** A question's vector, for products with those of passages: as fine as the sum of so many products lets it be. */
export const quantiseQuestion = (vector: Numbers): Int16Array =>
  scaled(vector, Math.min(GREATEST, Math.floor(GREATEST_SUM / vector.length)))

function scaled(vector: Numbers, most: number): Int16Array {
  let greatest = 0
  for (const number of vector) greatest = Math.max(greatest, Math.abs(number))
  const scale = greatest === 0 ? 0 : most / greatest
  return Int16Array.from(vector, (number) => Math.round(number * scale))
}

/** The two halves of a number: 256 times the upper one and the lower one are the number, and each is a byte. */
export const upperHalfOf = (number: number) => (number + 128) >> 8
export const lowerHalfOf = (number: number) => number - 256 * upperHalfOf(number)

/** Of a product, by the products of the halves. */
export const wholeOf = (upper: number, lower: number) => 256 * upper + lower

/** One over the length of a vector, by which products become cosines; 0 for one without a direction. */
export function scaleOf(vector: Int8Array | Int16Array): number {
  let square = 0
  for (const number of vector) square += number * number
  return square === 0 ? 0 : 1 / Math.sqrt(square)
}

/** Length of the vector of the lower halves. */
export function lowerLengthOf(vector: Int16Array): number {
  let square = 0
  for (const number of vector) square += lowerHalfOf(number) ** 2
  return Math.sqrt(square)
}

/** An exact integer: the same on every machine and by every kernel. */
export function productOf(a: Int16Array, b: Int16Array): number {
  let product = 0
  for (let at = 0; at < a.length; at++) product += (a[at] ?? 0) * (b[at] ?? 0)
  return product
}

/** Cosine of two vectors by their product and scales. */
export const similarityOf = (product: number, question: number, passage: number) => product * (question * passage)
