type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** The array itself while it holds `size` numbers, else a copy of at least twice the length. */
export function grown<T extends Numbers>(array: T, size: number): T {
  if (size <= array.length) return array
  const Kind = array.constructor as new (length: number) => T
  const larger = new Kind(Math.max(size, array.length * 2))
  larger.set(array as never)
  return larger
}

/** V8 keeps the whole text alive for the sake of a slice of it; what stays is copied. */
export const copied = (text: string) => Buffer.from(text, 'utf16le').toString('utf16le')
