import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { decide, type Move } from './decide.ts'
import { viewOf } from './view.ts'

export const BUILT_IN = 'built-in'

/**
 * A model without weights: it chooses functions by their words, fills arguments from what was said, and answers in
 * sentences of the sources. The same prompt gives the same answer.
 */
export function createBuiltInModel(now: () => number): LanguageModelV4 {
  const moveOf = (options: LanguageModelV4CallOptions) => decide(viewOf(options), now())
  return {
    specificationVersion: 'v4',
    provider: 'jumpseat',
    modelId: BUILT_IN,
    supportedUrls: {},
    async doGenerate(options) {
      const move = moveOf(options)
      return {
        content: [move.kind === 'text' ? { type: 'text', text: move.text } : callPart(move, options)],
        finishReason: finishOf(move),
        usage: usageOf(options, move),
        warnings: [],
      }
    },
    async doStream(options) {
      const move = moveOf(options)
      const parts: LanguageModelV4StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        ...(move.kind === 'text' ? textParts(move.text) : [callPart(move, options)]),
        { type: 'finish', finishReason: finishOf(move), usage: usageOf(options, move) },
      ]
      return { stream: streamOf(parts) }
    },
  }
}

function streamOf(parts: readonly LanguageModelV4StreamPart[]): ReadableStream<LanguageModelV4StreamPart> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part)
      controller.close()
    },
  })
}

function textParts(text: string): LanguageModelV4StreamPart[] {
  const deltas = text.match(/\S+\s*|\s+/g) ?? []
  return [
    { type: 'text-start', id: '1' },
    ...deltas.map((delta) => ({ type: 'text-delta', id: '1', delta }) as const),
    { type: 'text-end', id: '1' },
  ]
}

function callPart({ tool, args }: Extract<Move, { kind: 'call' }>, { prompt }: LanguageModelV4CallOptions) {
  // The place in the conversation tells calls apart.
  return {
    type: 'tool-call',
    toolCallId: `call-${prompt.length}`,
    toolName: tool,
    input: JSON.stringify(args),
  } as const
}

const finishOf = (move: Move) =>
  move.kind === 'text'
    ? ({ unified: 'stop', raw: 'stop' } as const)
    : ({ unified: 'tool-calls', raw: 'tool-calls' } as const)

/** About four characters to a token: nothing is paid for, but the budget of a turn counts them like any others. */
function usageOf({ prompt }: LanguageModelV4CallOptions, move: Move) {
  const received = Math.ceil(JSON.stringify(prompt).length / 4)
  const sent = Math.ceil((move.kind === 'text' ? move.text.length : JSON.stringify(move.args).length) / 4)
  return {
    inputTokens: { total: received, noCache: received, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: sent, text: sent, reasoning: 0 },
  }
}
