import type { Migration, Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { NewSecret, SecretPlace, SecretRecord } from './types.ts'

export const vaultMigrations: readonly Migration[] = [
  {
    id: 'vault-001',
    up: [
      `CREATE TABLE vault_secrets (
        tenant TEXT NOT NULL, app TEXT NOT NULL, reference TEXT NOT NULL,
        changed_at INTEGER NOT NULL, key_count INTEGER NOT NULL, about BLOB NOT NULL, keys BLOB NOT NULL,
        PRIMARY KEY (tenant, app, reference)
      ) STRICT`,
    ],
  },
]

interface Row {
  readonly tenant: TenantId
  readonly app: string
  readonly reference: string
  readonly changed_at: number
  readonly key_count: number
  readonly about: Uint8Array
  readonly keys: Uint8Array
}

type About = Pick<SecretRecord, 'name' | 'baseUrl'>
type Reading = Pick<Store, 'read' | 'sealer'>

const sealContext = ({ app, reference }: SecretPlace, part: string) =>
  `vault_secrets:${JSON.stringify([app, reference])}:${part}`

export function keepSecret({ sealer }: Pick<Store, 'sealer'>, secret: NewSecret, at: number): Statement {
  const { tenantId, app, reference, name, baseUrl, keys } = secret
  return {
    sql: `INSERT INTO vault_secrets (tenant, app, reference, changed_at, key_count, about, keys) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, app, reference) DO UPDATE SET changed_at = excluded.changed_at,
        key_count = excluded.key_count, about = excluded.about, keys = excluded.keys`,
    parameters: [
      ...[tenantId, app, reference, at, keys.length],
      sealer.seal(tenantId, sealContext(secret, 'about'), JSON.stringify({ name, baseUrl } satisfies About)),
      sealer.seal(tenantId, sealContext(secret, 'keys'), JSON.stringify(keys)),
    ],
  }
}

export const dropSecret = ({ tenantId, app, reference }: SecretPlace): Statement => ({
  sql: 'DELETE FROM vault_secrets WHERE tenant = ? AND app = ? AND reference = ?',
  parameters: [tenantId, app, reference],
})

export const dropSecretsOf = (tenantId: TenantId, app: string): Statement => ({
  sql: 'DELETE FROM vault_secrets WHERE tenant = ? AND app = ?',
  parameters: [tenantId, app],
})

export function secretsOf(store: Reading, tenantId: TenantId): SecretRecord[] {
  const sql = 'SELECT * FROM vault_secrets WHERE tenant = ? ORDER BY app, reference'
  return store.read<Row>({ sql, parameters: [tenantId] }).map((row) => recordFrom(store, row))
}

export function secretAt(
  store: Reading,
  place: SecretPlace,
): { record: SecretRecord; keys: readonly string[] } | undefined {
  const [row] = store.read<Row>({
    sql: 'SELECT * FROM vault_secrets WHERE tenant = ? AND app = ? AND reference = ?',
    parameters: [place.tenantId, place.app, place.reference],
  })
  if (!row) return undefined
  return {
    record: recordFrom(store, row),
    keys: JSON.parse(store.sealer.openText(row.tenant, sealContext(place, 'keys'), row.keys)),
  }
}

function recordFrom({ sealer }: Pick<Store, 'sealer'>, row: Row): SecretRecord {
  const { tenant: tenantId, app, reference, changed_at: changedAt, key_count: keyCount } = row
  const place = { tenantId, app, reference }
  const about: About = JSON.parse(sealer.openText(tenantId, sealContext(place, 'about'), row.about))
  return { ...place, ...about, keyCount, changedAt }
}
