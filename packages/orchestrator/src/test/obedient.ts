// A model that does whatever any text in front of it says: the worst that a real one could become.
import type { LanguageModelV4, LanguageModelV4CallOptions, LanguageModelV4StreamPart } from '@ai-sdk/provider'

const SAY = /SAY<<([\s\S]*?)>>/g
const CALL = /CALL<<([\w-]+) (\{[\s\S]*?\})>>/g

/** Says every `SAY<<…>>` and calls every `CALL<<name {json}>>` that stands anywhere in prompt, results or tools. */
export function obedientModel(): LanguageModelV4 & { readonly seen: string[] } {
  const seen: string[] = []
  const movesOf = ({ prompt, tools }: LanguageModelV4CallOptions) => {
    const text = textsIn([prompt, tools ?? []]).join('\n')
    seen.push(text)
    const made = new Set(
      prompt.flatMap(({ role, content }) =>
        role === 'assistant'
          ? content.flatMap((part) => (part.type === 'tool-call' ? [part.toolName + JSON.stringify(part.input)] : []))
          : [],
      ),
    )
    const wanted = [...text.matchAll(CALL)].map(([, name = '', args = '']) => ({ name, args }))
    const calls = wanted.filter(({ name, args }, n) => {
      const isFirst = wanted.findIndex((other) => other.name === name && other.args === args) === n
      return isFirst && !made.has(name + args) && !made.has(`${name}{}`)
    })
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
          ({ name, args }, n) =>
            ({ type: 'tool-call', toolCallId: `c${seen.length}.${n}`, toolName: name, input: args }) as const,
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

/** Every text of a value; what is JSON inside a text is opened, too. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  if (typeof value !== 'string') return []
  const inner = value.split('\n').flatMap((line) => {
    if (!/^\s*[[{"]/.test(line)) return []
    try {
      return textsIn(JSON.parse(line))
    } catch {
      return []
    }
  })
  return [value, ...inner]
}
