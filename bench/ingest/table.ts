export interface Row {
  readonly what: string
  readonly measured: string
  readonly wanted: string
  /** The physical limit, and what sets it. */
  readonly limit: string
  /** How much of the limit we reach, or how many times it we take. */
  readonly ratio: string
}

const HEAD: Row = { what: '', measured: 'measured', wanted: 'wanted', limit: 'limit', ratio: 'to the limit' }

/** Columns side by side. */
export function table(rows: readonly Row[]): string {
  const all = [HEAD, ...rows]
  const names = ['what', 'measured', 'wanted', 'limit', 'ratio'] as const
  const widths = names.map((name) => Math.max(...all.map((row) => row[name].length)))
  return all
    .map((row) =>
      names
        .map((name, column) => row[name].padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
