// Makes the small data folder that later versions must open: `node bin/node.js tests/upgrade/make.ts NAME`.
// Run it once per release and commit what it makes; never make an existing one again.
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readyConnection, startServer, temporaryFolder } from '../harness/server.ts'
import { ENVIRONMENT, FLAGS, SECRET_GROUP, TITLE } from './known.ts'

const [name] = process.argv.slice(2)
if (!name) throw new Error('Give the folder a name, for example 0.1.0.')
const target = join(import.meta.dirname, 'folders', name)
if (existsSync(target)) throw new Error(`${target} exists already; older folders are never changed.`)

const folder = temporaryFolder('upgrade')
const server = await startServer({ folder, flags: FLAGS, environment: ENVIRONMENT })
const token = await server.appToken(
  await server.app('Old connector', [
    'ExternalConnection.ReadWrite.OwnedBy',
    'ExternalItem.ReadWrite.OwnedBy',
    'User.Read.All',
  ]),
)
await readyConnection(server, token, 'oldnotes', [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
])
const { json: admin } = await server.call('GET', '/v1.0/users/admin@jumpseat.example', { token })
const base = '/v1.0/external/connections/oldnotes'
await server.call('POST', `${base}/groups`, { token, body: { id: SECRET_GROUP, displayName: 'Old group' } })
await server.call('POST', `${base}/groups/${SECRET_GROUP}/members`, { token, body: { id: admin.id, type: 'user' } })
const put = (id: string, acl: object[]) =>
  server.call('PUT', `${base}/items/${id}`, {
    token,
    body: { acl, properties: { title: TITLE }, content: { type: 'text', value: `The text of ${id}` } },
  })
await put('open', [{ type: 'externalGroup', value: SECRET_GROUP, accessType: 'grant' }])
await put('closed', [
  { type: 'everyone', value: 'everyone', accessType: 'grant' },
  { type: 'user', value: admin.id, accessType: 'deny' },
])
await server.stop()

mkdirSync(target, { recursive: true })
const database = new DatabaseSync(join(folder, 'jumpseat.sqlite'))
database.exec(`VACUUM INTO '${join(target, 'jumpseat.sqlite')}'`)
database.close()
rmSync(folder, { recursive: true, force: true })
console.log(`Made ${target}`)
