import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isJsonObject, type JsonObject, member } from '@jumpseat/wire'
import { embedErrors } from '../errors.ts'
import type { WordPieces } from './wordpiece.ts'

/** A model as sentence-transformers and Optimum lay it out. */
export interface ModelFolder {
  readonly path: string
  /** Name of the folder and digest of the weights. */
  readonly id: string
  readonly pieces: WordPieces
  /** The vector of a text is that of its first token, instead of the mean of all. */
  readonly isFirstToken: boolean
}

/** What BERT takes where the folder does not say. */
const LONGEST = 512

/** Ways of making one vector of those of the tokens that are not known here, by their names in 1_Pooling/config.json. */
const UNKNOWN_POOLING = ['pooling_mode_max_tokens', 'pooling_mode_weightedmean_tokens', 'pooling_mode_lasttoken']

/** Reads what belongs to the model. Errors: `onnxFolder`. */
export async function readFolder(folder: string): Promise<ModelFolder> {
  const path = ['model.onnx', 'onnx/model.onnx'].map((name) => join(folder, name)).find((file) => existsSync(file))
  if (path === undefined) throw wrong(folder, 'there is no model.onnx')
  const pooling = read(folder, '1_Pooling/config.json')
  const unknown = pooling && UNKNOWN_POOLING.find((name) => member(pooling, name) === true)
  if (unknown !== undefined) throw wrong(folder, `its vectors are made by ${unknown}`)
  if (existsSync(join(folder, '2_Dense'))) throw wrong(folder, 'it has a layer behind the mean of its tokens')
  return {
    path,
    id: `${basename(folder)}-${(await digestOf(path)).slice(0, 8)}`,
    pieces: piecesOf(folder),
    isFirstToken: pooling !== undefined && member(pooling, 'pooling_mode_cls_token') === true,
  }
}

function piecesOf(folder: string): WordPieces {
  const tokenizer = read(folder, 'tokenizer.json')
  const limits = read(folder, 'sentence_bert_config.json')
  const longest = limits && member(limits, 'max_seq_length')
  const model = objectOf(tokenizer && member(tokenizer, 'model'))
  const normalizer = objectOf(tokenizer && member(tokenizer, 'normalizer'))
  const vocabulary = objectOf(model && member(model, 'vocab'))
  const more = { longest: typeof longest === 'number' && longest > 2 ? Math.min(LONGEST, longest) : LONGEST }
  if (vocabulary && model && member(model, 'type') === 'WordPiece') {
    const numbers = Object.entries(vocabulary).flatMap(([piece, id]): [string, number][] =>
      typeof id === 'number' ? [[piece, id]] : [],
    )
    const isLowercase = normalizer === undefined || member(normalizer, 'lowercase') !== false
    return { ...more, vocabulary: new Map(numbers), isLowercase }
  }
  if (tokenizer) throw wrong(folder, 'its tokenizer.json is not of the kind WordPiece')
  const file = join(folder, 'vocab.txt')
  if (!existsSync(file)) throw wrong(folder, 'there is neither tokenizer.json nor vocab.txt')
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  return { ...more, vocabulary: new Map(lines.map((piece, id) => [piece, id])), isLowercase: true }
}

function read(folder: string, name: string): JsonObject | undefined {
  const file = join(folder, name)
  if (!existsSync(file)) return undefined
  try {
    return objectOf(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw wrong(folder, `${name} is no JSON`)
  }
}

const objectOf = (value: unknown): JsonObject | undefined => (isJsonObject(value) ? value : undefined)

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece)
  return hash.digest('hex')
}

const wrong = (folder: string, reason: string) => embedErrors.onnxFolder({ folder, reason })
