// The limit that ingest is held against: the same HTTP server and the same group commit, with nothing in between. It
// parses the body, commits it as one row and answers.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { openSqlite } from '../../packages/store/src/index.ts'

const TABLE = 'CREATE TABLE rows (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID'
const store = await openSqlite({
  folder: mkdtempSync(join(tmpdir(), 'jumpseat-peer-')),
  migrations: [{ id: 'peer-001', up: [TABLE] }],
})
const app = fastify({ bodyLimit: 4_000_000 })
const sql = 'INSERT INTO rows (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body'
app.put<{ Params: { id: string } }>('/items/:id', async (request) => {
  await store.write([{ sql, parameters: [request.params.id, JSON.stringify(request.body)] }])
  return request.body
})
await app.listen({ port: 0, host: '127.0.0.1' })
const address = app.server.address()
console.log(JSON.stringify({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` }))
