import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tableChangedBy } from './commits.ts'
import { openSqlite, type Store } from './index.ts'

let folder: string
let store: Store
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-remember-'))
  const up = ['a', 'b'].map((name) => `CREATE TABLE ${name} (id TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT`)
  store = await openSqlite({ folder, migrations: [{ id: 'tables-001', up }] })
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const put = (table: string, id: string, n: number) => ({
  sql: `INSERT INTO ${table} (id, n) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET n = excluded.n`,
  parameters: [id, n],
})
const numberOf = (table: string, id: string) =>
  store.read<{ n: number }>({ sql: `SELECT n FROM ${table} WHERE id = ?`, parameters: [id] })[0]?.n

describe('remember', () => {
  it('reads once until its table changes, and not again when another does', async () => {
    let reads = 0
    const known = store.remember(['a'], (id: string) => {
      reads++
      return numberOf('a', id)
    })
    expect([known('x'), known('x')]).toEqual([undefined, undefined])
    await store.write([put('b', 'x', 1)])
    known('x')
    expect(reads).toBe(1)
    await store.write([put('a', 'x', 1)])
    expect([known('x'), known('x'), reads]).toEqual([1, 1, 2])
  })

  it('heeds the topic of a statement in place of its table', async () => {
    const ofTable = store.remember(['a'], (id: string) => numberOf('a', id))
    const ofTopic = store.remember(['a: counts'], (id: string) => numberOf('a', id))
    await store.write([put('a', 'x', 1)])
    expect([ofTable('x'), ofTopic('x')]).toEqual([1, 1])
    const count = { sql: 'UPDATE a SET n = n + 1 WHERE id = ?', parameters: ['x'] }
    await store.write([{ ...count, topic: 'a: counts' }])
    expect([ofTable('x'), ofTopic('x')]).toEqual([1, 2])
    await store.write([count])
    expect([ofTable('x'), ofTopic('x')]).toEqual([3, 2])
  })

  it('forgets with statements whose table nobody can tell', async () => {
    const known = store.remember(['a'], (id: string) => numberOf('a', id))
    expect(known('x')).toBeUndefined()
    await store.write([{ sql: "WITH one AS (SELECT 'x' AS id) INSERT INTO a SELECT id, 7 FROM one", parameters: [] }])
    expect(known('x')).toBe(7)
  })

  it('a failed unit and a refused one leave what is remembered true', async () => {
    const known = store.remember(['a'], (id: string) => numberOf('a', id))
    known('x')
    const refusing = { sql: 'DELETE FROM a WHERE id = ?', parameters: ['none'], guard: 'none' }
    await expect(store.write([put('a', 'x', 1), refusing])).rejects.toThrow('none')
    await expect(store.write([put('a', 'x', 1), { sql: 'no SQL', parameters: [] }])).rejects.toThrow()
    expect(known('x')).toBeUndefined()
  })

  it('never gives what a read at the same moment would not, while writes go on', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    console.log(`remember: seed ${seed}`)
    const write = fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y'))
    let last = 0
    await fc.assert(
      fc.asyncProperty(fc.array(write, { minLength: 20, maxLength: 60 }), async (writes) => {
        const known = store.remember(['a'], (id: string) => numberOf('a', id))
        const pending = writes.map(([table, id]) => store.write([put(table, id, ++last)]))
        let isDone = false
        void Promise.all(pending).then(() => (isDone = true))
        while (!isDone) {
          for (const id of ['x', 'y']) {
            const before = numberOf('a', id)
            const remembered = known(id)
            const after = numberOf('a', id)
            if (before === after) expect(remembered).toBe(after)
          }
          await new Promise((resolve) => setImmediate(resolve))
        }
        expect([known('x'), known('y')]).toEqual([numberOf('a', 'x'), numberOf('a', 'y')])
      }),
      { seed, numRuns: 30 },
    )
  })
})

describe('what a statement changes', () => {
  it.each([
    ['INSERT INTO a (id) VALUES (?)', 'a'],
    ['insert into "Tenants" ("id") values (?)', 'tenants'],
    ['INSERT OR IGNORE INTO a VALUES (?)', 'a'],
    ['  UPDATE a SET n = 1', 'a'],
    ['DELETE FROM a AS list WHERE 1', 'a'],
    ['SELECT 1 AS free', undefined],
    ['WITH x AS (SELECT 1) DELETE FROM a', ''],
  ])('%s', (sql, table) => expect(tableChangedBy(sql)).toBe(table))
})
