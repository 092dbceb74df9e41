export { type DateRange, dateRangeOf } from './dates.ts'
export { numberOf } from './numbers.ts'
export { parseKql } from './parse.ts'
export { printKql } from './print.ts'
export { andAlso } from './tree.ts'
export type {
  Comparison,
  Everything,
  Joint,
  KqlNode,
  KqlOptions,
  KqlProblem,
  KqlValue,
  Near,
  Negation,
  ParsedKql,
  Piece,
  Position,
  Restriction,
  Synonyms,
  Text,
} from './types.ts'
