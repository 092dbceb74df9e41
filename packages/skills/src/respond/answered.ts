import { isJsonObject, type JsonValue } from '@jumpseat/wire'
import type { Answered, CallContext } from '../call/types.ts'
import type { CardRenderer } from '../cards/types.ts'
import type { Skill } from '../types.ts'
import { resultsOf } from './citations.ts'
import { plainText, type Read, readAnswer } from './read.ts'
import { shownResults } from './results.ts'
import { shorten, shortenText } from './shorten.ts'

/** What came back, within the budget, with what people see of it. */
export async function answered(
  { response: semantics }: Pick<Skill, 'response'>,
  status: number,
  read: Read,
  contentType: string,
  { budget }: Pick<CallContext, 'budget'>,
  cards: CardRenderer,
): Promise<Answered> {
  if (read.kind === 'text') {
    const { text, isShortened } = shortenText(plainText(contentType, read.text), budget)
    return { kind: 'answered', status, text, isShortened, data: undefined, results: [], findings: [], semantics }
  }
  const selected = resultsOf(read.value, semantics)
  const { text, isShortened } = shorten(read.value, selected, semantics, budget)
  const results = await shownResults(read.value, selected.slice(0, budget.items), semantics, cards)
  return { kind: 'answered', status, text, isShortened, data: read.value, results, findings: [], semantics }
}

/** contract: packages 4.2, a short tool error. RFC 9457 and the shapes that most services use. */
export function errorText(contentType: string, text: string): string {
  const read = readAnswer(contentType, text)
  const said = read.kind === 'json' ? messageIn(read.value) : undefined
  return shortenText(said ?? plainText(contentType, text), { tokens: ERROR_TOKENS }).text
}

const ERROR_TOKENS = 120

function messageIn(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return undefined
  const { error, detail, message, title, error_description: description } = value
  const inner = isJsonObject(error) ? error.message : error
  return [detail, message, description, inner, title].find((text) => typeof text === 'string' && text !== '') as
    | string
    | undefined
}
