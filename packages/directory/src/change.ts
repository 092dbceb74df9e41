/** The members of `patch` that differ, as they were and as they become; undefined when none does. */
export function changed<T extends object>(
  entity: T,
  patch: Partial<T>,
): { readonly before: Partial<T>; readonly after: Partial<T> } | undefined {
  const names = (Object.keys(patch) as (keyof T & string)[]).filter(
    (name) => Object.hasOwn(entity, name) && patch[name] !== undefined && patch[name] !== entity[name],
  )
  if (names.length === 0) return undefined
  const pick = (from: Partial<T>) => Object.fromEntries(names.map((name) => [name, from[name]])) as Partial<T>
  return { before: pick(entity), after: pick(patch) }
}
