import type { KqlNode, Position } from './types.ts'

/** All of them, or any; undefined for none. What is of the same kind already is taken apart. */
export function combine(kind: 'and' | 'or', nodes: readonly KqlNode[]): KqlNode | undefined {
  const [only] = nodes
  if (nodes.length < 2) return only
  const of: KqlNode[] = []
  for (const node of nodes) {
    if (node.kind !== kind) of.push(node)
    else for (const part of node.of) of.push(part)
  }
  return { kind, of, position: spanOf(nodes) }
}

export function negated(node: KqlNode, position: Position): KqlNode {
  return node.kind === 'not' ? node.of : { kind: 'not', of: node, position }
}

/**
 * What both ask for. The way to put a scope (an agent's, an administrator's) around what a caller wrote: each text is
 * read on its own first, so nothing in one can reach into the other. Positions within `other` are those of its own text.
 */
export function andAlso(tree: KqlNode, other: KqlNode): KqlNode {
  return { kind: 'and', of: [...partsOf(tree), ...partsOf(other)], position: tree.position }
}

const partsOf = (node: KqlNode): readonly KqlNode[] => (node.kind === 'and' ? node.of : [node])

export function spanOf(nodes: readonly { readonly position: Position }[]): Position {
  let start = Number.POSITIVE_INFINITY
  let end = 0
  for (const { position } of nodes) {
    start = Math.min(start, position.start)
    end = Math.max(end, position.end)
  }
  return { start, end }
}
