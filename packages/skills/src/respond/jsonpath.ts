import { isJsonObject, type JsonObject, type JsonValue, own } from '@jumpseat/wire'
import { type Expression, type PathStep, parsePath, type Selector } from './jsonpath-parse.ts'

// RFC 9535 JSONPath, without the functions that take a pattern (match, search): paths come from strangers.

/** Nodes that a path may come by; a path that wants more selects what it has found so far. */
const MOST_NODES = 20_000

/** The values that a path selects, in order; none for a path that cannot be read. `@` and a bare name stand for `$`. */
export function selectAll(root: JsonValue, path: string): readonly JsonValue[] {
  const steps = parsePath(path)
  return steps === undefined ? [] : walk(root, root, steps, { nodes: MOST_NODES })
}

/** The first value that a path selects. */
export const selectFirst = (root: JsonValue, path: string): JsonValue | undefined => selectAll(root, path)[0]

export const isPath = (path: string): boolean => parsePath(path) !== undefined

interface Allowance {
  nodes: number
}

function walk(root: JsonValue, from: JsonValue, steps: readonly PathStep[], allowance: Allowance): JsonValue[] {
  let values = [from]
  for (const { isDeep, selectors } of steps) {
    const holders = isDeep ? values.flatMap((value) => descendants(value, allowance)) : values
    values = holders.flatMap((value) =>
      allowance.nodes <= 0 ? [] : selectors.flatMap((selector) => selected(root, value, selector, allowance)),
    )
  }
  return values
}

/** The value and all that lies in it, outermost first. */
function descendants(value: JsonValue, allowance: Allowance): JsonValue[] {
  const found: JsonValue[] = []
  const open = [value]
  for (let at = open.pop(); at !== undefined && allowance.nodes > 0; at = open.pop()) {
    allowance.nodes--
    found.push(at)
    open.push(...childrenOf(at).toReversed())
  }
  return found
}

function childrenOf(value: JsonValue): readonly JsonValue[] {
  if (Array.isArray(value)) return value
  return isJsonObject(value) ? Object.values(value) : []
}

function selected(root: JsonValue, value: JsonValue, selector: Selector, allowance: Allowance): readonly JsonValue[] {
  allowance.nodes--
  switch (selector.kind) {
    case 'name': {
      const member = isJsonObject(value) ? own(value, selector.name) : undefined
      return member === undefined ? [] : [member]
    }
    case 'all':
      return childrenOf(value)
    case 'index': {
      const member = Array.isArray(value) ? value.at(selector.index) : undefined
      return member === undefined ? [] : [member]
    }
    case 'slice':
      return Array.isArray(value) ? sliced(value, selector) : []
    case 'filter':
      return childrenOf(value).filter((child) => {
        allowance.nodes--
        return allowance.nodes > 0 && holds(selector.test, root, child, allowance)
      })
  }
}

function sliced(list: readonly JsonValue[], { start, end, step }: Extract<Selector, { kind: 'slice' }>): JsonValue[] {
  if (step === 0) return []
  const at = (index: number) => (index < 0 ? list.length + index : index)
  const bounded = (index: number, low: number, high: number) => Math.min(Math.max(index, low), high)
  const found: JsonValue[] = []
  if (step > 0) {
    const last = bounded(at(end ?? list.length), 0, list.length)
    for (let index = bounded(at(start ?? 0), 0, list.length); index < last; index += step)
      found.push(list[index] ?? null)
  } else {
    const last = end === undefined ? -1 : bounded(at(end), -1, list.length - 1)
    const first = bounded(start === undefined ? list.length - 1 : at(start), -1, list.length - 1)
    for (let index = first; index > last; index += step) found.push(list[index] ?? null)
  }
  return found
}

function holds(test: Expression, root: JsonValue, current: JsonValue, allowance: Allowance): boolean {
  switch (test.kind) {
    case 'or':
      return test.parts.some((part) => holds(part, root, current, allowance))
    case 'and':
      return test.parts.every((part) => holds(part, root, current, allowance))
    case 'not':
      return !holds(test.part, root, current, allowance)
    case 'compare':
      return compared(
        operand(test.left, root, current, allowance),
        test.operator,
        operand(test.right, root, current, allowance),
      )
    case 'path':
      return walk(root, test.isRoot ? root : current, test.steps, allowance).length > 0
    case 'literal':
    case 'function':
      return false
  }
}

/** The value of one side of a comparison; `undefined` is "nothing", which equals itself. */
function operand(side: Expression, root: JsonValue, current: JsonValue, allowance: Allowance): JsonValue | undefined {
  if (side.kind === 'literal') return side.value
  if (side.kind === 'path') {
    const values = walk(root, side.isRoot ? root : current, side.steps, allowance)
    return values.length === 1 ? values[0] : undefined
  }
  if (side.kind !== 'function') return undefined
  const { argument } = side
  const values = argument.kind === 'path' ? walk(root, argument.isRoot ? root : current, argument.steps, allowance) : []
  if (side.name === 'count') return values.length
  const value =
    argument.kind === 'path'
      ? values.length === 1
        ? values[0]
        : undefined
      : operand(argument, root, current, allowance)
  if (side.name === 'value') return value
  if (typeof value === 'string') return [...value].length
  if (Array.isArray(value)) return value.length
  return isJsonObject(value) ? Object.keys(value).length : undefined
}

function compared(left: JsonValue | undefined, operator: string, right: JsonValue | undefined): boolean {
  if (operator === '==') return isEqual(left, right)
  if (operator === '!=') return !isEqual(left, right)
  const isOrdered =
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')
  const isLess = isOrdered && left < right
  const isMore = isOrdered && left > right
  if (operator === '<') return isLess
  if (operator === '>') return isMore
  return operator === '<=' ? isLess || isEqual(left, right) : isMore || isEqual(left, right)
}

function isEqual(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return left === right || JSON.stringify(sorted(left)) === JSON.stringify(sorted(right))
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  )
}
