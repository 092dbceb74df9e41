import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOnnxEmbedder, type OnnxOptions, type Runtime } from './embedder.ts'
import { tokensOf } from './wordpiece.ts'

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'pilot', 'board', '##ed', 'late', ',', 'uber', '東', '京', '##s']
const vocabulary = new Map(PIECES.map((piece, id) => [piece, id]))

let folder: string
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
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true }))

type Tensor = { readonly data: BigInt64Array; readonly dims: readonly number[] }

/** Gives each token the vector [its number, 1], whatever it is told to hide. */
const runs: Record<string, Tensor>[] = []
const runtime: Runtime = {
  Tensor: class {
    readonly data: BigInt64Array
    readonly dims: readonly number[]
    constructor(_type: string, data: BigInt64Array, dims: readonly number[]) {
      this.data = data
      this.dims = dims
    }
  },
  InferenceSession: {
    create: async () => ({
      inputNames: ['input_ids', 'attention_mask', 'token_type_ids'],
      outputNames: ['last_hidden_state'],
      run: async (inputs) => {
        runs.push(inputs as Record<string, Tensor>)
        const { data, dims } = inputs.input_ids as Tensor
        const numbers = [...data].flatMap((id) => [Number(id), 1])
        return { last_hidden_state: { data: Float32Array.from(numbers), dims: [...dims, 2] } }
      },
    }),
  },
}

const OPTIONS: Omit<OnnxOptions, 'folder'> = { threshold: 0.3, weight: 0.5, questionPrefix: '', passagePrefix: '' }
const create = (more: Partial<OnnxOptions> = {}) =>
  createOnnxEmbedder({ ...OPTIONS, folder, ...more }, async () => runtime)
const refused = (load?: () => Promise<Runtime>) =>
  createOnnxEmbedder({ ...OPTIONS, folder }, load).then(
    () => 'no error',
    (error) => `${error.code}: ${error.message} ${error.fix}`,
  )
const direction = (x: number, y: number) => [x / Math.hypot(x, y), y / Math.hypot(x, y)]
const near = (vector: Float32Array | undefined, [x = 0, y = 0]: number[]) => {
  expect(vector?.[0]).toBeCloseTo(x, 5)
  expect(vector?.[1]).toBeCloseTo(y, 5)
}

describe('word pieces', () => {
  const pieces = { vocabulary, isLowercase: true, longest: 8 }
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
})

describe('a model in a folder', () => {
  it('gives the mean over the tokens of each text, at length 1, and not over the padding', async () => {
    const embedder = await create()
    expect([embedder.dimensions, embedder.id]).toEqual([2, expect.stringMatching(/^tiny-[0-9a-f]{8}$/)])
    const [short, long] = await embedder.embed(['late', 'pilot boarded late'], 'passage')
    near(short, direction((2 + 7 + 3) / 3, 1))
    near(long, direction((2 + 4 + 5 + 6 + 7 + 3) / 6, 1))
    const { attention_mask, input_ids } = runs.at(-1) ?? {}
    expect(input_ids?.dims).toEqual([2, 6])
    expect([...(attention_mask?.data ?? [])].map(Number)).toEqual([1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
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
    near((await (await create()).embed(['late'], 'passage'))[0], direction((2 + 7 + 3) / 3, 1))
  })

  it('says what is missing: the runtime, the weights, a tokenizer that it can read', async () => {
    expect(await refused()).toMatch(/^EmbedderOnnxAbsent: .*onnxruntime-node.* npm install/)
    const load = async () => runtime
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ model: { type: 'Unigram', vocab: [] } }))
    expect(await refused(load)).toMatch(/^EmbedderOnnxFolder: .*WordPiece/)
    rmSync(join(folder, 'tokenizer.json'))
    expect(await refused(load)).toMatch(/neither tokenizer.json nor vocab.txt/)
    rmSync(join(folder, 'model.onnx'))
    expect(await refused(load)).toMatch(/there is no model.onnx/)
  })
})
