import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { type Lowered, lower, type ModelProfile, type Skill } from '@jumpseat/skills'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
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
export function toolOf(name: string, skill: Skill, profile: ModelProfile): LanguageModelV4FunctionTool {
  const { title, description, source } = skill
  const about = clean(description || title).slice(0, DESCRIPTION)
  return {
    type: 'function',
    name,
    description: `${about} (of the app “${clean(source.app.name).slice(0, 60)}”)`,
    inputSchema: loweredFor(skill, profile).schema as LanguageModelV4FunctionTool['inputSchema'],
    ...(profile.isStrict && { strict: true }),
    providerOptions: { jumpseat: { title: clean(title) } },
  }
}

/** By the arguments, which are kept as long as the set of functions that they belong to. */
const lowered = new WeakMap<JsonObject, Map<string, Lowered>>()

/** The arguments of a function as the model is told of them, without hidden letters, and the way back from what it says. */
export function loweredFor({ parameters }: Pick<Skill, 'parameters'>, profile: ModelProfile): Lowered {
  const known = lowered.get(parameters) ?? new Map<string, Lowered>()
  lowered.set(parameters, known)
  const made = known.get(profile.name)
  if (made !== undefined) return made
  const { schema, raise } = lower(parameters, profile)
  const clear = cleaned(schema)
  const fresh = { schema: isJsonObject(clear) ? clear : {}, raise }
  known.set(profile.name, fresh)
  return fresh
}

/** Every text of a schema without hidden letters. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cleaned(inner)]))
}

/** The functions of a turn that goes on, by the names that the model knows them by. */
export function toolsAgain(
  candidates: readonly Candidate[],
  profile: ModelProfile,
  skillOf: (id: Candidate['skill']) => Skill | undefined,
) {
  const found = candidates.flatMap(({ isOffered, skill: id, tool }) => {
    const skill = isOffered ? skillOf(id) : undefined
    return skill ? [{ tool, skill }] : []
  })
  return {
    tools: found.map(({ tool, skill }) => toolOf(tool, skill, profile)),
    skills: new Map(found.map(({ tool, skill }) => [tool, skill])),
  }
}
