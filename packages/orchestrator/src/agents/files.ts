import type { DocumentReader } from '../documents/reader.ts'
import { PROBLEMS } from '../documents/types.ts'
import { NO_PASSAGES, type Passages, passagesOf } from './passages.ts'
import type { EmbeddedFile } from './types.ts'

/** contract: plugins-and-packages 3.2 `EmbeddedKnowledge` */
const MOST = 10

/** The files that an agent brings along, each read when it is asked for the first time. */
export function embeddedFiles(
  names: readonly string[],
  files: ReadonlyMap<string, Uint8Array>,
  documents: DocumentReader,
): EmbeddedFile[] {
  return names.map((name, n) => {
    const bytes = files.get(name.replace(/^\.?\//, ''))
    let problem: string | undefined = n < MOST ? undefined : PROBLEMS.many
    const read = async (): Promise<Passages> => {
      if (problem !== undefined) return NO_PASSAGES
      const found = await documents.read(name, bytes)
      if ('problem' in found) {
        problem = PROBLEMS[found.problem]
        return NO_PASSAGES
      }
      return passagesOf(found.text)
    }
    let reading: Promise<Passages> | undefined
    return {
      name,
      get problem() {
        return problem
      },
      passages: () => {
        reading ??= read()
        return reading
      },
    }
  })
}
