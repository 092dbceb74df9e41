/** A number of a text, as digits or words. */
export interface SaidNumber {
  readonly value: number
  readonly start: number
  readonly end: number
  /** `5.0` and `1/2` are none. */
  readonly isWhole: boolean
  /** It stands there in words. */
  readonly isWord: boolean
  /** The word behind it, for example `euros` or `%`. */
  readonly unit: string
}

const UNITS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}
const SCALES: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, dozen: 12 }
const ALONE: Readonly<Record<string, number>> = { once: 1, twice: 2, thrice: 3, single: 1, pair: 2, half: 0.5 }

const WORD = Object.keys({ ...UNITS, ...SCALES }).join('|')
const WORDS = new RegExp(
  `\\b(?:a |an )?(?:${WORD})(?:(?:[ -]|,? and )(?:${WORD}))*\\b|\\b(?:${Object.keys(ALONE).join('|')})\\b`,
  'gi',
)
const DIGITS =
  /(?<![\w.])[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[+-]?\d+)?(?:\s?(k|m|bn|million|billion|thousand|hundred)\b)?/gi
const SHORT: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, bn: 1e9, ...SCALES }

export function numbersIn(text: string): SaidNumber[] {
  const digits = [...text.matchAll(DIGITS)].map((found) => {
    const scale = found[1]?.toLowerCase()
    // "5 m" is rather metres than millions.
    const isScale = scale !== undefined && !(/^[km]$/.test(scale) && /\s/.test(found[0]))
    const bare = found[0].replace(/[^\d.e+-]/gi, (letter) => (letter === '−' ? '-' : '')).replace(/e$/i, '')
    const value = Number.parseFloat(bare) * (isScale ? (SHORT[scale] ?? 1) : 1)
    const end = found.index + (isScale || scale === undefined ? found[0].length : found[0].length - scale.length)
    return said(text, value, found.index, end)
  })
  const words = [...text.matchAll(WORDS)]
    .map((found) => said(text, wordValue(found[0]), found.index, found.index + found[0].length))
    .filter(({ start, end }) => !digits.some((other) => start < other.end && other.start < end))
  return [...digits, ...words].filter(({ value }) => Number.isFinite(value)).toSorted((a, b) => a.start - b.start)
}

function said(text: string, value: number, start: number, end: number): SaidNumber {
  const unit = /^\s?-?([%€$£°]|[a-z]+)/i.exec(text.slice(end))?.[1] ?? ''
  const isWhole = Number.isInteger(value) && !/\.\d+$/.test(text.slice(start, end))
  return { value, start, end, isWhole, isWord: !/\d/.test(text.slice(start, end)), unit: unit.toLowerCase() }
}

function wordValue(text: string): number {
  const words = text
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '' && word !== 'and' && word !== 'a' && word !== 'an')
  const [only] = words
  if (words.length === 1 && only !== undefined && only in ALONE) return ALONE[only] ?? Number.NaN
  let total = 0
  let current = 0
  for (const word of words) {
    const scale = SCALES[word]
    if (scale === undefined) current += UNITS[word] ?? 0
    else if (scale === 100 || scale === 12) current = (current || 1) * scale
    else {
      total += (current || 1) * scale
      current = 0
    }
  }
  return total + current
}
