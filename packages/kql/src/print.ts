import type { KqlNode, Piece } from './types.ts'

/**
 * Canonical text of a tree: operators and brackets are written out, so nothing depends on what binds tighter. Reading it
 * gives the same tree but for positions; brackets may stand up to three times as deep as in the text the tree came from.
 */
export function printKql(node: KqlNode): string {
  switch (node.kind) {
    case 'everything':
      return '*'
    case 'text':
      return piece(node)
    case 'words':
      return `WORDS(${node.of.map(piece).join(', ')})`
    case 'near':
      return node.of.map(piece).join(` ${node.isOrdered ? 'ONEAR' : 'NEAR'}(n=${node.distance}) `)
    case 'restriction':
      return node.operator === '..'
        ? // `name://…` would be an address.
          `${node.name}${node.from.text.startsWith('//') ? '=' : ':'}${piece(node.from)}..${piece(node.to)}`
        : `${node.name}${node.operator}${piece(node.value)}`
    case 'not':
      return `NOT ${inner(node.of)}`
    case 'and':
    case 'or':
      return node.of.map(inner).join(node.kind === 'and' ? ' AND ' : ' OR ')
  }
}

const inner = (node: KqlNode) => (node.kind === 'and' || node.kind === 'or' ? `(${printKql(node)})` : printKql(node))

const piece = ({ text, isQuoted, isPrefix }: Piece) => (isQuoted ? `"${text}"` : text) + (isPrefix ? '*' : '')
