/** Cells of a row that are told. */
const MOST_CELLS = 60
/** A name of a column is short, and no number. */
const LONGEST_NAME = 60

/** Rows in words: each is one line that names its values by the first row, where that holds names. */
export function rowsInWords(rows: readonly (readonly string[])[]): string[] {
  const filled = rows.map((row) => row.slice(0, MOST_CELLS).map(flat)).filter((row) => row.some((cell) => cell !== ''))
  const [head, ...rest] = filled
  if (head === undefined || !isHead(head, rest))
    return filled.map((row) => row.filter((cell) => cell !== '').join(' | '))
  return rest.map((row) =>
    row.flatMap((cell, at) => (cell === '' ? [] : [head[at] ? `${head[at]}: ${cell}` : cell])).join('; '),
  )
}

function isHead(head: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const names = head.filter((cell) => cell !== '')
  return (
    rest.length > 0 &&
    names.length > 1 &&
    new Set(names).size === names.length &&
    names.every((name) => name.length <= LONGEST_NAME && /\p{L}/u.test(name))
  )
}

const flat = (cell: string) => cell.replace(/\s+/g, ' ').trim()
