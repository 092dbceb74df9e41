import type { ReactNode } from 'react'
import { LockClosedRegular } from '../icons.ts'
import { text } from '../messages.ts'
import { hasRole, useMe } from '../session.tsx'
import { LinkButton } from './links.tsx'
import { Notice } from './Notice.tsx'

interface Props {
  readonly roles: readonly string[]
  readonly children: ReactNode
}

/** The page for those who hold one of `roles`; for everyone else, who can grant them. */
export function ForRoles({ roles, children }: Props) {
  const me = useMe()
  if (hasRole(me, roles)) return children
  return (
    <Notice icon={<LockClosedRegular />} title={text.denied.title}>
      <p style={{ margin: 0 }}>{text.denied.who(me.tenant.displayName)}</p>
      <strong>{roles.map((role) => text.roles[role] ?? role).join(', ')}</strong>
      <LinkButton to="/search">{text.denied.back}</LinkButton>
    </Notice>
  )
}
