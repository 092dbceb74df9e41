import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseKql } from './parse.ts'
import { printKql } from './print.ts'
import { type Item, matches } from './test/meaning.ts'
import { hostileTexts, seed } from './test/texts.ts'
import { andAlso } from './tree.ts'

const INSIDE: Item = {
  text: 'gannet fog delay',
  vessel: 'gannet',
  tags: ['bulk'],
  berth: 4,
  arrived: '2027-02-01',
  code: 'HL-1',
}
const OUTSIDE: Item = {
  text: 'tern fog delay',
  vessel: 'tern',
  tags: ['secret'],
  berth: 12,
  arrived: '2027-03-01',
  code: 'HL-2',
}
const SCOPE = 'vessel:gannet'

const ATTACKS: readonly (readonly [name: string, text: string])[] = [
  ['OR', 'fog OR vessel:tern'],
  ['OR left hanging', 'fog OR'],
  ['OR leading', 'OR fog'],
  ['a closing bracket', 'fog) OR (vessel:tern'],
  ['an opening bracket', '(fog OR ('],
  ['many closing brackets', `fog${')'.repeat(500)} OR vessel:tern`],
  ['deep nesting', `${'('.repeat(500)}fog OR vessel:tern`],
  ['an open quote', 'fog OR "'],
  ['a quote around what follows', '" OR vessel:tern OR "'],
  ['NOT', 'NOT vessel:gannet'],
  ['NOT left hanging', 'fog NOT'],
  ['a sign left hanging', 'fog -'],
  ['double negation', 'NOT (NOT vessel:tern)'],
  ['everything', '*'],
  ['everything, or', 'fog OR *'],
  ['the wildcard of a property', 'vessel:*'],
  ['the same property, joined as either', 'vessel:tern'],
  ['the same property in other case', 'VESSEL:tern'],
  ['not equal', 'vessel<>nothing'],
  ['a range', 'vessel:a..z'],
  ['a range left open', 'vessel:a..'],
  ['XRANK that takes its neighbour away', 'fog XRANK(cb=1)'],
  ['NEAR that takes its neighbour in', 'fog NEAR'],
  ['WORDS that takes its neighbour in', 'tern OR WORDS(fog,'],
  ['nothing', ''],
  ['only operators', 'OR AND NOT'],
  ['too long', `${'fog OR '.repeat(1000)}vessel:tern`],
]

describe('scopes set by others (security 15)', () => {
  const scope = parseKql(SCOPE).tree

  it.each(ATTACKS)('%s reaches nothing outside', (_name, text) => {
    const { tree } = parseKql(text)
    expect(matches(andAlso(tree, scope), OUTSIDE)).toBe(false)
    expect(matches(andAlso(scope, tree), OUTSIDE)).toBe(false)
  })

  it.each(ATTACKS)('%s is still asked within the scope', (_name, text) => {
    const { tree } = parseKql(text)
    expect(matches(andAlso(tree, scope), INSIDE)).toBe(matches(tree, INSIDE))
  })

  it('several of these do reach outside when texts are put together instead', () => {
    const leaking = ATTACKS.filter(([, text]) =>
      [`${text} ${SCOPE}`, `(${text}) AND (${SCOPE})`].some((joint) => matches(parseKql(joint).tree, OUTSIDE)),
    ).map(([name]) => name)
    expect(leaking).toEqual(
      expect.arrayContaining(['a closing bracket', 'the same property, joined as either', 'OR left hanging']),
    )
  })

  it('asks for exactly what both ask for, whatever the texts', () => {
    const property = fc.property(hostileTexts, hostileTexts, (text, fragment) => {
      const [tree, other] = [parseKql(text).tree, parseKql(fragment).tree]
      const both = andAlso(tree, other)
      const printed = parseKql(printKql(both), { maxDepth: 96 }).tree
      for (const item of [INSIDE, OUTSIDE]) {
        const expected = matches(tree, item) && matches(other, item)
        expect(matches(both, item)).toBe(expected)
        expect(matches(printed, item)).toBe(expected)
      }
    })
    fc.assert(property, { seed, numRuns: 3000 })
  })

  it('a scope that is not sound can be told by its problems, and refused', () => {
    const broken = [
      '',
      ' ',
      'vessel:gannet OR',
      'vessel:(gannet)',
      '"gannet',
      '(gannet',
      'gannet)',
      'NOT',
      'x XRANK y',
      'f*g',
      'berth:3..',
      '""',
    ]
    for (const text of broken) expect(parseKql(text).problems, text).not.toEqual([])
  })
})
