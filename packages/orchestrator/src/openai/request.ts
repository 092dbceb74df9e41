import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import { invalid, listMember, objectOf, textMember } from '../http/body.ts'
import { promptText } from '../http/prompt.ts'
import type { OrchestratorSettings } from '../settings.ts'

/** What a client of the OpenAI chat API asks. */
export interface CompletionRequest {
  readonly model: string
  readonly text: string
  /** Earlier exchanges, oldest first. */
  readonly history: readonly { readonly prompt: string; readonly answer: string }[]
  /** Texts in the role of instructions: from the client, so they are data here. */
  readonly instructions: readonly string[]
  readonly isStream: boolean
  readonly includesUsage: boolean
}

export function completionRequestOf(given: unknown, settings: OrchestratorSettings): CompletionRequest {
  const body = objectOf(given)
  const messages = (listMember(body, 'messages') ?? []).map(messageOf)
  const last = messages.at(-1)
  if (last?.role !== 'user')
    throw invalid('The last message is not of the user.', 'Send the question last, with the role "user".', 'messages')
  const { stream, stream_options: options } = body
  return {
    model: textMember(body, 'model') ?? '',
    text: promptText(last.text, settings, 'messages'),
    history: exchangesOf(messages.slice(0, -1)),
    instructions: messages.filter(({ role }) => role === 'system' || role === 'developer').map(({ text }) => text),
    isStream: stream === true,
    includesUsage: isJsonObject(options) && options.include_usage === true,
  }
}

interface Message {
  readonly role: string
  readonly text: string
}

function messageOf(entry: JsonValue): Message {
  if (!isJsonObject(entry) || typeof entry.role !== 'string')
    throw invalid('A message cannot be read.', 'Send { "role", "content" }.', 'messages')
  return { role: entry.role, text: contentOf(entry) }
}

/** A text, or parts of which the texts count. */
function contentOf({ content }: JsonObject): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.flatMap((part) => (isJsonObject(part) && typeof part.text === 'string' ? [part.text] : [])).join('\n')
}

function exchangesOf(messages: readonly Message[]) {
  const exchanges: { prompt: string; answer: string }[] = []
  for (const { role, text } of messages) {
    const last = exchanges.at(-1)
    if (role === 'user') exchanges.push({ prompt: text, answer: '' })
    else if (role === 'assistant' && last) last.answer = [last.answer, text].filter((part) => part !== '').join('\n')
  }
  return exchanges
}
