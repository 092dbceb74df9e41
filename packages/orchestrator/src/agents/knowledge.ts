import { passagesAbout } from './passages.ts'
import type { Agent } from './types.ts'

const MOST_FILES = 3
const MOST_PASSAGES = 2

export interface FilePassages {
  readonly name: string
  readonly passages: readonly string[]
  readonly score: number
}

/** The passages of the agent's own files that speak of the question, those of a file in the order they stand in. */
export async function filesAbout({ files }: Pick<Agent, 'files'>, question: string): Promise<FilePassages[]> {
  const found = passagesAbout(await Promise.all(files.map((file) => file.passages())), question)
  return [...Map.groupBy(found, ({ of }) => of)].slice(0, MOST_FILES).map(([of, passages]) => ({
    name: files[of]?.name ?? '',
    passages: passages
      .slice(0, MOST_PASSAGES)
      .toSorted((a, b) => a.at - b.at)
      .map(({ text }) => text),
    score: passages[0]?.score ?? 0,
  }))
}
