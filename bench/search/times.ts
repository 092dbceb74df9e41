/** The value that so large a share of the numbers is not above. */
export function at(share: number, numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const rounded = (number: number, digits = 2) => Number(number.toFixed(digits))

export const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20)

/** Milliseconds that the work takes. */
export async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}
