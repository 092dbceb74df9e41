import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { isJsonObject, type JsonObject, own } from '@jumpseat/wire'
import { fill } from './arguments/fill.ts'
import { type Choice, choose } from './choose.ts'
import { extract } from './extract.ts'
import { tell } from './results.ts'
import type { View } from './view.ts'

/** What the model does next. */
export type Move =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly tool: string; readonly args: JsonObject }

export const NOTHING_FOUND = 'I found nothing about this in what you may read.'

/** Results first, then a function that fits, then the sources; else an honest nothing. */
export function decide(view: View, now: number): Move {
  if (view.results.length > 0) return { kind: 'text', text: tell(view.results) }
  const asked = askedOf(view)
  const choice = view.mayCall ? choose(asked, view.tools) : undefined
  const found = extract(view.question, view.sources)
  if (!choice) return { kind: 'text', text: found ?? NOTHING_FOUND }
  const { args, missing } = fill(schemaOf(choice.tool), asked, now, choice.stems)
  const [first] = missing
  if (first === undefined) return { kind: 'call', tool: choice.tool.name, args }
  // Sources that answer are better than a question back.
  return { kind: 'text', text: found !== undefined && choice.named < 1 ? found : questionFor(choice, first) }
}

const QUESTION = /^To use .+, I need one more thing: .+\?$/

/** The question; when it answers a question of ours, together with what was asked first. */
function askedOf({ question, said }: View): string {
  const last = said.at(-1)
  const before = said.at(-2)
  const isAnswer = last?.role === 'assistant' && QUESTION.test(last.text.trim()) && before?.role === 'user'
  return isAnswer ? `${before.text}\n${question}` : question
}

/** One short question. Contract: plugins-and-packages 7.3. */
function questionFor({ tool }: Choice, name: string): string {
  const property = own(propertiesOf(tool), name)
  const { description, enum: choices } = isJsonObject(property) ? property : {}
  const title = tool.providerOptions?.jumpseat?.title
  const what =
    typeof description === 'string' && description !== '' ? `${name} (${description.replace(/[.?\s]+$/, '')})` : name
  const among = Array.isArray(choices) ? `, one of ${choices.slice(0, 8).map(String).join(', ')}` : ''
  return `To use ${typeof title === 'string' ? title : tool.name}, I need one more thing: ${what}${among}?`
}

export function schemaOf({ inputSchema }: LanguageModelV4FunctionTool): JsonObject {
  const schema: unknown = inputSchema
  return isJsonObject(schema) ? schema : {}
}

function propertiesOf(tool: LanguageModelV4FunctionTool): JsonObject {
  const properties = own(schemaOf(tool), 'properties')
  return isJsonObject(properties) ? properties : {}
}
