import type { Problem } from '../../api/http.ts'

/** What is wrong with a query, and where. */
export interface Misreading {
  readonly reason: string
  /** Zero-based character of the query. */
  readonly at: number
}

const KQL = /correct KQL: (.+), at character (\d+)\)?$/s

/** Reads the refusal of a query that is no correct KQL; undefined for every other problem. */
export function misreadingOf({ status, message }: Problem): Misreading | undefined {
  const [, reason, character] = (status === 400 ? KQL.exec(message) : undefined) ?? []
  // How the place would have been read all the same does not matter here: it was not.
  return reason && character ? { reason: `${reason.split(';')[0]}.`, at: Number(character) - 1 } : undefined
}

/** Whether quotes and brackets are closed, so that a suggestion can be searched for at once. */
export function isWhole(query: string): boolean {
  const occurrences = (character: string) => query.split(character).length - 1
  return occurrences('"') % 2 === 0 && occurrences('(') === occurrences(')')
}
