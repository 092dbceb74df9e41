import { normalised } from '../normalise.ts'
import { tokensOf, type WordPieces } from './wordpiece.ts'

/** As much of `onnxruntime-node` as is used. It is not a dependency: whoever wants it installs it. */
export interface Runtime {
  readonly InferenceSession: {
    create(path: string, options: { readonly intraOpNumThreads: number }): Promise<Session>
  }
  readonly Tensor: TensorKind
}

type TensorKind = new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => unknown

export interface Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  run(inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, Output | undefined>>>
}

interface Output {
  readonly data: unknown
  readonly dims: readonly number[]
}

export interface ModelOptions {
  readonly session: Session
  readonly Tensor: TensorKind
  readonly pieces: WordPieces
  /** The vector of a text is that of its first token, instead of the mean of all. */
  readonly isFirstToken: boolean
}

export interface Model {
  /** Vectors of length 1, one after the other, each of so many numbers. */
  embed(texts: readonly string[]): Promise<{ readonly vectors: Float32Array<ArrayBuffer>; readonly dimensions: number }>
}

/** A model of BERT's kind. What it cannot do it says by rejecting. */
export function modelOf({ session, Tensor, pieces, isFirstToken }: ModelOptions): Model {
  return {
    async embed(texts) {
      const tokens = texts.map((text) => tokensOf(text, pieces))
      const length = Math.max(...tokens.map((one) => one.length))
      const dims = [texts.length, length]
      const filled = (numberAt: (one: readonly number[], at: number) => number) => {
        const data = new BigInt64Array(texts.length * length)
        for (const [row, one] of tokens.entries())
          for (let at = 0; at < length; at++) data[row * length + at] = BigInt(numberAt(one, at))
        return new Tensor('int64', data, dims)
      }
      const inputs: Readonly<Record<string, () => unknown>> = {
        input_ids: () => filled((one, at) => one[at] ?? 0),
        attention_mask: () => filled((one, at) => Number(at < one.length)),
        token_type_ids: () => filled(() => 0),
      }
      const wanted = session.inputNames.map((name) => [name, inputs[name]?.()])
      const outputs = await session.run(Object.fromEntries(wanted))
      const output = outputs.sentence_embedding ?? outputs[session.outputNames[0] ?? '']
      const rows = (output && pooled(output, tokens, isFirstToken)) ?? []
      const dimensions = rows[0]?.length ?? 0
      if (dimensions === 0) return Promise.reject('it gives no vectors of 32-bit numbers')
      const vectors = new Float32Array(rows.length * dimensions)
      for (const [row, vector] of rows.entries()) vectors.set(normalised(vector), row * dimensions)
      return { vectors, dimensions }
    },
  }
}

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
