import { type Catalogue, catalogueOf, type Skill, withMeaning } from '@jumpseat/skills'
import type { Context } from '../context.ts'

/** Made once for each set of functions, vectors included: a catalogue of a thousand takes half a second. */
const made = new WeakMap<readonly Skill[], Promise<Catalogue<Skill>>>()

/** Functions made ready for matching; by words alone where there is no embedder, or where it fails. */
export function catalogueFor(embedder: Context['embedder'], skills: readonly Skill[]): Promise<Catalogue<Skill>> {
  const known = made.get(skills)
  if (known) return known
  const words = catalogueOf(skills)
  const making = embedder
    ? withMeaning(words, embedder).catch(() => {
        // It may be back for the next question.
        made.delete(skills)
        return words
      })
    : Promise.resolve(words)
  made.set(skills, making)
  return making
}

/** The same text as grounding looks for, so that it is embedded once. */
export async function questionVector(
  embedder: Context['embedder'],
  question: string,
): Promise<Float32Array | undefined> {
  try {
    return (await embedder?.embed([question], 'question'))?.[0]
  } catch {
    return undefined
  }
}
