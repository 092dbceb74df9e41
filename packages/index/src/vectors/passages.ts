/** A stretch of a text, in UTF-16 units; `to` is not part of it. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Longest passage: what one vector can stand for, about 200 words. */
const LONGEST = 1200
/** What two neighbours share, so that what is said across a cut stands whole in one of them. */
const OVERLAP = 200
/** Of a text beyond this only the beginning has vectors. */
const LOOKED_THROUGH = 200_000

/** The text in overlapping passages, cut where a paragraph, else a sentence, else a word ends; at least one. */
export function passagesOf(text: string): Stretch[] {
  const length = Math.min(text.length, LOOKED_THROUGH)
  const passages: Stretch[] = []
  for (let from = 0; ; ) {
    const to = length - from <= LONGEST ? length : cutWithin(text, from + LONGEST / 2, from + LONGEST)
    passages.push({ from, to })
    if (to >= length) return passages
    from = cutWithin(text, to - OVERLAP, to - OVERLAP / 2)
  }
}

const ENDS = [/\n\s*\n/g, /[.!?。！？]\s/g, /\s/g]

/** The last best place to cut between two; never inside a surrogate pair. */
export function cutWithin(text: string, from: number, to: number): number {
  const stretch = text.slice(from, to)
  for (const end of ENDS) {
    const last = [...stretch.matchAll(end)].at(-1)
    if (last) return from + last.index + last[0].length
  }
  return /[\ud800-\udbff]/.test(text.charAt(to - 1)) ? to - 1 : to
}
