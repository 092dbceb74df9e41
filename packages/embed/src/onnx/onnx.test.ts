import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Embedder } from '../types.ts'
import { createOnnxEmbedder, type OnnxOptions } from './embedder.ts'
import { modelOf, type Session } from './model.ts'
import { runtimeFor } from './runtime.ts'
import { tableModel } from './test/model.ts'
import { tokensOf } from './wordpiece.ts'

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'pilot', 'board', '##ed', 'late', ',', 'uber', '東', '京', '##s']
const vocabulary = new Map(PIECES.map((piece, id) => [piece, id]))
const pieces = { vocabulary, isLowercase: true, longest: 8 }

/** Gives each token the vector [its number, 1], whatever it is told to hide. */
const RUNTIME = `
  export class Tensor { constructor(type, data, dims) { Object.assign(this, { type, data, dims }) } }
  export const InferenceSession = { create: async () => ({
    inputNames: ['input_ids', 'attention_mask', 'token_type_ids'],
    outputNames: ['last_hidden_state'],
    async run({ input_ids: { data, dims } }) {
      if (data.includes(11n)) throw new Error('what it makes of 京')
      const numbers = [...data].flatMap((id) => [Number(id), 1])
      return { last_hidden_state: { data: Float32Array.from(numbers), dims: [...dims, 2] } }
    },
  }) }`

let folder: string
let runtime: string
let opened: Embedder[] = []
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'jumpseat-onnx-')), 'tiny')
  mkdirSync(join(folder, '1_Pooling'), { recursive: true })
  writeFileSync(join(folder, 'model.onnx'), 'weights')
  writeFileSync(
    join(folder, 'tokenizer.json'),
    JSON.stringify({
      normalizer: { lowercase: true },
      model: { type: 'WordPiece', vocab: Object.fromEntries(vocabulary) },
    }),
  )
  runtime = runtimeOf(RUNTIME)
})
afterEach(async () => {
  for (const embedder of opened) await embedder.close?.()
  opened = []
  rmSync(join(folder, '..'), { recursive: true })
})

function runtimeOf(source: string): string {
  const file = join(folder, 'runtime.mjs')
  writeFileSync(file, source)
  return pathToFileURL(file).href
}
const OPTIONS: Omit<OnnxOptions, 'folder'> = { threshold: 0.3, weight: 0.5, questionPrefix: '', passagePrefix: '' }
const create = async (more: Partial<OnnxOptions> = {}, found = runtime) => {
  const embedder = await createOnnxEmbedder({ ...OPTIONS, folder, ...more }, found)
  opened.push(embedder)
  return embedder
}
const refused = (found = runtime) =>
  create({}, found).then(
    () => 'no error',
    (error) => `${error.code}: ${error.message} ${error.fix}`,
  )
const direction = (x: number, y: number) => [x / Math.hypot(x, y), y / Math.hypot(x, y)]
const near = (vector: ArrayLike<number> | undefined, [x = 0, y = 0]: number[]) => {
  expect(vector?.[0]).toBeCloseTo(x, 5)
  expect(vector?.[1]).toBeCloseTo(y, 5)
}

describe('word pieces', () => {
  const rows: [string, string[]][] = [
    ['Pilot boarded', ['pilot', 'board', '##ed']],
    ['pilots, late', ['pilot', '##s', ',', 'late']],
    ['Über 東京', ['uber', '東', '京']],
    ['pilotx', ['[UNK]']],
    ['x'.repeat(200), ['[UNK]']],
    ['', []],
  ]
  it.each(rows)('of %s', (text, expected) => {
    expect(tokensOf(text, pieces).map((id) => PIECES[id])).toEqual(['[CLS]', ...expected, '[SEP]'])
  })

  it('are no more than the model takes', () => {
    expect(tokensOf('pilot '.repeat(100), pieces)).toHaveLength(8)
  })

  it('are never the marks of the model itself, whatever a text says', () => {
    for (const mark of ['[CLS]', '[SEP]'])
      expect(tokensOf(`late ${mark}`, pieces).filter((id) => PIECES[id] === mark)).toHaveLength(1)
  })
})

