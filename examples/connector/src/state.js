import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const cache = new URL('../.cache/', import.meta.url)

/** A short hash of a JSON value: two values with the same fingerprint need not be sent twice. */
export const fingerprint = (value) => createHash('sha256').update(JSON.stringify(value)).digest('base64url')

/**
 * What the last run sent: the fingerprint of the schema and of each item, and the members of each group.
 * A fresh state is empty, so that everything is sent again.
 */
export async function readState(name, { fresh }) {
  const file = new URL(`${name}.json`, cache)
  const state = { schema: '', groups: {}, items: {}, ...(fresh ? {} : await readJson(file)) }
  const save = async () => {
    await mkdir(cache, { recursive: true })
    await writeFile(file, `${JSON.stringify(state, null, 2)}\n`)
  }
  return Object.defineProperty(state, 'save', { value: save, enumerable: false })
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw new Error(`${fileURLToPath(file)} cannot be read. Delete it and run again. (${error.message})`)
  }
}
