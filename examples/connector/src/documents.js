import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { readFrontMatter } from './front-matter.js'
import { plainText } from './plain-text.js'

/** All documents below a folder. `text` is what readers see, without marks; HTML is kept as it is. */
export async function readDocuments(folder) {
  const names = (await readdir(folder, { recursive: true })).sort()
  const files = names.filter((name) => ['.md', '.html'].includes(extname(name)))
  return Promise.all(
    files.map(async (name) => {
      const { fields, body } = readFrontMatter(await readFile(join(folder, name), 'utf8'), name)
      const extension = extname(name).slice(1)
      return { ...fields, extension, text: extension === 'md' ? plainText(body) : body }
    }),
  )
}

/** The teams of the library: `[{ id, name, description, members }]`. */
export async function readTeams(folder) {
  return JSON.parse(await readFile(join(folder, 'teams.json'), 'utf8'))
}
