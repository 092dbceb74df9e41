import { areNear as areAllNear, type Places } from '../near.ts'
import type { NearCondition } from '../types.ts'

/** As `areNear` of `../near.ts`; two parts, which is what people ask for, are compared in one pass. */
export function areNear(parts: readonly Places[], condition: Pick<NearCondition, 'distance' | 'isOrdered'>): boolean {
  if (parts.some(({ starts }) => starts.length === 0)) return false
  const [first, second] = parts
  if (!first || !second || parts.length > 2) return areAllNear(parts, condition)
  return (
    follows(first, second, condition.distance) || (!condition.isOrdered && follows(second, first, condition.distance))
  )
}

/** Does a place of the second part begin at most so many words after one of the first ends? */
function follows(first: Places, second: Places, distance: number): boolean {
  let at = 0
  for (const start of first.starts) {
    const end = start + first.length
    while (at < second.starts.length && (second.starts[at] ?? 0) < end) at++
    const next = second.starts[at]
    if (next === undefined) return false
    if (next - end <= distance) return true
  }
  return false
}
