import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { connection } from './connection.js'

const cache = new URL('../.cache/', import.meta.url)

/**
 * The ids that earlier runs sent: items, and the members of each group. Graph does not promise to list them, and without
 * them nobody would know what to delete. Losing the file loses deletions and nothing else.
 */
export async function readSent(tenantId) {
  const file = new URL(`${tenantId}-${connection.id}.json`, cache)
  const { items = [], members = {} } = await readJson(file)
  const sent = { items: new Set(items), members: new Map(Object.entries(members)) }
  const save = async () => {
    await mkdir(cache, { recursive: true })
    const plain = { items: [...sent.items], members: Object.fromEntries(sent.members) }
    await writeFile(file, `${JSON.stringify(plain, null, 2)}\n`)
  }
  return { ...sent, save }
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw new Error(`${fileURLToPath(file)} cannot be read. Delete it and run again. (${error.message})`)
  }
}
