// Real packages that nobody on this project wrote, where they are at hand.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const CORPUS = fileURLToPath(new URL('../../../../../shared/corpora/app-packages', import.meta.url))

/** Folders of the packages; empty, and said so, without the corpus. */
export function corpusPackages(): readonly string[] {
  if (!existsSync(CORPUS)) {
    console.log(`no corpus at ${CORPUS}: its tests are skipped`)
    return []
  }
  return readdirSync(CORPUS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${CORPUS}/${name}`)
}
