// A model that does whatever any text in front of it says: the worst that a real one could become.
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'

const SAY = /SAY<<([\s\S]*?)>>/g
const CALL = /CALL<<([\w-]+) (\{[\s\S]*?\})>>/g

/** Says every `SAY<<…>>` and calls every `CALL<<name {json}>>` that stands anywhere in prompt, results or tools. */
export function obedientModel(): LanguageModelV4 & { readonly seen: string[] } {
  const seen: string[] = []
  const movesOf = ({ prompt, tools }: LanguageModelV4CallOptions) => {
    const text = unescaped(JSON.stringify([prompt, tools ?? []]))
    seen.push(text)
    const hasCalled = prompt.some(({ role }) => role === 'tool')
    const calls = hasCalled ? [] : [...text.matchAll(CALL)].map(([, name = '', args = '']) => ({ name, args }))
    const said = [...text.matchAll(SAY)].map(([, words = '']) => words)
    return { said: said.join('\n') || 'Nothing was asked of me.', calls }
  }
  return {
    seen,
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'obedient',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new RangeError('only streams')),
    async doStream(options) {
      const { said, calls } = movesOf(options)
      const parts: LanguageModelV4StreamPart[] = [
        { type: 'stream-start', warnings: [] },
        { type: 'text-start', id: '1' },
        // In small pieces, so that no construct arrives whole.
        ...(said.match(/[\s\S]{1,3}/g) ?? []).map((delta) => ({ type: 'text-delta', id: '1', delta }) as const),
        { type: 'text-end', id: '1' },
        ...calls.map(
          ({ name, args }, n) => ({ type: 'tool-call', toolCallId: `c${n}`, toolName: name, input: args }) as const,
        ),
        {
          type: 'finish',
          finishReason: { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: undefined },
          usage: {
            inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
            outputTokens: { total: 1, text: 1, reasoning: 0 },
          },
        },
      ]
      return {
        stream: new ReadableStream({
          start(controller) {
            for (const part of parts) controller.enqueue(part)
            controller.close()
          },
        }),
      }
    },
  }
}

/** JSON inside JSON, back to what was written. */
function unescaped(text: string): string {
  let plain = text
  for (let pass = 0; pass < 4; pass++) {
    plain = plain
      .replace(/\\u([0-9a-f]{4})/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\n/g, '\n')
      .replace(/\\"/g, '"')
      .replace(/\\\\/g, '\\')
  }
  return plain
}
