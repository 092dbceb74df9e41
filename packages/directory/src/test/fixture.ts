// A directory over a real store in a temporary folder, for the tests of this package.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { auditMigrations, createAudit } from '@jumpseat/audit'
import { openSqlite } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { createDirectory, directoryMigrations } from '../index.ts'

export async function openDirectory(now: () => number = Date.now) {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-directory-'))
  const store = await openSqlite({ folder, migrations: [...auditMigrations, ...directoryMigrations] })
  const audit = createAudit(store)
  const directory = createDirectory({ store, record: audit.record, now })
  const close = async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const newTenant = async (domain: string): Promise<TenantId> =>
    (await directory.createTenant({ displayName: domain, domain, isSample: false })).id
  return { folder, store, audit, directory, newTenant, close }
}
