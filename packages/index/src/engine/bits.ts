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

export const intersected = (a: Uint32Array, b: Uint32Array): Uint32Array => {
  const both = new Uint32Array(a.length)
  for (let word = 0; word < both.length; word++) both[word] = (a[word] ?? 0) & (b[word] ?? 0)
  return both
}

/** Of bitmaps of one length, at least one. */
export function union(bitmaps: readonly Uint32Array[]): Uint32Array {
  const any = new Uint32Array(bitmaps[0]?.length ?? 0)
  for (const bits of bitmaps)
    for (let word = 0; word < any.length; word++) any[word] = (any[word] ?? 0) | (bits[word] ?? 0)
  return any
}

export function isEmpty(bits: Uint32Array, from = 0, to = bits.length): boolean {
  for (let word = from; word < to; word++) if (bits[word] !== 0) return false
  return true
}
