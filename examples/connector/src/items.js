import { connection } from './connection.js'
import { orMissing } from './graph.js'
import { inParallel } from './parallel.js'
import { fingerprint } from './state.js'

const items = `/external/connections/${connection.id}/items`

/** A document as Graph wants it. Throws when somebody in its access list is unknown, so that it is not sent half right. */
export async function toItem(document, principals) {
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

/** Sends what has changed since the last run, eight items at a time. */
export async function sendItems(client, all, state, failures) {
  const result = { created: 0, updated: 0, unchanged: 0 }
  const changed = all.filter(({ id, body }) => state.items[id] !== fingerprint(body))
  result.unchanged = all.length - changed.length
  let done = 0

  await inParallel(8, changed, async ({ id, body }) => {
    try {
      await client.api(`${items}/${id}`).put(body)
      result[state.items[id] ? 'updated' : 'created'] += 1
      state.items[id] = fingerprint(body)
    } catch (error) {
      failures.push({ id, reason: `${error.statusCode ?? ''} ${error.message}`.trim() })
    }
    done += 1
    if (done % 20 === 0 || done === changed.length) console.log(`${done} of ${changed.length} items sent`)
  })
  return result
}

/** Deletes the items whose document no longer exists. */
export async function deleteGoneItems(client, documents, state) {
  const present = new Set(documents.map(({ id }) => id))
  const gone = Object.keys(state.items).filter((id) => !present.has(id))
  await inParallel(8, gone, async (id) => {
    await orMissing(client.api(`${items}/${id}`).delete())
    delete state.items[id]
  })
  return gone.length
}
