/** Finds the canonical member for a client's spelling: case is ignored, an empty answer means unknown. Contract: connectors, leniency principle. */
export function canonicalMember<const T extends readonly string[]>(members: T, text: string): T[number] | undefined {
  const lower = text.toLowerCase()
  return members.find((name) => name.toLowerCase() === lower)
}

/** Reads a JSON boolean or the strings `"true"` and `"false"` in any case; anything else is undefined. */
export function lenientBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (typeof value !== 'string') return undefined
  const lower = value.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}
