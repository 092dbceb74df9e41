/** The tree without its positions, to compare trees of different texts. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key]) => key !== 'position' && key !== 'namePosition')
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner)]))
}
