import { type RawBuilder, sql } from 'kysely'
import type { Filter } from '../types.ts'

/** Column of each property that a filter may name. */
export type Columns = Readonly<Record<string, string>>

/** The filter as a condition over the columns of one table. A property without a column matches nothing. */
export function condition(filter: Filter, columns: Columns): RawBuilder<boolean> {
  if ('terms' in filter) {
    const terms = filter.terms.map((term) => condition(term, columns))
    return sql`(${sql.join(terms, filter.kind === 'and' ? sql` AND ` : sql` OR `)})`
  }
  const column = Object.hasOwn(columns, filter.property) ? columns[filter.property] : undefined
  if (column === undefined) return sql`0`
  if (filter.kind !== 'equals') {
    const start = `${filter.value.replace(/[\\%_]/g, '\\$&')}%`
    const isAtStart = sql<boolean>`${sql.ref(column)} LIKE ${start} ESCAPE '\\'`
    if (filter.kind === 'startsWith') return isAtStart
    return sql`(${isAtStart} OR ${sql.ref(column)} LIKE ${`% ${start}`} ESCAPE '\\')`
  }
  const comparisons = filter.values.map((value) => {
    const stored = typeof value === 'boolean' ? Number(value) : column === 'id' ? value?.toLowerCase() : value
    return sql`${sql.ref(column)} IS ${stored ?? null}`
  })
  return sql`(${sql.join(comparisons, sql` OR `)})`
}
