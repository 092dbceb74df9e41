import type { JsonObject, JsonValue } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import type { Finding } from '../types.ts'

/** One argument on its way from the document into the schema of all. */
export interface Argument {
  readonly name: string
  readonly schema: JsonObject
  readonly isRequired: boolean
}

/** Gives each argument a name of its own; contract: packages 4.2, names are unique over all places. */
export interface ArgumentNames {
  take(name: string, place: string): string
  findings(pointer: string): readonly Finding[]
}

export function argumentNames(): ArgumentNames {
  const taken = new Set<string>()
  const renamed: { name: string; place: string; argument: string }[] = []
  return {
    take(name, place) {
      let argument = name
      for (let count = 1; taken.has(argument); count++) argument = `${name}_${place}${count > 1 ? count : ''}`
      taken.add(argument)
      if (argument !== name) renamed.push({ name, place, argument })
      return argument
    },
    findings: (pointer) => renamed.map((params) => findingOf(skillsErrors.argumentRenamed(params), pointer)),
  }
}

/** The parameter's own words before those of its schema. */
export function described(schema: JsonObject, description: JsonValue | undefined): JsonObject {
  return typeof description === 'string' && description.trim() !== '' ? { ...schema, description } : schema
}
