// Vectors that are computed from the number of the item: a cluster, three topics and noise, at length 1.

import { normalised } from '../../packages/embed/src/normalise.ts'
import type { Meaning } from '../../packages/index/src/types.ts'
import { quantiseQuestion } from '../../packages/index/src/vectors/quantise.ts'
import { LEAN } from '../../packages/search/src/meaning/lean.ts'
import { randomFrom, zipf } from './corpus.ts'

export const DIMENSIONS = 256
export const MODEL = 'bench'
const CLUSTERS = 1000
const TOPICS = 4096
const TOPIC_SHARE = 0.5
const NOISE = 0.6
const drawCluster = zipf(CLUSTERS)

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const direction = (seed: number) => {
  const random = randomFrom(seed)
  return normalised(Float32Array.from({ length: DIMENSIONS }, () => normal(random)))
}
const clusters = Array.from({ length: CLUSTERS }, (_, n) => direction(0x100000 + n))
const topics = Array.from({ length: TOPICS }, (_, n) => direction(0x200000 + n))

export function vectorOf(n: number): Float32Array {
  const random = randomFrom(0x7654321 ^ n)
  const sum = Float32Array.from(clusters[drawCluster(random)] ?? [])
  for (let more = 0; more < 3; more++) {
    const topic = topics[Math.floor(random() * TOPICS)] ?? new Float32Array(DIMENSIONS)
    for (let at = 0; at < DIMENSIONS; at++) sum[at] = (sum[at] ?? 0) + TOPIC_SHARE * (topic[at] ?? 0)
  }
  return blurred(sum, random)
}

/** Questions that are near some items. */
export const questionVectors = (count: number, items: number): Float32Array[] =>
  Array.from({ length: count }, (_, n) => {
    const random = randomFrom(0xdef000 + n)
    return blurred(vectorOf(Math.floor(random() * items)), random)
  })

function blurred(vector: Float32Array, random: () => number): Float32Array {
  const scale = NOISE / Math.sqrt(DIMENSIONS)
  return normalised(vector.map((number) => number + scale * normal(random)))
}

export const meaningOf = (vector: Float32Array): Meaning => ({
  modelId: MODEL,
  vector: quantiseQuestion(vector),
  weight: LEAN.describing,
  depth: LEAN.depth,
  rescored: LEAN.rescored,
  echo: LEAN.echo,
  least: 0.01,
})
