import type { Candidate, Reading } from './reading.ts'
import { CONNECTION } from './types.ts'

/** What the schema of one connection makes of the question. */
export interface View {
  readonly reading: Reading
  /** In the order of the question. */
  readonly chosen: readonly Candidate[]
}

export interface Agreed extends Candidate {
  readonly label?: string
}

/**
 * The filters of the connections that understand most words of the question; those of others would find nothing together.
 * Where several understand as much, what they agree on: the same property, or the same label on properties of other names.
 */
export function agreed(views: readonly View[]): { readonly filters: readonly Agreed[]; readonly by: readonly View[] } {
  const named = views.flatMap(({ chosen }) => chosen.find(({ property }) => property === CONNECTION)?.values ?? [])
  const asked = named.length === 0 ? views : views.filter(({ reading }) => named.includes(idOf(reading)))
  const most = Math.max(0, ...asked.map(coverOf))
  const by = asked.filter((view) => coverOf(view) === most)
  const [first, ...others] = by
  if (!first || most === 0) return { filters: [], by: [] }
  const filters = first.chosen.flatMap((one) => {
    const same = others.map(({ chosen, reading }) => ({ reading, one: chosen.find((other) => isSame(one, other)) }))
    if (same.some((other) => other.one === undefined)) return []
    const all = [
      { reading: first.reading, one },
      ...same.flatMap((other) => (other.one ? [{ reading: other.reading, one: other.one }] : [])),
    ]
    const shared = sharedLabel(all)
    const isOneName = all.every((each) => each.one.property.toLowerCase() === one.property.toLowerCase())
    if (!isOneName && shared === undefined) return []
    const values = new Map(all.flatMap((each) => each.one.values).map((value) => [value.toLowerCase(), value]))
    const property = isOneName ? one.property : `label_${shared}`
    // Both ends of a range stay as they are; of values each counts once.
    return [
      {
        ...one,
        property,
        ...(shared ? { label: shared } : {}),
        values: one.operator === '..' ? one.values : [...values.values()],
      },
    ]
  })
  return { filters, by }
}

const idOf = ({ context: { connections } }: Reading) => connections[0]?.id ?? ''

/** Words that its filters stand for. */
const coverOf = ({ chosen }: View) => chosen.reduce((sum, { start, end }) => sum + end - start, 0)

const isSame = (a: Candidate, b: Candidate) =>
  a.start === b.start &&
  a.end === b.end &&
  a.operator === b.operator &&
  a.values.some((value) => b.values.some((other) => other.toLowerCase() === value.toLowerCase()))

/** The first label that the property carries everywhere. */
function sharedLabel(all: readonly { readonly reading: Reading; readonly one: Candidate }[]): string | undefined {
  const [first, ...others] = all.map(
    ({ reading, one }) => reading.fields.find((field) => field.property === one.property)?.labels ?? [],
  )
  return first?.find((label) => others.every((labels) => labels.includes(label)))
}
