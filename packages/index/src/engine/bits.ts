export function countBits(bits: Uint32Array): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) {
    let left = bits[word] ?? 0
    left -= (left >>> 1) & 0x55555555
    left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
    count += (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return count
}

/** Calls `visit` for each document of the bitmap, ascending. */
export function eachBit(bits: Uint32Array, visit: (doc: number) => void): void {
  for (let word = 0; word < bits.length; word++) {
    let left = bits[word] ?? 0
    while (left !== 0) {
      const bit = 31 - Math.clz32(left & -left)
      left &= left - 1
      visit((word << 5) + bit)
    }
  }
}

/** Is the bit of the document set? */
export const isIn = (bits: Uint32Array, doc: number) => (((bits[doc >>> 5] ?? 0) >>> (doc & 31)) & 1) === 1
