import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import type { Skill } from '@jumpseat/skills'
import { clean } from '../prompt/clean.ts'
import type { Candidate } from './types.ts'

/** Of a description; contract: plugins-and-packages 4.4. */
const DESCRIPTION = 1_024
/** Providers take names of at most so many letters, digits, `_` and `-`. */
const NAME = 64

/** Names under which a model knows the functions: unique among these. */
export function toolNames(skills: readonly Skill[]): string[] {
  const used = new Set<string>()
  return skills.map(({ name, source }) => {
    const short = name.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, NAME)
    const long = `${source.action.namespace}_${short}`.replace(/[^A-Za-z0-9_-]+/g, '_').slice(0, NAME)
    let chosen = used.has(short) ? long : short
    for (let n = 2; used.has(chosen); n++) chosen = `${long.slice(0, NAME - 4)}_${n}`
    used.add(chosen)
    return chosen
  })
}

/** What the model is told of a function: data of its maker, without hidden letters, and marked as what it is. */
export function toolOf(name: string, { title, description, parameters, source }: Skill): LanguageModelV4FunctionTool {
  const about = clean(description || title).slice(0, DESCRIPTION)
  return {
    type: 'function',
    name,
    description: `${about} (of the app “${clean(source.app.name).slice(0, 60)}”)`,
    inputSchema: cleaned(parameters) as LanguageModelV4FunctionTool['inputSchema'],
    providerOptions: { jumpseat: { title: clean(title) } },
  }
}

/** Every text of a schema without hidden letters. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]))
}

/** The functions of a turn that goes on, by the names that the model knows them by. */
export function toolsAgain(candidates: readonly Candidate[], skillOf: (id: Candidate['skill']) => Skill | undefined) {
  const found = candidates.flatMap(({ isOffered, skill: id, tool }) => {
    const skill = isOffered ? skillOf(id) : undefined
    return skill ? [{ tool, skill }] : []
  })
  return {
    tools: found.map(({ tool, skill }) => toolOf(tool, skill)),
    skills: new Map(found.map(({ tool, skill }) => [tool, skill])),
  }
}
