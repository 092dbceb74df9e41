/** How many of 32 bits are set. */
export function bitsIn(word: number): number {
  let left = word
  left -= (left >>> 1) & 0x55555555
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return (((left + (left >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

export function countBits(bits: Uint32Array): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) count += bitsIn(bits[word] ?? 0)
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

/** Bitmaps of one query, in memory that the next one uses again. */
export class Bitmaps {
  private readonly kept: Uint32Array[] = []
  private used = 0

  reset(): void {
    this.used = 0
  }

  empty(length: number): Uint32Array {
    return this.any(length).fill(0)
  }

  and(a: Uint32Array, b: Uint32Array): Uint32Array {
    const both = this.any(a.length)
    for (let word = 0; word < both.length; word++) both[word] = (a[word] ?? 0) & (b[word] ?? 0)
    return both
  }

  not(a: Uint32Array, b: Uint32Array): Uint32Array {
    const rest = this.any(a.length)
    for (let word = 0; word < rest.length; word++) rest[word] = (a[word] ?? 0) & ~(b[word] ?? 0)
    return rest
  }

  or(a: Uint32Array, b: Uint32Array): Uint32Array {
    const any = this.any(a.length)
    for (let word = 0; word < any.length; word++) any[word] = (a[word] ?? 0) | (b[word] ?? 0)
    return any
  }

  /** With whatever it held before. */
  private any(length: number): Uint32Array {
    let bits = this.kept[this.used]
    if (bits?.length !== length) {
      bits = new Uint32Array(length)
      this.kept[this.used] = bits
    }
    this.used++
    return bits
  }
}

export function isEmpty(bits: Uint32Array, from = 0, to = bits.length): boolean {
  for (let word = from; word < to; word++) if (bits[word] !== 0) return false
  return true
}
