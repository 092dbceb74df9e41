// Letters that nobody sees: zero-width, direction marks, tags, private use, variation selectors beyond the common one.
// contract: publishing-and-governance REQ-66
const HIDDEN =
  /\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\ufe00-\ufe0e]|[\u00ad\u061c\u115f\u1160\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|[\ue000-\uf8ff]|[\u{1bca0}-\u{1bca3}\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}\u{f0000}-\u{10ffff}]/gu
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g

// Most texts hold nothing else, and are as they should be.
const PLAIN = /^[\t\n -~]*$/

/** The text as a person would see it. */
export const clean = (text: string): string => (PLAIN.test(text) ? text : cleaned(text))

const cleaned = (text: string): string =>
  text.toWellFormed().replaceAll('\r\n', '\n').replace(HIDDEN, '').replace(CONTROL, ' ').normalize('NFC')
