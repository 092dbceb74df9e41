import { useMemo } from 'react'
import { readGroups, readPeople } from '../api/endpoints.ts'
import type { Named } from '../api/types.ts'
import { useResource } from './useResource.ts'

/** People and groups of the directory, for those who may read it; empty until loaded. */
export function useDirectory(isWanted: boolean): {
  readonly people: readonly Named[]
  readonly names: ReadonlyMap<string, string>
} {
  const people = useResource(isWanted ? 'people' : undefined, readPeople).resource
  const groups = useResource(isWanted ? 'groups' : undefined, readGroups).resource
  return useMemo(() => {
    const known = people.state === 'ready' ? people.value.value : []
    const all = [...known, ...(groups.state === 'ready' ? groups.value.value : [])]
    return { people: known, names: new Map(all.map(({ id, displayName }) => [id.toLowerCase(), displayName])) }
  }, [people, groups])
}