type Given = { readonly data: BigInt64Array; readonly dims: readonly number[] }

describe('a model of tokens', () => {
  class Tensor {
    readonly data: BigInt64Array
    readonly dims: readonly number[]
    constructor(_type: string, data: BigInt64Array, dims: readonly number[]) {
      this.data = data
      this.dims = dims
    }
  }
  const session = (more: Partial<Session> = {}): Session => ({
    inputNames: ['input_ids', 'attention_mask'],
    outputNames: ['first'],
    async run({ input_ids, attention_mask }) {
      const { data, dims } = input_ids as Given
      const numbers = [...data].flatMap((id) => [Number(id), 1])
      // What is hidden must not count: it is made as wrong as can be.
      const mask = (attention_mask as Given).data
      const shown = numbers.map((number, at) => (mask[at >> 1] === 0n ? Number.NaN : number))
      return { first: { data: Float32Array.from(shown), dims: [...dims, 2] } }
    },
    ...more,
  })

  it('is given numbers, what is padding, and as many places for each text', async () => {
    const asked: Record<string, Given>[] = []
    const whole = session()
    const run: Session['run'] = (inputs) => {
      asked.push(inputs as Record<string, Given>)
      return whole.run(inputs)
    }
    await modelOf({ session: session({ run }), Tensor, pieces, isFirstToken: false }).embed([
      'late',
      'pilot boarded late',
    ])
    const { attention_mask, input_ids } = asked[0] ?? {}
    expect(input_ids?.dims).toEqual([2, 6])
    expect([...(attention_mask?.data ?? [])].map(Number)).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
    expect(Object.keys(asked[0] ?? {})).toEqual(['input_ids', 'attention_mask'])
  })

  it('gives the mean over the tokens of each text, at length 1, and not over the padding', async () => {
    const model = modelOf({ session: session(), Tensor, pieces, isFirstToken: false })
    const { vectors, dimensions } = await model.embed(['late', 'pilot boarded late'])
    expect(dimensions).toBe(2)
    near(vectors.subarray(0, 2), direction((2 + 7 + 3) / 3, 1))
    near(vectors.subarray(2), direction((2 + 4 + 5 + 6 + 7 + 3) / 6, 1))
  })

  it('gives the vector of the text where the model has one, before those of tokens', async () => {
    const run: Session['run'] = async () => ({
      first: { data: Float32Array.from([9, 9]), dims: [1, 1, 2] },
      sentence_embedding: { data: Float32Array.from([3, 4]), dims: [1, 2] },
    })
    const model = modelOf({ session: session({ run }), Tensor, pieces, isFirstToken: false })
    near((await model.embed(['late'])).vectors, [0.6, 0.8])
  })

  it('rejects what is no vector of 32-bit numbers', async () => {
    const run: Session['run'] = async () => ({ first: { data: new Uint16Array(4), dims: [1, 2, 2] } })
    const model = modelOf({ session: session({ run }), Tensor, pieces, isFirstToken: false })
    await expect(model.embed(['late'])).rejects.toMatch(/32-bit/)
  })
})

