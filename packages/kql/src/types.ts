/** A stretch of the text in UTF-16 units; `end` is exclusive. */
export interface Position {
  readonly start: number
  readonly end: number
}

/** What a query means. Contract: connectors 5.3. Lists are never empty, and an `and` or `or` holds none of its own kind. */
export type KqlNode = Everything | Joint | Negation | Text | Near | Synonyms | Restriction

/** `*`, and what is left of a text that holds nothing to look for. */
export interface Everything {
  readonly kind: 'everything'
  readonly position: Position
}

export interface Joint {
  readonly kind: 'and' | 'or'
  readonly of: readonly KqlNode[]
  readonly position: Position
}

export interface Negation {
  readonly kind: 'not'
  readonly of: KqlNode
  readonly position: Position
}

/** A piece of text as it was written, without its quotes and its closing `*`. */
export interface Piece {
  readonly text: string
  readonly isQuoted: boolean
  /** Its last word is the beginning of one. */
  readonly isPrefix: boolean
  readonly position: Position
}

/** Free text: what was written together, or a quoted phrase. It may hold no word at all (`:`, `-`): such a text asks nothing. */
export interface Text extends Piece {
  readonly kind: 'text'
}

/** Texts with at most `distance` words between neighbours, in any order or in this one. */
export interface Near {
  readonly kind: 'near'
  readonly of: readonly Text[]
  readonly distance: number
  readonly isOrdered: boolean
  readonly position: Position
}

/** `WORDS(a, b)`: any of them, counted as one word. */
export interface Synonyms {
  readonly kind: 'words'
  readonly of: readonly Text[]
  readonly position: Position
}

export type Comparison = ':' | '=' | '<>' | '<' | '<=' | '>' | '>='

/** A value of a restriction; what it means (text, number, date) depends on the property. */
export interface KqlValue extends Piece {}

/** `name:value`; the name stands as it was written, and case does not count in it. A range includes both ends. */
export type Restriction = {
  readonly kind: 'restriction'
  readonly name: string
  readonly namePosition: Position
  readonly position: Position
} & (
  | { readonly operator: Comparison; readonly value: KqlValue }
  | { readonly operator: '..'; readonly from: KqlValue; readonly to: KqlValue }
)

export interface KqlProblem {
  readonly code: string
  readonly message: string
  /** What to write instead. */
  readonly fix: string
  readonly position: Position
}

export interface KqlOptions {
  /** Characters above which the text is reported as too long; it is read all the same. */
  readonly maxLength?: number
  /** Groups inside groups; the brackets of deeper ones are passed over. At most 256. */
  readonly maxDepth?: number
}

export interface ParsedKql {
  readonly tree: KqlNode
  /** In the order of the text as far as the reader met them; the first hundred. */
  readonly problems: readonly KqlProblem[]
}
