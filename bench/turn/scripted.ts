import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { BERTHS, type FunctionSpec } from '../../packages/orchestrator/src/test/functions.ts'

export interface Script {
  /** Milliseconds before the first token of a step. */
  delay: number
  /** When the first token of an answer was given, by the mark in its question; undefined when nobody asks. */
  firstTokens: Map<string, number> | undefined
}

const USAGE = {
  inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
}

/** Calls `findBerths` first, and answers then. */
export function scriptedModel(script: Script): LanguageModelV4 {
  return {
    specificationVersion: 'v4',
    provider: 'bench',
    modelId: 'scripted',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new RangeError('only streams')),
    async doStream({ prompt }) {
      if (script.delay > 0) await new Promise((resolve) => setTimeout(resolve, script.delay))
      const hasResult = prompt.some(({ role }) => role === 'tool')
      const mark = script.firstTokens && hasResult ? /mark-\d+/.exec(JSON.stringify(prompt))?.[0] : undefined
      if (mark !== undefined) script.firstTokens?.set(mark, performance.now())
      const parts: LanguageModelV4StreamPart[] = hasResult
        ? [
            { type: 'text-start', id: '1' },
            ...['Berth ', '4 ', 'is ', 'free. '].map((delta) => ({ type: 'text-delta', id: '1', delta }) as const),
            { type: 'text-end', id: '1' },
            { type: 'finish', finishReason: { unified: 'stop', raw: undefined }, usage: USAGE },
          ]
        : [
            { type: 'tool-call', toolCallId: `call-${prompt.length}`, toolName: 'findBerths', input: '{"length":90}' },
            { type: 'finish', finishReason: { unified: 'tool-calls', raw: undefined }, usage: USAGE },
          ]
      return {
        stream: new ReadableStream<LanguageModelV4StreamPart>({
          start(controller) {
            controller.enqueue({ type: 'stream-start', warnings: [] })
            for (const part of parts) controller.enqueue(part)
            controller.close()
          },
        }),
      }
    },
  }
}

const THINGS = [
  'invoice',
  'ticket',
  'crane',
  'tide',
  'vessel',
  'contract',
  'shift',
  'sensor',
  'lamp',
  'tender',
  'visa',
  'parcel',
]
const VERBS = ['list', 'show', 'count', 'compare', 'export', 'check', 'plan', 'rank']

/** As many functions as asked for, of which one fits the question. */
export function functionSpecs(count: number): FunctionSpec[] {
  const others = Array.from({ length: count - BERTHS.length }, (_none, n): FunctionSpec => {
    const [verb, thing] = [VERBS[n % VERBS.length] ?? '', THINGS[Math.floor(n / VERBS.length) % THINGS.length] ?? '']
    return {
      name: `${verb}_${thing}_${n}`,
      description: `${verb} every ${thing} of section ${n} by owner and day`,
      properties: { owner: { type: 'string' }, section: { type: 'integer' } },
      app: `App ${n % 40}`,
    }
  })
  return [...BERTHS, ...others]
}
