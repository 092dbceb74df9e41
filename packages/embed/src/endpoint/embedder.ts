import { hash } from 'node:crypto'
import type { Egress } from '@jumpseat/egress'
import type { Embedder, Purpose } from '../types.ts'
import { vectorsOf } from './answer.ts'
import { batched } from './batches.ts'
import { callerOf } from './call.ts'
import { createPace } from './pace.ts'

/** A service that speaks the OpenAI embeddings protocol. */
export interface EndpointOptions {
  /** The service's base, to which `/embeddings` is added, or the whole address. */
  readonly url: string
  readonly model: string
  readonly dimensions: number
  readonly key: string
  /** Header that carries the key; `authorization` carries it as a bearer token. */
  readonly keyHeader: string
  /** Asks the model for so many dimensions; for models that can shorten their vectors. */
  readonly sendDimensions: boolean
  /** Most texts in a call. */
  readonly batchSize: number
  /** Calls at a time. */
  readonly concurrency: number
  /** 0 means no limit of ours. */
  readonly requestsPerMinute: number
  readonly threshold: number
  readonly weight: number
  readonly questionPrefix: string
  readonly passagePrefix: string
  /** Milliseconds that a call may take. */
  readonly timeout: number
}

/** Milliseconds, and a wait, for tests to hold the clock. */
export interface Clock {
  readonly now: () => number
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** The model behind an endpoint. Errors: those of `embedErrors`. */
export function createEndpointEmbedder(
  options: EndpointOptions,
  egress: Pick<Egress, 'fetch'>,
  clock: Clock = systemClock,
): Embedder {
  const { model, dimensions, threshold, weight, questionPrefix, passagePrefix } = options
  const pace = createPace(options, clock)
  const call = callerOf(options, egress, clock, pace)
  const prefixes: Readonly<Record<Purpose, string>> = { question: questionPrefix, passage: passagePrefix }
  return {
    id: idOf(options),
    dimensions,
    threshold,
    weight,
    async embed(texts, purpose, signal) {
      const ending = new AbortController()
      const until = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal
      const prefixed = texts.map((text) => prefixes[purpose] + text)
      const answers = batched(prefixed, options.batchSize).map((batch) =>
        pace.inTurn(purpose, async () => vectorsOf(await call(batch, until), { model, dimensions }, batch.length)),
      )
      try {
        return (await Promise.all(answers)).flat()
      } catch (error) {
        // One failure fails all; the others need not be paid for.
        ending.abort(error)
        throw error
      }
    },
  }
}

/** Vectors depend on the model, their length and what is written before a passage, and not on where the model runs. */
function idOf({ model, dimensions, passagePrefix }: EndpointOptions): string {
  const prefix = passagePrefix === '' ? '' : `:${hash('sha256', passagePrefix).slice(0, 8)}`
  return `${model}:${dimensions}${prefix}`
}

const systemClock: Clock = {
  now: Date.now,
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      if (signal?.aborted) return void reject(signal.reason)
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', end)
        resolve()
      }, ms)
      signal?.addEventListener('abort', end, { once: true })
    }),
}
