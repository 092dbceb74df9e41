/** The vector at length 1; one of zeros stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  let square = 0
  for (const number of vector) square += number * number
  if (square === 0) return vector
  const length = Math.sqrt(square)
  return vector.map((number) => number / length)
}
