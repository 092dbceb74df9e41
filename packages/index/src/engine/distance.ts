/**
 * As `distanceOf` of `correct.ts`, for words that are at most `reach` apart; undefined for others. Made once for a word that
 * is compared with many: the rows are used again, and a comparison ends as soon as it cannot come within reach.
 */
export function createDistance(word: string, reach: number): (other: string) => number | undefined {
  const from = [...word]
  let [beforeLast, last, current]: [number[], number[], number[]] = [[], [], []]

  return (other) => {
    const to = [...other]
    if (Math.abs(to.length - from.length) > reach) return undefined
    for (let column = 0; column <= to.length; column++) last[column] = column
    let leastBefore = 0
    for (let row = 0; row < from.length; row++) {
      current[0] = row + 1
      let least = row + 1
      for (let column = 0; column < to.length; column++) {
        const isSame = from[row] === to[column]
        let edits = Math.min(
          (last[column + 1] ?? 0) + 1,
          (current[column] ?? 0) + 1,
          (last[column] ?? 0) + (isSame ? 0 : 1),
        )
        if (row > 0 && column > 0 && from[row] === to[column - 1] && from[row - 1] === to[column])
          edits = Math.min(edits, (beforeLast[column - 1] ?? 0) + 1)
        current[column + 1] = edits
        if (edits < least) least = edits
      }
      // A swap reaches two rows back, so that one row out of reach is not the end.
      if (least > reach && leastBefore > reach) return undefined
      leastBefore = least
      ;[beforeLast, last, current] = [last, current, beforeLast]
    }
    const distance = last[to.length] ?? 0
    return distance <= reach ? distance : undefined
  }
}
