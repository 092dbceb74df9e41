import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseKql } from './parse.ts'
import { printKql } from './print.ts'
import { bare } from './test/bare.ts'
import { hostileTexts, seed } from './test/texts.ts'
import type { KqlNode, Position } from './types.ts'

const RUNS = { seed, numRuns: 5000 }

function childrenOf(node: KqlNode): readonly KqlNode[] {
  if (node.kind === 'not') return [node.of]
  return node.kind === 'and' || node.kind === 'or' || node.kind === 'near' || node.kind === 'words' ? node.of : []
}

function everyNode(node: KqlNode, visit: (node: KqlNode, parent: KqlNode | undefined) => void, parent?: KqlNode): void {
  visit(node, parent)
  for (const child of childrenOf(node)) everyNode(child, visit, node)
}

describe('any text', () => {
  it('gives a tree and problems whose positions lie in the text, each node inside its parent', () => {
    const property = fc.property(hostileTexts, (text) => {
      const { tree, problems } = parseKql(text)
      const isIn = ({ start, end }: Position, outer: Position) =>
        outer.start <= start && start <= end && end <= outer.end
      const whole = { start: 0, end: text.length }
      for (const { position } of problems) expect(isIn(position, whole)).toBe(true)
      everyNode(tree, (node, parent) => {
        expect(isIn(node.position, parent?.position ?? whole)).toBe(true)
        const written = text.slice(node.position.start, node.position.end)
        if (node.kind === 'text') expect(written).toContain(node.text)
        if (node.kind !== 'restriction') return
        expect(text.slice(node.namePosition.start, node.namePosition.end)).toBe(node.name)
        for (const piece of node.operator === '..' ? [node.from, node.to] : [node.value]) {
          expect(text.slice(piece.position.start, piece.position.end)).toContain(piece.text)
          expect(isIn(piece.position, node.position)).toBe(true)
        }
      })
    })
    fc.assert(property, RUNS)
  })

  it('gives lists that are never empty, and never one inside another of its kind', () => {
    const property = fc.property(hostileTexts, (text) => {
      everyNode(parseKql(text).tree, (node, parent) => {
        if (node.kind === 'and' || node.kind === 'or' || node.kind === 'near')
          expect(node.of.length).toBeGreaterThanOrEqual(2)
        if (node.kind === 'words') expect(node.of.length).toBeGreaterThanOrEqual(1)
        if (node.kind === 'and' || node.kind === 'or' || node.kind === 'not') expect(parent?.kind).not.toBe(node.kind)
      })
    })
    fc.assert(property, RUNS)
  })

  it('is printed so that reading the print gives the same tree, and the same print', () => {
    const property = fc.property(hostileTexts, (text) => {
      const { tree } = parseKql(text)
      const printed = printKql(tree)
      const again = parseKql(printed, { maxDepth: 96 }).tree
      expect(bare(again)).toEqual(bare(tree))
      expect(printKql(again)).toBe(printed)
    })
    fc.assert(property, RUNS)
  })
})

describe('hostile texts of 100 kB', () => {
  const SIZE = 100_000
  /** Microseconds of the processor, so that a busy machine does not count; some thirty times what reading takes. */
  const MOMENT = 1_500_000
  const patterns = [
    '(',
    ')',
    '()',
    '(a ',
    'a) ',
    '"',
    '""',
    '"a" ',
    '\u201c',
    '*',
    '* ',
    'a',
    'a ',
    '-',
    '+',
    '-a',
    'NOT ',
    'AND ',
    'OR ',
    'a OR ',
    'a AND ',
    'a NEAR ',
    'NEAR(',
    'NEAR(1',
    'NEAR(n=',
    'NEAR(               ',
    'XRANK',
    'XRANK ',
    'XRANK(',
    'XRANK(=',
    'XRANK      ',
    'WORDS(',
    'WORDS(a,',
    'x:',
    'x:a ',
    'x:"',
    'x:a..',
    'x:"a"..',
    '.',
    'x:a..b ',
    'x:(',
    '(x:a OR NOT ',
    '(a b OR c AND NOT ',
    ' ',
    '\u3000',
    '\ud83d',
    '1',
    'NEAR(1 ',
    '<',
    '=',
    ':',
  ]
  it.each(patterns)('%j, over and over, is read in a moment and to a tree of bounded depth', (pattern) => {
    const text = pattern.repeat(Math.ceil(SIZE / pattern.length))
    const before = process.cpuUsage()
    const { tree, problems } = parseKql(text)
    printKql(tree)
    expect(process.cpuUsage(before).user).toBeLessThan(MOMENT)
    expect(problems.map(({ code }) => code)).toContain('tooLong')
    expect(problems.length).toBeLessThanOrEqual(100)
  })

  it('digits and blanks without an end are read in a moment too', () => {
    for (const text of [
      `NEAR(${'1'.repeat(SIZE)}`,
      `NEAR(${' '.repeat(SIZE)}`,
      `a XRANK(${'='.repeat(SIZE)}`,
      `x:${'*'.repeat(SIZE)}a`,
    ]) {
      const before = process.cpuUsage()
      parseKql(text)
      expect(process.cpuUsage(before).user).toBeLessThan(MOMENT)
    }
  })

  it('holds any depth that a caller asks for within the stack', () => {
    const text = `${'(a OR NOT (b '.repeat(50_000)}`
    expect(() => printKql(parseKql(text, { maxDepth: Number.POSITIVE_INFINITY }).tree)).not.toThrow()
  })
})
