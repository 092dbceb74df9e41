const numbers = new Intl.NumberFormat('en-GB')

/** `12,480`. */
export const count = (value: number): string => numbers.format(value)

/** `1 result`, `12,480 results`. */
export const plural = (n: number, one: string, many: string): string => `${count(n)} ${n === 1 ? one : many}`
