import { fileURLToPath } from 'node:url'
import { connection, ensureConnection, ensureSchema } from './connection.js'
import { readDocuments, readTeams } from './documents.js'
import { connect } from './graph.js'
import { ensureGroups } from './groups.js'
import { deleteGoneItems, sendItems, toItem } from './items.js'
import { Principals } from './principals.js'
import { readState } from './state.js'

const started = Date.now()
const full = process.argv.includes('--full')
const folder = fileURLToPath(new URL('../documents', import.meta.url))

const documents = await readDocuments(folder)
const teams = await readTeams(folder)
console.log(`${documents.length} documents and ${teams.length} teams in ${folder}`)

const { client, tenantId } = connect()
const principals = new Principals(client, tenantId)

const isNew = await ensureConnection(client)
const state = await readState(`${tenantId}-${connection.id}`, { fresh: isNew || full })
const failures = []
let sent = { created: 0, updated: 0, unchanged: 0 }
let deleted = 0

try {
  await ensureSchema(client, state)
  await ensureGroups(client, teams, principals, state)

  const items = []
  for (const document of documents) {
    try {
      items.push(await toItem(document, principals))
    } catch (error) {
      failures.push({ id: document.id, reason: error.message })
    }
  }
  sent = await sendItems(client, items, state, failures)
  deleted = await deleteGoneItems(client, documents, state)
} finally {
  await state.save()
}

const seconds = ((Date.now() - started) / 1000).toFixed(1)
console.log(
  `Done in ${seconds} s: ${sent.created} new, ${sent.updated} changed, ${sent.unchanged} unchanged, ` +
    `${deleted} deleted, ${failures.length} failed`,
)
for (const { id, reason } of failures) console.error(`  ${id}: ${reason}`)
if (failures.length > 0) process.exitCode = 1
