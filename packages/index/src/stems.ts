import { stemmer } from 'stemmer'

/** Stems remembered; a corpus repeats its words. */
const KEPT = 50_000
const known = new Map<string, string>()

/** The English stem of a normalised term of four or more ASCII letters; any other term is its own stem. */
export function stemOf(term: string): string {
  const held = known.get(term)
  if (held !== undefined) return held
  const stem = /^[a-z]{4,}$/.test(term) ? stemmer(term) : term
  if (known.size >= KEPT) known.clear()
  known.set(term, stem)
  return stem
}
