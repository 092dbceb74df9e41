// A schema with alternatives (`oneOf`, `anyOf`) tells everything that is wrong with each of them; a person wants to know one.
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'
import type { ErrorObject } from 'ajv'
import { targetOf } from '../openapi/references.ts'

/**
 * Of alternatives that all failed, the one that fits best tells what is wrong; that none fits, or that a condition was
 * not met, is told only when there is nothing closer to tell. Inner alternatives come before the outer ones.
 */
export function worthTelling(root: JsonObject, errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const untold = new Set<ErrorObject>()
  for (const choice of errors) {
    if (choice.keyword === 'if') untold.add(choice)
    if (choice.keyword !== 'oneOf' && choice.keyword !== 'anyOf') continue
    const failed = branchesOf(choice)
      .map((branch) => errors.filter((error) => isWithin(error, partsOf(root, branch), choice)))
      .filter((branch) => branch.length > 0)
    const left = failed.map((branch) => branch.filter((error) => !untold.has(error)))
    const best = isMet(choice, left) ? [] : left.sort((a, b) => distance(a, choice) - distance(b, choice))[0]
    if (best === undefined) continue
    untold.add(choice)
    for (const error of failed.flat()) if (!best.includes(error)) untold.add(error)
  }
  return errors.filter((error) => !untold.has(error))
}

function branchesOf({ schema }: ErrorObject): readonly JsonObject[] {
  return (Array.isArray(schema) ? schema : []).filter(isJsonObject)
}

function isWithin(
  { parentSchema, instancePath }: ErrorObject,
  parts: ReadonlySet<unknown>,
  choice: ErrorObject,
): boolean {
  return parts.has(parentSchema) && instancePath.startsWith(choice.instancePath)
}

const known = new WeakMap<JsonObject, ReadonlySet<unknown>>()

/** Every schema in `branch`, those that its references name too. */
function partsOf(root: JsonObject, branch: JsonObject): ReadonlySet<unknown> {
  const held = known.get(branch)
  if (held !== undefined) return held
  const parts = new Set<unknown>()
  const waiting: JsonValue[] = [branch]
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (typeof part !== 'object' || part === null || parts.has(part)) continue
    parts.add(part)
    waiting.push(...Object.values(part))
    const reference = isJsonObject(part) ? part.$ref : undefined
    const target = typeof reference === 'string' ? targetOf(root, reference) : undefined
    if (target !== undefined) waiting.push(target.value)
  }
  known.set(branch, parts)
  return parts
}

/**
 * The published schemas have alternatives that overlap: a runtime without tools is one over OpenAPI as well, a file of
 * tools is a list of tools as well. Who fits both has nothing to mend, nor does what holds it.
 */
function isMet(choice: ErrorObject, branches: readonly (readonly ErrorObject[])[]): boolean {
  return Boolean(choice.params.passingSchemas) || branches.some((branch) => branch.length === 0)
}

/** Another type, or another value of a word that tells alternatives apart, is further away than a missing member. */
function distance(branch: readonly ErrorObject[], choice: ErrorObject): number {
  const far = branch.filter(
    ({ keyword, instancePath }) =>
      keyword === 'const' || keyword === 'enum' || (keyword === 'type' && instancePath === choice.instancePath),
  )
  return far.length * 100 + branch.length
}
