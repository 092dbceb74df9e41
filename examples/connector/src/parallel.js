/** Calls `work` for every value, with at most `limit` calls under way. */
export async function inParallel(limit, values, work) {
  const waiting = values[Symbol.iterator]()
  const worker = async () => {
    for (const value of waiting) await work(value)
  }
  await Promise.all(Array.from({ length: limit }, worker))
}
