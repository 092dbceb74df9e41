import { isJsonObject, type JsonObject, member } from '@jumpseat/wire'
import { embedErrors } from '../errors.ts'
import { normalised } from '../normalise.ts'
import type { Batch } from './call.ts'

interface Asked {
  readonly model: string
  readonly dimensions: number
}

/** The vectors of an answer, in the order of the texts, each as numbers or as base64 of them. */
export function vectorsOf({ parts }: Batch, asked: Asked, count: number): Float32Array[] {
  const vectors = parts.flatMap((part) => inOrder(part.body, part.count, asked).map((one) => vectorOf(one, asked)))
  if (vectors.length !== count) throw bad(asked, `${vectors.length} vectors for ${count} texts`)
  return vectors
}

function inOrder(body: unknown, count: number, asked: Asked): JsonObject[] {
  const data = isJsonObject(body) ? member(body, 'data') : undefined
  if (!Array.isArray(data)) throw bad(asked, 'there is no list "data"')
  const found = new Map<number, JsonObject>()
  for (const [at, one] of data.entries()) {
    if (!isJsonObject(one)) throw bad(asked, 'an entry of "data" is no object')
    const index = member(one, 'index')
    found.set(typeof index === 'number' ? index : at, one)
  }
  return Array.from({ length: count }, (_, at) => {
    const one = found.get(at)
    if (!one) throw bad(asked, `${found.size} vectors for ${count} texts`)
    return one
  })
}

function vectorOf(entry: JsonObject, asked: Asked): Float32Array {
  const embedding = member(entry, 'embedding')
  const vector =
    typeof embedding === 'string'
      ? decoded(embedding)
      : Array.isArray(embedding)
        ? Float32Array.from(embedding, (number) => (typeof number === 'number' ? number : Number.NaN))
        : undefined
  if (!vector) throw bad(asked, 'a vector is neither numbers nor base64')
  if (vector.length !== asked.dimensions)
    throw bad(asked, `a vector has ${vector.length} numbers, not ${asked.dimensions}`)
  if (!vector.every(Number.isFinite)) throw bad(asked, 'a vector holds what is no number')
  return normalised(vector)
}

/** Numbers of 32 bits, the lowest byte first. */
function decoded(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  return Float32Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) => bytes.readFloatLE(at * 4))
}

const bad = ({ model }: Asked, reason: string) => embedErrors.badAnswer({ model, reason })
