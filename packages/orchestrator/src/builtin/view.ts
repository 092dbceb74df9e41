import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, LanguageModelV4Prompt } from '@ai-sdk/provider'
import { type ShownSource, SOURCES_MARK, sourcesFrom } from '../prompt/sources.ts'

/** What came back from a call. */
export interface ShownResult {
  readonly tool: string
  readonly isError: boolean
  readonly text: string
}

/** A prompt of the SDK as the built-in model reads it. */
export interface View {
  /** The last thing that the person said. */
  readonly question: string
  /** What was said before, oldest first. */
  readonly said: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly sources: readonly ShownSource[]
  /** Results since the question. */
  readonly results: readonly ShownResult[]
  readonly tools: readonly LanguageModelV4FunctionTool[]
  readonly mayCall: boolean
}

export function viewOf({ prompt, tools, toolChoice }: LanguageModelV4CallOptions): View {
  const isSources = (message: LanguageModelV4Prompt[number]) =>
    message.providerOptions?.jumpseat?.kind === SOURCES_MARK.jumpseat.kind
  const spoken = prompt.filter((message) => !isSources(message))
  const asked = spoken.findLastIndex(({ role }) => role === 'user')
  const question = spoken[asked]
  return {
    question: question === undefined ? '' : textOf(question),
    said: spoken.slice(0, Math.max(0, asked)).flatMap((message) => {
      const { role } = message
      return role === 'user' || role === 'assistant' ? [{ role, text: textOf(message) }] : []
    }),
    sources: prompt.filter(isSources).flatMap((message) => sourcesFrom(textOf(message))),
    results: spoken.slice(asked + 1).flatMap(resultsOf),
    tools: (tools ?? []).filter((tool) => tool.type === 'function'),
    mayCall: toolChoice?.type !== 'none',
  }
}

function textOf({ role, content }: LanguageModelV4Prompt[number]): string {
  if (role === 'system') return content
  return content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
}

function resultsOf({ role, content }: LanguageModelV4Prompt[number]): ShownResult[] {
  if (role !== 'tool') return []
  return content.flatMap((part): ShownResult[] => {
    if (part.type !== 'tool-result') return []
    const { toolName: tool, output } = part
    if (output.type === 'text') return [{ tool, isError: false, text: output.value }]
    if (output.type === 'json') return [{ tool, isError: false, text: JSON.stringify(output.value) }]
    if (output.type === 'error-text') return [{ tool, isError: true, text: output.value }]
    if (output.type === 'execution-denied') return [{ tool, isError: true, text: output.reason ?? 'Declined.' }]
    return []
  })
}
