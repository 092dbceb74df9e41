import type { PluginFunction } from '@jumpseat/manifest'
import type { CodedError, TenantId } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { isPath } from '../respond/jsonpath.ts'
import type { Finding, Skill, SkillId, Source, Unavailable } from '../types.ts'

/** Which app of which tenant functions belong to. */
export interface Origin {
  readonly tenant: TenantId
  readonly app: Source['app']
}

/** The id of a function; contract of `SkillId`: it does not change with the version. */
export function skillIdOf({ app, action }: Source, name: string): SkillId {
  return [app.id, action.id, name].map(encodeURIComponent).join('/') as SkillId
}

/** What a function is called where people read it: `findFreeBerths` is "Find free berths". */
export function titleOf(name: string): string {
  const words = name
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (/^\p{Lu}+$/u.test(word) && word.length > 1 ? word : word.toLowerCase()))
  const text = words.join(' ')
  return text === '' ? name : text.charAt(0).toUpperCase() + text.slice(1)
}

/** The members of a function that its plugin says, the same for every runtime. */
export function declaredBy(fn: PluginFunction | undefined): Pick<Skill, 'response' | 'states' | 'dataHandling'> {
  return {
    response: fn?.responseSemantics,
    states: fn?.states ?? { reasoning: undefined, responding: undefined },
    dataHandling: fn?.dataHandling,
  }
}

/** A `data_path` that cannot be read selects nothing: whoever wrote it should know. */
export function pathFindings({ responseSemantics, name }: PluginFunction, { place }: Source): readonly Finding[] {
  const path = responseSemantics?.dataPath
  return path === undefined || isPath(path)
    ? []
    : [findingOf(skillsErrors.pathInvalid({ name, path: path.slice(0, 100) }), place)]
}

export function unavailable(
  source: Source,
  { name, description }: Pick<PluginFunction, 'name' | 'description'>,
  error: CodedError,
): Unavailable {
  return {
    id: skillIdOf(source, name),
    name,
    title: titleOf(name),
    description: description ?? '',
    source,
    reason: findingOf(error, error.more.place ?? source.place),
  }
}
