import { createContext, type ReactNode, useContext } from 'react'
import { readMe } from './api/endpoints.ts'
import type { Me } from './api/types.ts'
import { useResource } from './lib/useResource.ts'
import { Centre } from './parts/Centre.tsx'
import { ProblemView } from './parts/ProblemView.tsx'

const MeContext = createContext<Me | undefined>(undefined)

/** Who may change connections. */
export const CONNECTION_WRITERS: readonly string[] = ['globalAdministrator', 'searchAdministrator', 'aiAdministrator']
/** Who may see them. */
export const CONNECTION_ROLES: readonly string[] = [...CONNECTION_WRITERS, 'globalReader']
/** Who may ask why somebody else finds an item or does not. */
export const EXPLAIN_ROLES: readonly string[] = [
  'globalAdministrator',
  'searchAdministrator',
  'complianceAdministrator',
]
/** Who may change how results look, and which verticals there are. */
export const SEARCH_WRITERS: readonly string[] = ['globalAdministrator', 'searchAdministrator', 'searchEditor']
export const SEARCH_ROLES: readonly string[] = [...SEARCH_WRITERS, 'globalReader']
/** Who may install and block apps. */
export const APP_ROLES: readonly string[] = ['globalAdministrator', 'aiAdministrator', 'teamsAdministrator']
/** Who may set the keys of apps. */
export const SECRET_ROLES: readonly string[] = ['globalAdministrator', 'applicationAdministrator']
export const AUDIT_ROLES: readonly string[] = ['complianceAdministrator']

export const hasRole = (me: Me, roles: readonly string[]): boolean => me.roles.some((role) => roles.includes(role))

/** Finds out who is signed in before anything is shown; nobody signed in leads to the sign-in page. */
export function Session({ children }: { readonly children: ReactNode }) {
  const { resource, reload } = useResource('me', readMe)
  if (resource.state === 'ready') return <MeContext value={resource.value}>{children}</MeContext>
  if (resource.state === 'failed' && resource.problem.status !== 401) {
    return (
      <Centre>
        <ProblemView problem={resource.problem} onRetry={reload} />
      </Centre>
    )
  }
  return null
}

const NOBODY: Me = {
  id: '',
  displayName: '',
  userPrincipalName: '',
  jobTitle: null,
  roles: [],
  tenant: { id: '', displayName: '' },
  isSample: false,
  oneClick: false,
}

/** The signed-in person. */
export const useMe = (): Me => useContext(MeContext) ?? NOBODY
