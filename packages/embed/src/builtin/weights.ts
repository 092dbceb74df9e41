import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The file that comes with the package. */
export const WEIGHTS = fileURLToPath(new URL('../../model/english.bin', import.meta.url))

/** What the file of weights holds; its form is told in training/export.py. */
export interface Weights {
  /** Name and digest: other weights have another id. */
  readonly id: string
  readonly dimensions: number
  /** The cosine that one in a hundred pairs of texts exceeds that have nothing to do with each other. */
  readonly threshold: number
  readonly vocabulary: readonly string[]
  /** One factor per token. */
  readonly factors: Uint8Array
  /** `dimensions` signed bytes per token. */
  readonly vectors: Uint8Array
}

/** Why there are no weights: an error of this package, and what it says. */
export interface Unread {
  readonly refused: 'weightsAbsent' | 'weightsDamaged'
  readonly reason: string
}

interface Head {
  readonly id: string
  readonly dimensions: number
  readonly tokens: number
  readonly vocabularyBytes: number
  readonly threshold: number
}

const MAGIC = 'JSEM'
const DIGEST_BYTES = 32

/** Reads and checks the whole file. */
export function readWeights(file: string): Weights | Unread {
  const bytes = contentOf(file)
  if (typeof bytes === 'string') return { refused: 'weightsAbsent', reason: bytes }
  if (bytes.length < 8 + DIGEST_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC)
    return damaged('it does not begin as such a file does')
  const body = bytes.subarray(0, bytes.length - DIGEST_BYTES)
  if (!createHash('sha256').update(body).digest().equals(bytes.subarray(body.length)))
    return damaged('its checksum is wrong')
  const textAt = 8 + body.readUInt32LE(4)
  const head: Head = JSON.parse(body.toString('utf8', 8, textAt))
  const factorsAt = textAt + head.vocabularyBytes
  const vectorsAt = factorsAt + head.tokens * 4
  if (vectorsAt + head.tokens * head.dimensions !== body.length) return damaged('its length is wrong')
  return {
    id: head.id,
    dimensions: head.dimensions,
    threshold: head.threshold,
    vocabulary: body.toString('latin1', textAt, factorsAt).split('\n', head.tokens),
    factors: body.subarray(factorsAt, vectorsAt),
    vectors: body.subarray(vectorsAt),
  }
}

const damaged = (reason: string): Unread => ({ refused: 'weightsDamaged', reason })

/** The bytes, or why they cannot be read. */
function contentOf(file: string): Buffer | string {
  try {
    return readFileSync(file)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
