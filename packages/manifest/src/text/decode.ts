/** What the bytes of a document say, and how they were written. */
export interface Decoded {
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly hasMark: boolean
}

/** contract: packages 1.8, UTF-8 with or without a mark. UTF-16 and Windows-1252 are read too. Never throws. */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return { text: plain('utf-8', bytes), encoding: 'utf-8', hasMark: true }
  if (a === 0xff && b === 0xfe) return { text: plain('utf-16le', bytes), encoding: 'utf-16le', hasMark: true }
  if (a === 0xfe && b === 0xff) return { text: plain('utf-16be', bytes), encoding: 'utf-16be', hasMark: true }
  // A document begins with an ASCII character, so one zero byte of the first two tells UTF-16 without a mark.
  if (a !== 0 && b === 0 && bytes.length > 1)
    return { text: plain('utf-16le', bytes), encoding: 'utf-16le', hasMark: false }
  if (a === 0 && b !== 0 && bytes.length > 1)
    return { text: plain('utf-16be', bytes), encoding: 'utf-16be', hasMark: false }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8', hasMark: false }
  } catch {
    return { text: plain('windows-1252', bytes), encoding: 'windows-1252', hasMark: false }
  }
}

/** Wrong bytes become U+FFFD; a mark is dropped. */
function plain(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes)
}