describe('a model in a folder', () => {
  it('gives vectors in the order of the texts, however many', async () => {
    const embedder = await create()
    expect([embedder.dimensions, embedder.id]).toEqual([2, expect.stringMatching(/^tiny-[0-9a-f]{8}$/)])
    const texts = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? 'late' : 'pilot boarded late'))
    const vectors = await embedder.embed(texts, 'passage')
    for (const [n, vector] of vectors.entries())
      near(vector, n % 2 === 0 ? direction(4, 1) : direction((2 + 4 + 5 + 6 + 7 + 3) / 6, 1))
  })

  it('gives the first token where the model is made so', async () => {
    writeFileSync(join(folder, '1_Pooling/config.json'), JSON.stringify({ pooling_mode_cls_token: true }))
    near((await (await create()).embed(['late'], 'passage'))[0], direction(2, 1))
  })

  it('says before a text what it is for', async () => {
    const embedder = await create({ questionPrefix: 'late ', passagePrefix: 'pilot ' })
    near((await embedder.embed([''], 'question'))[0], direction((2 + 7 + 3) / 3, 1))
    near((await embedder.embed([''], 'passage'))[0], direction((2 + 4 + 3) / 3, 1))
    expect(embedder.id).not.toBe((await create()).id)
  })

  it('is another model with other weights', async () => {
    const { id } = await create()
    writeFileSync(join(folder, 'model.onnx'), 'other weights')
    expect((await create()).id).not.toBe(id)
  })

  it('reads a plain vocabulary', async () => {
    rmSync(join(folder, 'tokenizer.json'))
    writeFileSync(join(folder, 'vocab.txt'), PIECES.join('\n'))
    near((await (await create()).embed(['late'], 'passage'))[0], direction(4, 1))
  })

  it('says which text it cannot do, and goes on', async () => {
    const embedder = await create()
    await expect(embedder.embed(['京'], 'passage')).rejects.toMatchObject({
      code: 'EmbedderBadAnswer',
      message: expect.stringContaining('what it makes of'),
    })
    near((await embedder.embed(['late'], 'passage'))[0], direction(4, 1))
    await embedder.close?.()
    await expect(embedder.embed(['late'], 'passage')).rejects.toMatchObject({ code: 'EmbedderModelStopped' })
  })

  it('says what is missing: the runtime, the weights, a tokenizer and a way to make vectors that it knows', async () => {
    expect(await refused(pathToFileURL(join(folder, 'absent.mjs')).href)).toMatch(
      /^EmbedderOnnxAbsent: .*onnxruntime-node.* npm install --ignore-scripts/,
    )
    const broken = RUNTIME.replace(
      'create: async () => ({',
      "create: async () => { throw new Error('no graph') }, x: () => ({",
    )
    expect(await refused(runtimeOf(broken))).toMatch(/^EmbedderOnnxFolder: .*no graph/)
    writeFileSync(join(folder, '1_Pooling/config.json'), JSON.stringify({ pooling_mode_lasttoken: true }))
    expect(await refused()).toMatch(/^EmbedderOnnxFolder: .*pooling_mode_lasttoken/)
    rmSync(join(folder, '1_Pooling'), { recursive: true })
    mkdirSync(join(folder, '2_Dense'))
    expect(await refused()).toMatch(/^EmbedderOnnxFolder: .*layer behind/)
    rmSync(join(folder, '2_Dense'), { recursive: true })
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ model: { type: 'Unigram', vocab: [] } }))
    expect(await refused()).toMatch(/^EmbedderOnnxFolder: .*WordPiece/)
    rmSync(join(folder, 'tokenizer.json'))
    expect(await refused()).toMatch(/neither tokenizer.json nor vocab.txt/)
    rmSync(join(folder, 'model.onnx'))
    expect(await refused()).toMatch(/there is no model.onnx/)
  })
})

/** Where the real runtime may be installed; it is no dependency. */
const RUNTIME_AT = process.env.ONNX_RUNTIME_FOLDER ?? '.'
const real = runtimeFor(RUNTIME_AT)
if (real === undefined)
  console.info('onnx: skipped with the real runtime, which is not installed; ONNX_RUNTIME_FOLDER may name where it is')

describe.skipIf(real === undefined)('a model in a folder, with the real runtime', () => {
  it('opens a graph and gives its vectors', async () => {
    const rows = PIECES.map((_, id) => [id, 1])
    writeFileSync(join(folder, 'model.onnx'), tableModel(rows))
    const embedder = await create({}, real)
    const [short, long] = await embedder.embed(['late', 'pilot boarded late'], 'passage')
    near(short, direction(4, 1))
    near(long, direction((2 + 4 + 5 + 6 + 7 + 3) / 6, 1))
  })

  it('says that a file is no graph', async () => {
    expect(await refused(real)).toMatch(/^EmbedderOnnxFolder: /)
  })
})

describe('the runtime', () => {
  it('is found beside the program or in the folder of the model, or one above', () => {
    const place = join(folder, '../node_modules/onnxruntime-node')
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, 'package.json'), JSON.stringify({ main: 'index.js' }))
    writeFileSync(join(place, 'index.js'), '')
    expect(runtimeFor(folder)).toMatch(/^file:.*onnxruntime-node.*\.js$/)
  })
})
