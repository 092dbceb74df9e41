import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChainReport } from './types.ts'

/** Records checked before other work gets its turn. */
const BATCH = 500

interface Link {
  readonly seq: number
  readonly hash: string
}

/** Recomputes every hash of a chain, oldest first. `idOf` names the broken record. */
export async function verifyLinks<Row extends Link>(
  page: (after: number, limit: number) => readonly Row[],
  canonical: (row: Row) => string,
  idOf: (row: Row) => string,
): Promise<ChainReport> {
  let head = ''
  let count = 0
  let last = 0
  for (;;) {
    const rows = page(last, BATCH)
    for (const row of rows) {
      const hash = createHash('sha256')
        .update(head + canonical(row))
        .digest('hex')
      if (row.hash !== hash) return { isIntact: false, count, brokenAt: { seq: row.seq, id: idOf(row) } }
      head = row.hash
      last = row.seq
      count++
    }
    if (rows.length < BATCH) return { isIntact: true, count, head }
    await nextTurn()
  }
}
