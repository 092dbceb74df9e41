import type { ProposedFilter, SearchConnection } from '../../api/types.ts'
import { isDateTime } from '../../lib/time.ts'
import { text } from '../../messages.ts'
import { titleOf } from './refine.ts'

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })

/** `Assigned to: Kenji Watari`, `Created: 9 – 15 Nov 2026`, `Berth: more than 3`, `State: not Closed`. */
export function filterName(filter: ProposedFilter, connections: readonly SearchConnection[]): string {
  const { property, label, operator, values } = filter
  const [first = '', second = ''] = values
  if (property === 'contentSource') {
    const names = values.map((id) => connections.find((connection) => connection.id === id)?.name ?? id)
    return text.understood.within(names.join(', '))
  }
  const name = titleOf({ name: property.replace(/^label_/, ''), ...(label ? { label } : {}) })
  if (isDateTime(first)) return `${name}: ${whenName(operator, first, second)}`
  if (operator === '..') return `${name}: ${first}–${second}`
  const shown = shownValues(values).join(text.understood.or)
  const said = new Map<string, string>(Object.entries(text.understood.operators)).get(operator)
  return `${name}: ${said ? `${said} ` : ''}${shown}`
}

function whenName(operator: string, first: string, second: string): string {
  const [from, to] = [new Date(first), new Date(second)]
  if (operator === '..') {
    return days.format(from) === days.format(to) ? days.format(from) : days.formatRange(from, to)
  }
  const said = new Map<string, string>(Object.entries(text.understood.times)).get(operator)
  return `${said ?? ''} ${days.format(from)}`.trim()
}

/** Addresses of people stand behind their names. */
function shownValues(values: readonly string[]): readonly string[] {
  const names = values.filter((value) => !value.includes('@'))
  return (names.length > 0 ? names : values).map((value) =>
    value === 'true' ? text.yes : value === 'false' ? text.no : value,
  )
}
