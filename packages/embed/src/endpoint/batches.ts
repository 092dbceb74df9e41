/** UTF-16 units of a call, so that long texts do not make a body that no service takes. */
const MOST_UNITS = 200_000

/** The texts in their order, as many to a call as it may hold; a text is never cut. */
export function batched(texts: readonly string[], most: number, mostUnits = MOST_UNITS): string[][] {
  const batches: string[][] = []
  let units = 0
  for (const text of texts) {
    const batch = batches.at(-1)
    if (!batch || batch.length >= most || units + text.length > mostUnits) {
      batches.push([text])
      units = text.length
    } else {
      batch.push(text)
      units += text.length
    }
  }
  return batches
}
