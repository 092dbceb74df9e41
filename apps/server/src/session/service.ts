import type { Caller, Directory } from '@jumpseat/directory'
import type { Session } from './records.ts'

/** The caller that a session stands for now: gone when the person or the app is, with the roles and grants of this moment. */
export function callerOfSession(directory: Directory, session: Session): Caller | undefined {
  const user = directory.user(session.tenantId, session.userId)
  const app = directory.app(session.tenantId, session.appId)
  if (!user?.accountEnabled || !app) return undefined
  const granted = new Set(app.scopes)
  return {
    tenantId: session.tenantId,
    kind: 'user',
    objectId: user.id,
    appId: app.appId,
    scopes: new Set(session.scopes.filter((scope) => granted.has(scope))),
    permissions: new Set(),
    isGuest: user.userType === 'Guest',
    roles: directory.rolesOf(session.tenantId, user.id),
    name: user.userPrincipalName,
  }
}
