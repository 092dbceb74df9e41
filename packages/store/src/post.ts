// What the store and its writing thread send each other. Copying between threads costs by the object, so both ways are flat.
import { type Commits, counterOf } from './commits.ts'
import type { SqlValue, Statement, StatementResult } from './types.ts'

/** Texts that are named by number; a text beyond them travels with each statement. */
const TEXTS_KEPT = 500

/** A text, and the counter of what it changes: see commits.ts. */
export type Text = readonly [sql: string, counter: number | undefined]

/** Units that wait together, and the texts that they are the first to name. */
export interface Post {
  /** Each takes the next number, from 0. */
  readonly texts: readonly Text[]
  readonly units: readonly PostedUnit[]
}

/** Its id, and for each statement: text (or its number), guard, how many parameters, the parameters. */
export type PostedUnit = readonly [id: number, ...flat: unknown[]]

export interface PostedStatement {
  readonly text: Text | number
  readonly guard: string | undefined
  readonly parameters: readonly unknown[]
}

/** How a unit ended. */
export type Reply =
  | { readonly id: number; readonly results: readonly PostedResult[] }
  | { readonly id: number; readonly guard: string }
  | { readonly id: number; readonly failure: string }

/** How many rows a statement changed, what it gave, or the number of the change that it added to the feed. */
export type PostedResult = number | readonly Record<string, SqlValue>[] | { readonly seq: number }

/** Makes units flat. `fresh` gives the texts that were named since it was asked last. */
export function createPacker(commits: Commits): {
  pack(id: number, unit: readonly Statement[]): PostedUnit
  fresh(): Text[]
} {
  /** By topic, for one text may be said of two. */
  const numbers = new Map<string | undefined, Map<string, number>>()
  let count = 0
  let fresh: Text[] = []
  const nameOf = ({ sql, topic }: Statement): Text | number => {
    const known = numbers.get(topic)?.get(sql)
    if (known !== undefined) return known
    const text: Text = [sql, counterOf(commits, sql, topic)]
    if (count >= TEXTS_KEPT) return text
    fresh.push(text)
    numbers.set(topic, (numbers.get(topic) ?? new Map<string, number>()).set(sql, count))
    return count++
  }
  return {
    pack(id, unit) {
      const flat: [number, ...unknown[]] = [id]
      for (const statement of unit) {
        const { guard, parameters } = statement
        flat.push(nameOf(statement), guard, parameters.length)
        for (const parameter of parameters) flat.push(parameter)
      }
      return flat
    },
    fresh() {
      const named = fresh
      fresh = []
      return named
    },
  }
}

export function* unpacked(unit: PostedUnit): Generator<PostedStatement> {
  for (let at = 1; at < unit.length; ) {
    const [text, guard, count] = unit.slice(at, at + 3) as [Text | number, string | undefined, number]
    at += 3 + count
    yield { text, guard, parameters: unit.slice(at - count, at) }
  }
}

const NO_ROWS: StatementResult['rows'] = []

export function resultOf(posted: PostedResult): StatementResult {
  if (typeof posted === 'number') return { changes: posted, rows: NO_ROWS }
  return 'seq' in posted ? { changes: 1, rows: NO_ROWS, seq: posted.seq } : { changes: 0, rows: posted }
}
