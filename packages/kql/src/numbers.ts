const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

/** The number that a value of a restriction stands for: decimal, with a point, finite. Whole numbers above 2^53 lose their last digits. */
export function numberOf(value: string): number | undefined {
  const text = value.trim()
  const number = NUMBER.test(text) ? Number(text) : Number.NaN
  return Number.isFinite(number) ? number : undefined
}
