import type { NearCondition } from './types.ts'

/** Places of one part of a near in a passage: where it begins, ascending, and how many words it covers. */
export interface Places {
  readonly starts: readonly number[]
  readonly length: number
}

interface Place {
  readonly start: number
  readonly end: number
}

/** Stretches of one passage in which parts compete for words, and choices of phrases tried, before it is given up. */
const MOST_STRETCHES = 1_000
const MOST_CHOICES = 10_000

/**
 * Do all parts stand near each other in one passage? One place is chosen for each part so that no two overlap; the words
 * from the first to the last that belong to no part are then at most `distance`. With `isOrdered` the places follow the
 * order of the parts. Neighbours are at distance 0, and a part given twice must stand there twice. The work grows with the
 * number of places, whatever is asked: where very many parts compete for the same words, they count as not near.
 */
export function areNear(
  parts: readonly Places[],
  { distance, isOrdered }: Pick<NearCondition, 'distance' | 'isOrdered'>,
): boolean {
  if (parts.length === 0 || parts.some(({ starts }) => starts.length === 0)) return false
  const span = parts.reduce((sum, { length }) => sum + length, distance)
  return isOrdered ? inOrder(parts, span) : inAnyOrder(parts, span)
}

/** From each place of the first part on, the earliest of each other: a later one is never better. */
function inOrder(parts: readonly Places[], span: number): boolean {
  const [first, ...others] = parts
  const next = others.map(() => 0)
  for (const start of first?.starts ?? []) {
    let end = start + (first?.length ?? 0)
    for (const [n, { starts, length }] of others.entries()) {
      let at = next[n] ?? 0
      while ((starts[at] ?? Infinity) < end) at++
      next[n] = at
      const place = starts[at]
      if (place === undefined) return false
      end = place + length
    }
    if (end - start <= span) return true
  }
  return false
}

/** Looks at each stretch of `span` words that begins where a part does. */
function inAnyOrder(parts: readonly Places[], span: number): boolean {
  const next = parts.map(() => 0)
  const last = Math.max(...parts.map(({ starts, length }) => (starts.at(-1) ?? 0) + length))
  let choices = MOST_CHOICES
  for (let stretches = 0; stretches < MOST_STRETCHES; ) {
    const nearest = parts.map(({ starts, length }, n) => placeOf(starts[next[n] ?? 0], length))
    if (nearest.some((place) => place === undefined)) return false
    const places = nearest.filter((place) => place !== undefined)
    const begin = Math.min(...places.map(({ start }) => start))
    const end = begin + span
    if (places.every((place) => place.end <= end)) {
      if (areApart(places)) return true
      stretches++
      const candidates = parts.map(({ starts, length }, n) => placesFrom(starts, length, next[n] ?? 0, end))
      if (parts.every(({ length }) => length === 1)) {
        if (areMatched(candidates)) return true
      } else {
        const found = choose(candidates, choices)
        if (found === 'found') return true
        choices = found
        if (choices <= 0) return false
      }
      // Whatever follows is less of the same.
      if (end >= last) return false
    }
    for (const [n, { starts }] of parts.entries()) if (starts[next[n] ?? 0] === begin) next[n] = (next[n] ?? 0) + 1
  }
  return false
}

const placeOf = (start: number | undefined, length: number): Place | undefined =>
  start === undefined ? undefined : { start, end: start + length }

function areApart(places: readonly Place[]): boolean {
  const sorted = places.toSorted((a, b) => a.start - b.start)
  return sorted.every(({ start }, n) => start >= (sorted[n - 1]?.end ?? 0))
}

function placesFrom(starts: readonly number[], length: number, from: number, end: number): Place[] {
  const places: Place[] = []
  for (let at = from; (starts[at] ?? Infinity) + length <= end; at++) {
    const place = placeOf(starts[at], length)
    if (place) places.push(place)
  }
  return places
}

/** Whether each part can have a word of its own: the matching of Kuhn. As many candidates as there are parts are enough. */
function areMatched(candidates: readonly (readonly Place[])[]): boolean {
  const owners = new Map<number, number>()
  const give = (part: number, asked: Set<number>): boolean =>
    (candidates[part] ?? []).slice(0, candidates.length).some(({ start }) => {
      if (asked.has(start)) return false
      asked.add(start)
      const owner = owners.get(start)
      if (owner !== undefined && !give(owner, asked)) return false
      owners.set(start, part)
      return true
    })
  return candidates.every((_, part) => give(part, new Set()))
}

/** Tries the places of each part in turn, those with the fewest first; gives how many choices are left when none fits. */
function choose(candidates: readonly (readonly Place[])[], most: number): 'found' | number {
  const fewest = candidates.toSorted((a, b) => a.length - b.length)
  const chosen: Place[] = []
  let left = most
  const goOn = (): boolean => {
    const places = fewest[chosen.length]
    if (places === undefined) return true
    for (const place of places) {
      if (left-- <= 0) return false
      if (chosen.some(({ start, end }) => place.start < end && start < place.end)) continue
      chosen.push(place)
      if (goOn()) return true
      chosen.pop()
    }
    return false
  }
  return goOn() ? 'found' : left
}
