import { embedErrors } from '../errors.ts'
import { normalised } from '../normalise.ts'
import type { Embedder, Purpose } from '../types.ts'
import { readFolder } from './folder.ts'
import { tokensOf } from './wordpiece.ts'

/** As much of `onnxruntime-node` as is used. It is not a dependency: whoever wants it installs it. */
export interface Runtime {
  readonly InferenceSession: { create(path: string): Promise<Session> }
  readonly Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown
}

interface Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Output | undefined>>>
}

interface Output {
  readonly data: unknown
  readonly dims: readonly number[]
}

export interface OnnxOptions {
  readonly folder: string
  readonly threshold: number
  readonly weight: number
  readonly questionPrefix: string
  readonly passagePrefix: string
}

/** Texts that the model is given at once. */
const BATCH = 16
const RUNTIME = 'onnxruntime-node'

/** The runtime, where somebody has installed it. Errors: `onnxAbsent`. */
async function loadRuntime(): Promise<Runtime> {
  try {
    // The name stands in a variable so that nobody who builds this looks for it.
    const module = await import(RUNTIME)
    return module.default ?? module
  } catch (cause) {
    throw embedErrors.onnxAbsent({}, { cause })
  }
}

/** A model of BERT's kind in a folder of this machine. Errors: `onnxAbsent`, `onnxFolder`. */
export async function createOnnxEmbedder(
  options: OnnxOptions,
  load: () => Promise<Runtime> = loadRuntime,
): Promise<Embedder> {
  const { threshold, weight, questionPrefix, passagePrefix } = options
  const { path, id, pieces, isFirstToken } = await readFolder(options.folder)
  const { InferenceSession, Tensor } = await load()
  const session = await InferenceSession.create(path).catch((error: unknown) => {
    throw embedErrors.onnxFolder({ folder: options.folder, reason: reasonOf(error) })
  })
  const prefixes: Readonly<Record<Purpose, string>> = { question: questionPrefix, passage: passagePrefix }

  const run = async (texts: readonly string[]): Promise<Float32Array[]> => {
    const tokens = texts.map((text) => tokensOf(text, pieces))
    const length = Math.max(...tokens.map((one) => one.length))
    const dims = [texts.length, length]
    const filled = (numberAt: (one: readonly number[], at: number) => number) =>
      new Tensor(
        'int64',
        BigInt64Array.from(
          tokens.flatMap((one) => pad(one, length, numberAt)),
          BigInt,
        ),
        dims,
      )
    const inputs: Readonly<Record<string, () => unknown>> = {
      input_ids: () => filled((one, at) => one[at] ?? 0),
      attention_mask: () => filled((one, at) => Number(at < one.length)),
      token_type_ids: () => filled(() => 0),
    }
    const wanted = session.inputNames.map((name) => [name, inputs[name]?.()])
    const outputs = await session.run(Object.fromEntries(wanted))
    const output = outputs.sentence_embedding ?? outputs[session.outputNames[0] ?? '']
    const vectors = output && pooled(output, tokens, isFirstToken)
    if (!vectors) throw embedErrors.badAnswer({ model: id, reason: 'it gives no vectors' })
    return vectors.map(normalised)
  }
  const dimensions = (await run(['word']))[0]?.length ?? 0

  return {
    id: passagePrefix === '' ? id : `${id}:${passagePrefix.trim()}`,
    dimensions,
    threshold,
    weight,
    async embed(texts, purpose, signal) {
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += BATCH) {
        signal?.throwIfAborted()
        vectors.push(...(await run(texts.slice(at, at + BATCH).map((text) => prefixes[purpose] + text))))
      }
      return vectors
    },
  }
}

const pad = (one: readonly number[], length: number, numberAt: (one: readonly number[], at: number) => number) =>
  Array.from({ length }, (_, at) => numberAt(one, at))

/** A vector per text: as the model gives it, or of its first token, or the mean over its tokens. */
function pooled(
  { data, dims }: Output,
  tokens: readonly (readonly number[])[],
  isFirstToken: boolean,
): Float32Array[] | undefined {
  if (!(data instanceof Float32Array)) return undefined
  const width = dims.at(-1) ?? 0
  if (dims.length === 2) return tokens.map((_, row) => data.slice(row * width, (row + 1) * width))
  const length = dims[1] ?? 0
  return tokens.map((one, row) => {
    const counted = isFirstToken ? 1 : one.length
    const sum = new Float32Array(width)
    for (let token = 0; token < counted; token++)
      for (let at = 0; at < width; at++)
        sum[at] = (sum[at] ?? 0) + (data[(row * length + token) * width + at] ?? 0) / counted
    return sum
  })
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
