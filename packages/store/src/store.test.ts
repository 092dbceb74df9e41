import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TenantId } from '@jumpseat/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { GuardError, type Migration, openSqlite, type Store } from './index.ts'

const TENANT = '11111111-1111-4111-8111-111111111111' as TenantId
const OTHER = '22222222-2222-4222-8222-222222222222' as TenantId
const NOTES: Migration = {
  id: 'notes-001',
  up: ['CREATE TABLE notes (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT'],
}

const folders: string[] = []
const open: Store[] = []
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'jumpseat-store-'))
  folders.push(path)
  return path
}
async function openIn(path: string, migrations: readonly Migration[] = [NOTES]): Promise<Store> {
  const store = await openSqlite({ folder: path, migrations })
  open.push(store)
  return store
}
const insert = (id: string, body = 'x') => ({
  sql: 'INSERT INTO notes (id, body) VALUES (?, ?)',
  parameters: [id, Buffer.from(body)],
})
const ids = (store: Store) =>
  store.read<{ id: string }>({ sql: 'SELECT id FROM notes ORDER BY id', parameters: [] }).map(({ id }) => id)

afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

describe('write', () => {
  it('applies a unit as a whole and leaves nothing of a refused one', async () => {
    const store = await openIn(folder())
    const refused = store.write([
      insert('a'),
      {
        sql: 'UPDATE notes SET body = ? WHERE id = ?',
        parameters: [Buffer.from('y'), 'missing'],
        guard: 'no such note',
      },
    ])
    const kept = store.write([insert('b'), store.change(TENANT, 'note', '', 'b')])
    await expect(refused).rejects.toEqual(new GuardError('no such note'))
    await kept
    expect(ids(store)).toEqual(['b'])
    expect(store.changesAfter(0, 10)).toMatchObject([{ tenantId: TENANT, kind: 'note', id: 'b' }])
    expect(store.head()).toBe(store.changesAfter(0, 10)[0]?.seq)
  })

  it('reports a failed statement with its reason and disturbs no other unit of the same commit', async () => {
    const store = await openIn(folder())
    const outcomes = await Promise.allSettled([
      store.write([insert('a')]),
      store.write([insert('a')]),
      store.write([insert('b')]),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(ids(store)).toEqual(['a', 'b'])
  })

  it('puts writes that arrive together into few commits', async () => {
    const store = await openIn(folder())
    let commits = 0
    store.onCommit(() => commits++)
    await Promise.all(Array.from({ length: 500 }, (_, n) => store.write([insert(`n${n}`)])))
    expect(ids(store)).toHaveLength(500)
    expect(commits).toBeLessThan(250)
  })

  it('refuses to write through the reading side', async () => {
    const store = await openIn(folder())
    expect(() => store.read(insert('a'))).toThrow(/readonly|read-only/i)
  })
})

describe('data folder', () => {
  it('keeps what was acknowledged across a restart', async () => {
    const path = folder()
    const first = await openIn(path)
    await first.write([insert('a')])
    await first.close()
    expect(ids(await openIn(path))).toEqual(['a'])
  })

  it('belongs to one process at a time', async () => {
    const path = folder()
    await openIn(path)
    await expect(openSqlite({ folder: path, migrations: [NOTES] })).rejects.toMatchObject({ code: 'DataFolderInUse' })
  })

  it('written by a newer version is refused and left alone', async () => {
    const path = folder()
    await (await openIn(path)).close()
    await expect(openSqlite({ folder: path, migrations: [] })).rejects.toMatchObject({ code: 'DataFolderNewer' })
    expect(ids(await openIn(path))).toEqual([])
  })
})

describe('sealing', () => {
  it('opens only in its own tenant and context, and leaves no plain text on disk', async () => {
    const path = folder()
    const store = await openIn(path)
    await store.sealer.createKey(TENANT)
    await store.sealer.createKey(OTHER)
    const sealed = store.sealer.seal(TENANT, 'notes:a', 'CANARY-4711 secret')
    await store.write([{ sql: 'INSERT INTO notes (id, body) VALUES (?, ?)', parameters: ['a', sealed] }])
    expect(store.sealer.openText(TENANT, 'notes:a', sealed)).toBe('CANARY-4711 secret')
    expect(() => store.sealer.open(TENANT, 'notes:b', sealed)).toThrow(/sealed value/)
    expect(() => store.sealer.open(OTHER, 'notes:a', sealed)).toThrow(/sealed value/)
    await store.close()
    for (const name of readdirSync(path)) expect(readFileSync(join(path, name)).includes('CANARY-4711')).toBe(false)
  })

  it('ends with the key: a destroyed key opens nothing, and the other tenant reads on', async () => {
    const store = await openIn(folder())
    await store.sealer.createKey(TENANT)
    await store.sealer.createKey(OTHER)
    const mine = store.sealer.seal(TENANT, 'c', 'mine')
    const theirs = store.sealer.seal(OTHER, 'c', 'theirs')
    await store.sealer.destroyKey(TENANT)
    expect(() => store.sealer.open(TENANT, 'c', mine)).toThrow(/no content key/)
    expect(store.sealer.openText(OTHER, 'c', theirs)).toBe('theirs')
  })

  it('makes the master key readable by its owner only, and never a new one for old data', async () => {
    const path = folder()
    const store = await openIn(path)
    await store.sealer.createKey(TENANT)
    await store.close()
    expect(statSync(join(path, 'master.key')).mode & 0o777).toBe(0o600)
    rmSync(join(path, 'master.key'))
    await expect(openSqlite({ folder: path, migrations: [NOTES] })).rejects.toMatchObject({ code: 'MasterKeyMissing' })
  })
})
