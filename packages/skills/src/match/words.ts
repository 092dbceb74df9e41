import { stemOf, wordsOf } from '@jumpseat/index'

/** Words that say nothing about what is wanted. English; other languages lose by it only where they share a spelling. */
const STOP: ReadonlySet<string> = new Set(
  (
    'a an the of to in on for with and or is are was were be been being i me my we our you your it its this that these those ' +
    'what which who whom whose when where why how do does did can could would will shall should may might must have has had ' +
    'from by at as into if then than there their they he she his her him them please'
  ).split(' '),
)

/** Where a name made of words is cut: `getUserById`, `HTTPServer`, `step2`; other marks part words anyway. */
const CUTS = /(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\d)|(?<=\d)(?=\p{L})/gu

/** The stems of a text or a name, in order. Numbers are values, not topics, and are left out. */
export function termsOf(text: string): string[] {
  return wordsOf(text.slice(0, LONGEST).replace(CUTS, ' '))
    .filter(({ term }) => !STOP.has(term) && !/^\d+$/.test(term))
    .map(({ term }) => stemOf(term))
}

/** Characters of a text that are looked at. */
const LONGEST = 20_000
