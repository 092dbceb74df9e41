import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { isJsonObject, own } from '@jumpseat/wire'
import { topicStems } from '../prompt/words.ts'

export interface Choice {
  readonly tool: LanguageModelV4FunctionTool
  /** Share of the function's own name that was said, and of what was said that the function speaks of. */
  readonly named: number
  readonly spoken: number
  readonly score: number
  /** Stems that the function speaks of. */
  readonly stems: ReadonlySet<string>
}

// From here on a question asks for the function, not only for its subject.
const ENOUGH = { named: 0.5, spoken: 0.34, score: 0.8 }

/** The function that the question asks for; undefined when none is. */
export function choose(question: string, tools: readonly LanguageModelV4FunctionTool[]): Choice | undefined {
  const asked = [...topicStems(question)]
  const choices = tools.map((tool) => choiceOf(asked, tool, tools))
  const words = question.toLowerCase().match(/\p{L}+/gu) ?? []
  const best = choices
    .map((choice) => ({ ...choice, score: choice.score + verbFit(words, nameText(choice.tool)) }))
    .toSorted((a, b) => b.score - a.score)[0]
  return best !== undefined && isAsked(best) ? best : undefined
}

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))
/** Verbs that names of functions begin with, by whether they change something. */
const READING = wordsIn('list get find search show read look lookup fetch query check view retrieve')
const ACTING = wordsIn(
  'book cancel create add delete remove move update change set send post put edit order buy pay start stop',
)
/** What a question begins with that asks to be told something. */
const ASKING = wordsIn('what which who whom whose when where how is are was were do does did tell give any')

/**
 * What the verb of a function's name says for or against it, of several that speak of the same things: whoever says "show"
 * wants no visit cancelled.
 */
function verbFit(words: readonly string[], name: string): number {
  const [verb = ''] = name.trim().toLowerCase().split(/\s+/)
  const [first = ''] = words
  if (words.includes(verb)) return 0.4
  const asks = ASKING.has(first) || READING.has(first)
  if (!asks) return 0
  return READING.has(verb) ? 0.2 : ACTING.has(verb) ? -0.4 : 0
}

const isAsked = ({ named, spoken, score }: Choice) =>
  (named >= ENOUGH.named && score >= ENOUGH.score * 0.6) || (spoken >= ENOUGH.spoken && score >= ENOUGH.score)

function choiceOf(
  asked: readonly string[],
  tool: LanguageModelV4FunctionTool,
  all: readonly LanguageModelV4FunctionTool[],
): Choice {
  const name = topicStems(nameText(tool))
  const about = topicStems(tool.description ?? '')
  const parameters = topicStems(parameterText(tool))
  const said = new Set(asked)
  const nameSaid = [...name].filter((stem) => said.has(stem))
  // A word that few of the functions at hand have tells more.
  const worth = (stem: string) =>
    1 / (1 + all.filter((other) => other !== tool && topicStems(nameText(other)).has(stem)).length)
  const named = name.size === 0 ? 0 : nameSaid.reduce((sum, stem) => sum + worth(stem), 0) / name.size
  // Names and numbers are values, not what the question is about.
  const topic = asked.filter((stem) => /^\p{L}/u.test(stem))
  const spokenOf = topic.filter((stem) => name.has(stem) || about.has(stem))
  const spoken = topic.length === 0 ? 0 : spokenOf.length / topic.length
  const wanted = topic.length === 0 ? 0 : topic.filter((stem) => parameters.has(stem)).length / topic.length
  const described = about.size === 0 ? 0 : [...about].filter((stem) => said.has(stem)).length / about.size
  return {
    tool,
    named,
    spoken,
    score: named + spoken + 0.4 * wanted + 0.5 * described,
    stems: new Set([...name, ...about]),
  }
}

function nameText({ name, providerOptions }: LanguageModelV4FunctionTool): string {
  const title = providerOptions?.jumpseat?.title
  return [name, typeof title === 'string' ? title : '']
    .join(' ')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_.-]+/g, ' ')
}

function parameterText({ inputSchema }: LanguageModelV4FunctionTool): string {
  const schema: unknown = inputSchema
  const properties = isJsonObject(schema) ? own(schema, 'properties') : undefined
  if (!isJsonObject(properties)) return ''
  return Object.entries(properties)
    .map(([name, property]) => {
      const { description } = isJsonObject(property) ? property : {}
      return `${name.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/[_.-]+/g, ' ')} ${typeof description === 'string' ? description : ''}`
    })
    .join(' ')
}
