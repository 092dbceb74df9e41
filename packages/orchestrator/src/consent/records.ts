import type { Statement, Store } from '@jumpseat/store'
import type { ObjectId, TenantId } from '@jumpseat/wire'

/** `app`: the person has let it be used once. `function`: the person always allows it. Contract: plugins-and-packages 7.4. */
export type ConsentKind = 'app' | 'function'

export interface Person {
  readonly tenantId: TenantId
  readonly objectId: ObjectId
}

/** Names for the list of what is allowed. */
export interface Named {
  readonly name: string
  readonly app: string
}

export interface Consent extends Named {
  readonly subject: string
  readonly at: number
}

const sealContext = ({ objectId }: Person, kind: ConsentKind, subject: string) =>
  `chat_consents:${objectId}:${kind}:${subject}`

export type HasConsent = (person: Person, kind: ConsentKind, subject: string) => boolean

/** Asked for before every call. */
export function consentReader(store: Pick<Store, 'read' | 'remember'>): HasConsent {
  const known = store.remember(['chat_consents'], (key: string) => {
    const sql = 'SELECT 1 FROM chat_consents WHERE tenant = ? AND person = ? AND kind = ? AND subject = ?'
    return store.read({ sql, parameters: JSON.parse(key) }).length > 0
  })
  return ({ tenantId, objectId }, kind, subject) => known(JSON.stringify([tenantId, objectId, kind, subject]))
}

export function consentsOf(store: Pick<Store, 'read' | 'sealer'>, person: Person, kind: ConsentKind): Consent[] {
  const rows = store.read<{ subject: string; at: number; sealed: Uint8Array }>({
    sql: 'SELECT subject, at, sealed FROM chat_consents WHERE tenant = ? AND person = ? AND kind = ? ORDER BY at, subject',
    parameters: [person.tenantId, person.objectId, kind],
  })
  return rows.map(({ subject, at, sealed }) => {
    const named: Named = JSON.parse(store.sealer.openText(person.tenantId, sealContext(person, kind, subject), sealed))
    return { subject, at, ...named }
  })
}

export const giveConsent = (
  { sealer }: Pick<Store, 'sealer'>,
  person: Person,
  kind: ConsentKind,
  subject: string,
  at: number,
  named: Named,
): Statement => ({
  sql: 'INSERT INTO chat_consents (tenant, person, kind, subject, at, sealed) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  parameters: [
    ...[person.tenantId, person.objectId, kind, subject, at],
    sealer.seal(person.tenantId, sealContext(person, kind, subject), JSON.stringify(named)),
  ],
})

export const takeConsent = ({ tenantId, objectId }: Person, kind: ConsentKind, subject: string): Statement => ({
  sql: 'DELETE FROM chat_consents WHERE tenant = ? AND person = ? AND kind = ? AND subject = ?',
  parameters: [tenantId, objectId, kind, subject],
})

/** What was said of an app that is gone: a new one under the same id begins anew. */
export const dropConsents = (tenantId: TenantId, appId: string): Statement[] => [
  { sql: "DELETE FROM chat_consents WHERE tenant = ? AND kind = 'app' AND subject = ?", parameters: [tenantId, appId] },
  {
    sql: "DELETE FROM chat_consents WHERE tenant = ? AND kind = 'function' AND substr(subject, 1, length(?)) = ?",
    parameters: [tenantId, `${encodeURIComponent(appId)}/`, `${encodeURIComponent(appId)}/`],
  },
]
