import type { KqlNode, Piece, Position, Text } from '@jumpseat/kql'
import { isWhole, type RestrictionTemplate, SLOT, type Slot } from './restriction.ts'
import { SEARCH_TERMS, type VariableSource, valuesOf } from './variables.ts'

/** `unresolved`: a variable in it has no value. `gone`: it asks nothing. */
type Resolved = KqlNode | Missing
type Missing = 'unresolved' | 'gone'

interface Lookup {
  readonly values: (name: string) => readonly string[]
  /** What becomes of a part whose variable has no value. */
  readonly missing: (name: string) => Missing
}

type Slots = RestrictionTemplate['slots']

/**
 * The template with its values in place. Undefined when a variable has no value, and when `{?…}` leaves nothing: a scope
 * that is not settled lets nothing through. `{searchTerms}` by itself is passed over: a search asks for its words anyway.
 */
export function resolved({ tree, slots }: RestrictionTemplate, source: VariableSource): KqlNode | undefined {
  const isSearched = source.searchTerms !== undefined
  const lookup: Lookup = {
    values: (name) => valuesOf(name, source),
    // Before there is a search, a part that goes by its words is as good as none.
    missing: (name) => (name.toLowerCase() === SEARCH_TERMS && !isSearched ? 'gone' : 'unresolved'),
  }
  const everything: KqlNode = { kind: 'everything', position: tree.position }
  const parts = (tree.kind === 'and' ? tree.of : [tree]).filter((part) => !isSearchTerms(part, slots))
  if (parts.length === 0) return everything
  const left = joined('and', parts, tree.position, slots, lookup)
  if (left === 'gone' && !isSearched) return everything
  return typeof left === 'string' ? undefined : left
}

const slotOf = (text: string, slots: Slots): Slot | undefined => (isWhole(text) ? slots.get(text.charAt(0)) : undefined)

function isSearchTerms(node: KqlNode, slots: Slots): boolean {
  const slot = node.kind === 'text' ? slotOf(node.text, slots) : undefined
  return slot?.kind === 'variable' && slot.name.toLowerCase() === SEARCH_TERMS
}

function resolve(node: KqlNode, slots: Slots, lookup: Lookup): Resolved {
  switch (node.kind) {
    case 'everything':
      return node
    case 'and':
    case 'or':
      return joined(node.kind, node.of, node.position, slots, lookup)
    case 'not': {
      const of = resolve(node.of, slots, lookup)
      return typeof of === 'string' ? of : { ...node, of }
    }
    case 'near':
    case 'words': {
      const of = node.of.map((part) => filled(part, slots, lookup))
      const missing = of.find((part) => typeof part === 'string')
      return missing ?? { ...node, of: of.filter((part): part is Text => typeof part !== 'string') }
    }
    case 'text': {
      const slot = slotOf(node.text, slots)
      if (slot?.kind === 'optional') return orGone(resolve(slot.inner.tree, slot.inner.slots, lookup))
      return slot?.kind === 'each' ? forEach(slot.inner, lookup) : filled(node, slots, lookup)
    }
    case 'restriction': {
      if (node.operator !== '..') {
        const value = filled(node.value, slots, lookup)
        return typeof value === 'string' ? value : { ...node, value }
      }
      const [from, to] = [filled(node.from, slots, lookup), filled(node.to, slots, lookup)]
      if (typeof from === 'string') return from
      return typeof to === 'string' ? to : { ...node, from, to }
    }
  }
}

const orGone = (of: Resolved): Resolved => (of === 'unresolved' ? 'gone' : of)

/** The parts that are left; one that is not settled unsettles all. */
function joined(
  kind: 'and' | 'or',
  parts: readonly KqlNode[],
  position: Position,
  slots: Slots,
  lookup: Lookup,
): Resolved {
  const of: KqlNode[] = []
  for (const part of parts) {
    const left = resolve(part, slots, lookup)
    if (left === 'unresolved') return left
    if (left !== 'gone') of.push(left)
  }
  return of.length > 1 ? { kind, of, position } : (of[0] ?? 'gone')
}

/** Once for each value of its first variable, any of them. */
function forEach({ tree, slots }: RestrictionTemplate, lookup: Lookup): Resolved {
  const slot = [...slots.values()].find(({ kind }) => kind === 'variable')
  if (slot?.kind !== 'variable') return resolve(tree, slots, lookup)
  const of: KqlNode[] = []
  for (const value of lookup.values(slot.name)) {
    const one = { ...lookup, values: (name: string) => (name === slot.name ? [value] : lookup.values(name)) }
    const left = resolve(tree, slots, one)
    if (typeof left === 'string') return left
    of.push(left)
  }
  return of.length > 1 ? { kind: 'or', of, position: tree.position } : (of[0] ?? lookup.missing(slot.name))
}

/** The piece with the first value of each variable in it. It stays one text, as if it had been quoted. */
function filled<P extends Piece>(piece: P, slots: Slots, { values, missing }: Lookup): P | Missing {
  let lack: Missing | undefined
  const text = piece.text.replace(SLOT, (_, letter: string) => {
    const slot = slots.get(letter)
    const name = slot?.kind === 'variable' ? slot.name : ''
    const [value] = values(name)
    if (value === undefined) lack ??= missing(name)
    return value ?? ''
  })
  return lack ?? { ...piece, text }
}
