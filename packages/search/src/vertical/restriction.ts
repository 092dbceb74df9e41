import type { KqlNode, KqlProblem, Position } from '@jumpseat/kql'
import { queryOf } from '../scope/query.ts'
import { isVariable } from './variables.ts'

/**
 * KQL of an administrator with variables in it, read once. Values are put into the tree, never into the text, so that none
 * can be anything but a value, whatever it holds. Contract: publishing-and-governance 4.7.
 */
export interface RestrictionTemplate {
  readonly tree: KqlNode
  /** Those of the KQL and of the variables; a template with any is no scope. */
  readonly problems: readonly KqlProblem[]
  /** By the letter that stands for each in the tree. */
  readonly slots: ReadonlyMap<string, Slot>
}

export type Slot =
  | { readonly kind: 'variable'; readonly name: string }
  /** `{|…}`: once for each value, any of them. `{?…}`: passed over where it does not resolve. */
  | { readonly kind: 'each' | 'optional'; readonly inner: RestrictionTemplate }

// A slot is a letter of its own and as many fillers as keep every place in the text where it is.
const FIRST_SLOT = 0xe100
const FILLER = '\ue000'
export const SLOT = /([\ue100-\uf8ff])\ue000*/g
const RESERVED = /[\ue000-\uf8ff]/
const MOST_SLOTS = 1_000
/** Groups inside groups. */
const DEEPEST = 4
/** Some write a space between an operator and its variable. */
const LOOSE = /([\p{L}\p{N}_](?:<>|<=|>=|[:=<>]))(\s+)([\ue100-\uf8ff]\ue000*)/gu

const PROBLEMS = {
  reserved: ['The text holds letters that nobody can type.', 'Remove them.'],
  braceOpen: ['The brace is not closed.', 'Add the closing }.'],
  unknownVariable: ['There is no such variable.', 'Use {searchTerms}, {Today} or one of {Profile.…}; see the guide.'],
  groupPlace: [
    '{|…} and {?…} stand by themselves, not inside of a value.',
    'Put the whole restriction into the braces.',
  ],
} as const

export function readRestriction(text: string, maxLength: number, depth = 0): RestrictionTemplate {
  const slots = new Map<string, Slot>()
  const problems: KqlProblem[] = []
  const report = (code: keyof typeof PROBLEMS, position: Position) => {
    const [message, fix] = PROBLEMS[code]
    problems.push({ code, message, fix, position })
  }
  const slotFor = (inside: string, start: number): Slot => {
    const sign = inside.charAt(0)
    if (sign !== '|' && sign !== '?') {
      if (!isVariable(inside)) report('unknownVariable', { start, end: start + inside.length + 2 })
      return { kind: 'variable', name: inside }
    }
    const inner = readRestriction(inside.slice(1), maxLength, depth + 1)
    for (const problem of inner.problems) problems.push({ ...problem, position: moved(problem.position, start + 2) })
    return { kind: sign === '|' ? 'each' : 'optional', inner }
  }

  if (RESERVED.test(text)) report('reserved', { start: 0, end: text.length })
  let plain = ''
  let at = 0
  for (let open = text.indexOf('{'); open !== -1; open = text.indexOf('{', at)) {
    const end = behindBrace(text, open)
    if (end === undefined || slots.size >= MOST_SLOTS || depth > DEEPEST) {
      report('braceOpen', { start: open, end: text.length })
      break
    }
    const letter = String.fromCharCode(FIRST_SLOT + slots.size)
    slots.set(letter, slotFor(text.slice(open + 1, end - 1), open))
    plain += text.slice(at, open) + letter.padEnd(end - open, FILLER)
    at = end
  }
  plain += text.slice(at)

  const { tree, problems: misread } = queryOf(plain.replace(LOOSE, '$1$3$2'), maxLength)
  problems.push(...misread)
  for (const position of misplaced(tree, slots)) report('groupPlace', position)
  return { tree, problems, slots }
}

const moved = ({ start, end }: Position, by: number): Position => ({ start: start + by, end: end + by })

/** The place behind the brace that closes the one here. */
function behindBrace(text: string, open: number): number | undefined {
  let depth = 0
  for (let at = open; at < text.length; at++) {
    if (text.charAt(at) === '{') depth++
    if (text.charAt(at) === '}' && --depth === 0) return at + 1
  }
  return undefined
}

/** Where a group is part of a value or of another text. */
function misplaced(node: KqlNode, slots: RestrictionTemplate['slots']): Position[] {
  const groupsIn = (text: string) =>
    [...text.matchAll(SLOT)].filter(([, letter = '']) => slots.get(letter)?.kind !== 'variable').length
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.flatMap((part) => misplaced(part, slots))
    case 'not':
      return misplaced(node.of, slots)
    case 'near':
    case 'words':
      return node.of.filter(({ text }) => groupsIn(text) > 0).map(({ position }) => position)
    case 'text':
      return groupsIn(node.text) > 0 && !isWhole(node.text) ? [node.position] : []
    case 'restriction': {
      const values = node.operator === '..' ? [node.from, node.to] : [node.value]
      return values.filter(({ text }) => groupsIn(text) > 0).map(({ position }) => position)
    }
    case 'everything':
      return []
  }
}

/** Whether the text is one slot and nothing else. */
export const isWhole = (text: string): boolean => /^[\ue100-\uf8ff]\ue000*$/.test(text)
