import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { ResponseType } from '@microsoft/microsoft-graph-client'
import { orMissing } from './graph.js'
import { schema } from './schema.js'

export const connection = {
  id: 'harbourdocs',
  name: 'Harbour documents',
  description:
    'The document library of Lumen Quay, maker of harbour lights, lanterns and sensors: company policies, product ' +
    'notes, runbooks, support tickets, field reports, tenders, finance and HR papers, meeting notes and updates on ' +
    'Project Beacon. Use it for questions about how the company works, its products, its people and its money.',
}

/** Tells which item a shared link such as https://docs.lumenquay.example/people/policies/annual-leave means. */
const activitySettings = {
  urlToItemResolvers: [
    {
      '@odata.type': '#microsoft.graph.externalConnectors.itemIdResolver',
      priority: 1,
      itemId: '{document}',
      urlMatchInfo: {
        baseUrls: ['https://docs.lumenquay.example'],
        urlPattern: '/(?:[a-z0-9-]+/)*(?<document>[a-z0-9-]+)',
      },
    },
  ],
}

const path = `/external/connections/${connection.id}`

/** Creates the connection, or brings its texts up to date. */
export async function ensureConnection(client) {
  const { id, ...texts } = connection
  if (await orMissing(client.api(path).get())) {
    await client.api(path).patch({ ...texts, activitySettings })
    return
  }
  await client.api('/external/connections').post({ id, ...texts, activitySettings })
  console.log(`Connection ${id} created`)
}

/** Registers the schema when there is none yet or when ours has changed, and waits until it is in use. */
export async function ensureSchema(client) {
  // without the header, labels such as iconUrl are read as "unknownFutureValue"
  const request = client.api(`${path}/schema`).header('Prefer', 'include-unknown-enum-members')
  if (agrees(await orMissing(request.get()))) return

  const response = await client.api(`${path}/schema`).responseType(ResponseType.RAW).patch(schema)
  if (!response.ok) throw new Error(`The schema was refused: ${response.status} ${await response.text()}`)
  await completed(client, response.headers.get('Location'))
  console.log('Schema registered')
}

/** Does the registered schema have each property as we want it? */
function agrees(registered) {
  return schema.properties.every((ours) => {
    const theirs = registered?.properties.find(({ name }) => name === ours.name)
    return theirs && Object.entries(ours).every(([key, value]) => isDeepStrictEqual(theirs[key], value))
  })
}

/** Polls an operation: soon at first, then every half minute, since Microsoft Graph may take a quarter of an hour. */
async function completed(client, location) {
  for (let wait = 500; ; wait = Math.min(wait * 2, 30_000)) {
    const { status, error } = await client.api(location).get()
    if (status === 'completed') return
    if (status === 'failed') throw new Error(`The schema was refused: ${error?.message ?? 'no reason given'}`)
    console.log(`Schema: ${status}`)
    await sleep(wait)
  }
}
