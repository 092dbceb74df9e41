import { createHash } from 'node:crypto'
import { connection } from './connection.js'
import { explain, orMissing } from './graph.js'
import { inParallel } from './parallel.js'

const endpoint = `/external/connections/${connection.id}/items`

/** The documents as items. One that names somebody unknown is refused, so that it is not sent half right. */
export async function toItems(documents, principals) {
  const items = []
  const refused = []
  for (const document of documents) {
    try {
      items.push(await toItem(document, principals))
    } catch (error) {
      if (error.statusCode) throw error // Graph itself said no: the next document would fare no better
      refused.push({ id: document.id, reason: error.message })
    }
  }
  return { items, refused }
}

async function toItem(document, principals) {
  const author = await principals.person(document.author)
  const editor = await principals.person(document.editor ?? document.author)
  const authors = [...new Set([author.displayName, editor.displayName])]
  return {
    id: document.id,
    body: {
      acl: await accessList(document, principals),
      properties: {
        title: document.title,
        url: document.url,
        iconUrl: `https://docs.lumenquay.example/icons/${document.kind}.png`,
        kind: document.kind,
        department: document.department,
        folder: document.folder,
        'tags@odata.type': 'Collection(String)',
        tags: document.tags,
        createdBy: author.displayName,
        lastModifiedBy: editor.displayName,
        'authors@odata.type': 'Collection(String)',
        authors,
        created: new Date(document.created).toISOString(),
        modified: new Date(document.modified).toISOString(),
        fileExtension: document.extension,
        words: document.text.split(/\s+/).length,
      },
      content: { type: document.extension === 'html' ? 'html' : 'text', value: document.text },
    },
  }
}

/** Who may read the document. Graph refuses an empty list, so a document without readers denies everyone. */
async function accessList({ access, deny = [] }, principals) {
  const entries = [
    ...access.map((entry) => ({ entry, accessType: 'grant' })),
    ...deny.map((entry) => ({ entry, accessType: 'deny' })),
  ]
  if (access.length === 0) entries.push({ entry: 'everyone', accessType: 'deny' })
  return Promise.all(
    entries.map(async ({ entry, accessType }) => ({ ...(await principals.resolve(entry)), accessType })),
  )
}

/** Sends what Graph does not have yet or has otherwise, eight items at a time; with `full`, everything. */
export async function sendItems(client, all, sent, { full }) {
  const result = { created: 0, updated: 0, unchanged: 0, failed: [] }
  let done = 0

  await inParallel(8, all, async ({ id, body }) => {
    try {
      result[await sendItem(client, `${endpoint}/${id}`, body, full)] += 1
      sent.items.add(id)
    } catch (error) {
      result.failed.push({ id, reason: explain(error) })
    }
    done += 1
    if (done % 20 === 0 || done === all.length) console.log(`${done} of ${all.length} items`)
  })
  return result
}

async function sendItem(client, path, body, full) {
  const fingerprint = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  const stored = await orMissing(client.api(path).get())
  if (!full && stored?.properties.fingerprint === fingerprint) return 'unchanged'
  await client.api(path).put({ ...body, properties: { ...body.properties, fingerprint } })
  return stored ? 'updated' : 'created'
}

/** Deletes the items whose document no longer exists. */
export async function deleteGoneItems(client, documents, sent) {
  const present = new Set(documents.map(({ id }) => id))
  const gone = [...sent.items].filter((id) => !present.has(id))
  await inParallel(8, gone, async (id) => {
    await orMissing(client.api(`${endpoint}/${id}`).delete())
    sent.items.delete(id)
  })
  return gone.length
}
