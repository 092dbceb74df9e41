import { ensureConnection, ensureSchema } from './connection.js'
import { readDocuments, readTeams } from './documents.js'
import { ensureGroups } from './groups.js'
import { deleteGoneItems, sendItems, toItems } from './items.js'
import { Principals } from './principals.js'
import { readSent } from './sent.js'

/** Brings the index up to date with the folder. Answers how many items were created, updated, unchanged, deleted, failed. */
export async function run({ client, tenantId }, { folder, full }) {
  const documents = await readDocuments(folder)
  const teams = await readTeams(folder)
  console.log(`${documents.length} documents and ${teams.length} teams in ${folder}`)

  await ensureConnection(client)
  await ensureSchema(client)

  const principals = new Principals(client, tenantId)
  const sent = await readSent(tenantId)
  try {
    await ensureGroups(client, teams, principals, sent)
    const { items, refused } = await toItems(documents, principals)
    const { failed, ...counts } = await sendItems(client, items, sent, { full })
    const deleted = await deleteGoneItems(client, documents, sent)
    return { ...counts, deleted, failed: [...refused, ...failed] }
  } finally {
    await sent.save()
  }
}
