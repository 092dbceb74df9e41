import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { built } from '../../../../scripts/kernel.ts'
import type { Embedder } from '../types.ts'
import { createBuiltInEmbedder } from './embedder.ts'
import { KERNEL } from './kernel.ts'
import { createTokeniser } from './tokens.ts'
import { readWeights, WEIGHTS } from './weights.ts'

const CASES = fileURLToPath(new URL('../../model/cases.jsonl', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'embed-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Case {
  readonly text: string
  readonly tokens: number[]
  /** The first eight numbers and the last eight. */
  readonly vector: number[]
}
const cases = readFileSync(CASES, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Case)
const embedder = await createBuiltInEmbedder()
afterAll(() => embedder.close?.())

const product = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
const vectorOf = async (text: string, by: Embedder = embedder) =>
  (await by.embed([text], 'passage'))[0] ?? new Float32Array()

describe('built-in model', () => {
  const weights = readWeights(WEIGHTS)
  const tokensOf = createTokeniser('vocabulary' in weights ? weights.vocabulary : [])

  it.each(cases)('reads and embeds as in training: $text', async ({ text, tokens, vector }) => {
    expect(tokensOf(text)).toEqual(tokens)
    const found = await vectorOf(text)
    const ends = [...found.subarray(0, 8), ...found.subarray(-8)]
    ends.forEach((value, at) => {
      expect(value).toBeCloseTo(vector[at] ?? Number.NaN, 3)
    })
  })

  it('gives one vector of length 1 for each text, in order, the same alone and among many; zeros for nothing known', async () => {
    const texts = Array.from({ length: 200 }, (_, at) =>
      at % 7 === 0 ? '…' : `Report ${at} about harbour number ${at}`,
    )
    const vectors = await embedder.embed(texts, 'passage')
    expect(vectors.map((v) => Math.round(product(v, v) * 1e4) / 1e4)).toEqual(
      texts.map((_, at) => (at % 7 === 0 ? 0 : 1)),
    )
    expect(vectors[150]).toEqual(await vectorOf(texts[150] ?? ''))
    expect(await embedder.embed([], 'passage')).toEqual([])
  })

  it('adds up words: their vectors make the direction of the text', async () => {
    const sum = new Float32Array(embedder.dimensions)
    const words = ['travel', 'expenses', 'of', 'harbour', 'pilots', 'xq']
    const vectors = (await embedder.wordVectors?.(words)) ?? []
    expect(vectors.length).toBe(words.length)
    for (const vector of vectors) for (const [at, number] of vector.entries()) sum[at] = (sum[at] ?? 0) + number
    expect(product(sum, await vectorOf(words.join(' '))) / Math.hypot(...sum)).toBeCloseTo(1, 5)
    // A word that says little adds little.
    const [travel, , of] = vectors.map((vector) => Math.hypot(...vector))
    expect(of).toBeLessThan(travel ?? 0)
  })

  it('finds by meaning what shares no word with the question', async () => {
    const [question, right, ...wrong] = await embedder.embed(
      [
        'time off with a newborn',
        'Parental leave. Every parent may take twenty weeks, paid in full, after a birth or an adoption.',
        'Travel expenses. Book rail before air; hotels up to 140 euros a night are paid.',
        'Password policy. Accounts are locked after five failed sign-ins.',
        'Timesheets. Record your hours off site by Friday.',
      ],
      'passage',
    )
    const to = (other: Float32Array | undefined) => product(question ?? new Float32Array(), other ?? new Float32Array())
    for (const other of wrong) expect(to(right)).toBeGreaterThan(to(other))
  })

  it('can be cut to 128 numbers under another id', async () => {
    await using short = await disposable(createBuiltInEmbedder({ dimensions: 128 }))
    expect([short.id, short.dimensions]).toEqual([`${embedder.id}-128`, 128])
    const [whole, part] = [await vectorOf('annual leave'), await vectorOf('annual leave', short)]
    expect(product(part, part)).toBeCloseTo(1, 4)
    expect(product(part, whole.subarray(0, 128))).toBeCloseTo(Math.hypot(...whole.subarray(0, 128)), 4)
  })

  it.each([0, 64, 384])('has no vectors of %i numbers', async (dimensions) => {
    await expect(createBuiltInEmbedder({ dimensions })).rejects.toMatchObject({ code: 'EmbedderDimensionsUnknown' })
  })

  it('reads the beginning of a text of megabytes, and ends a call that is given up', async () => {
    expect((await vectorOf('sea '.repeat(2_000_000))).length).toBe(256)
    await expect(embedder.embed(['a'], 'question', AbortSignal.abort())).rejects.toThrow(/abort/i)
  })

  it('refuses weights that are absent, cut short, changed by one bit, or something else', async () => {
    const file = join(folder, 'weights.bin')
    const refused = (code: string) =>
      expect(createBuiltInEmbedder({ file })).rejects.toMatchObject({ code, message: expect.stringContaining(file) })
    await refused('EmbedderWeightsAbsent')
    copyFileSync(WEIGHTS, file)
    truncateSync(file, 1_000_000)
    await refused('EmbedderWeightsDamaged')
    const bytes = readFileSync(WEIGHTS)
    bytes.writeUInt8(bytes.readUInt8(5_000_000) ^ 1, 5_000_000)
    writeFileSync(file, bytes)
    await refused('EmbedderWeightsDamaged')
    writeFileSync(file, 'weights')
    await refused('EmbedderWeightsDamaged')
  })

  it('refuses every call once it is closed, those under way included', async () => {
    const closed = await createBuiltInEmbedder()
    const under = closed.embed(
      Array.from({ length: 1000 }, () => 'a long walk by the sea'),
      'passage',
    )
    const ended = expect(under).rejects.toMatchObject({ code: 'EmbedderModelStopped' })
    await closed.close?.()
    await ended
    await expect(closed.embed(['a'], 'passage')).rejects.toMatchObject({ code: 'EmbedderModelStopped' })
  })

  it('adds up in a kernel that is what its source says', async () => {
    expect(await built('embed/src/builtin')).toBe(KERNEL)
  })
})

async function disposable(made: Promise<Embedder>): Promise<Embedder & AsyncDisposable> {
  const by = await made
  return { ...by, [Symbol.asyncDispose]: async () => by.close?.() }
}
