import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LanguageModelV4FunctionTool } from '@ai-sdk/provider'
import { isJsonObject, type JsonObject, type JsonValue } from '@jumpseat/wire'

export interface Case {
  readonly id: string
  readonly question: string
  readonly tools: readonly LanguageModelV4FunctionTool[]
  /** Functions that are right, with the values that are for each argument; an empty text means that it may be left out. */
  readonly accepted: readonly { readonly name: string; readonly args: Readonly<Record<string, readonly JsonValue[]>> }[]
}

const FILES = ['simple_python', 'multiple']

export function casesOf(folder: string): Case[] {
  return FILES.flatMap((name) => {
    const answers = new Map(
      linesOf(join(folder, `${name}.answers.jsonl`)).map((line) => [String(line.id), line.ground_truth]),
    )
    return linesOf(join(folder, `${name}.jsonl`)).map((line) => {
      const given = answers.get(String(line.id))
      const accepted = Array.isArray(given)
        ? given.filter(isJsonObject).flatMap((entry) =>
            Object.entries(entry).map(([tool, args]) => ({
              name: safe(tool),
              args: args as Record<string, JsonValue[]>,
            })),
          )
        : []
      return { ...caseOf(line), accepted }
    })
  })
}

export const irrelevantOf = (folder: string) => linesOf(join(folder, 'irrelevance.jsonl')).map(caseOf)

function caseOf(line: JsonObject) {
  const turns = Array.isArray(line.question) ? line.question.flat() : []
  const question = turns
    .filter(isJsonObject)
    .filter(({ role }) => role === 'user')
    .map(({ content }) => String(content))
    .join('\n')
  const functions = Array.isArray(line.function) ? line.function.filter(isJsonObject) : []
  return { id: String(line.id), question, tools: functions.map(toolOf) }
}

function toolOf({ name, description, parameters }: JsonObject): LanguageModelV4FunctionTool {
  return {
    type: 'function',
    name: safe(String(name)),
    description: String(description ?? ''),
    inputSchema: schemaOf(parameters ?? {}) as LanguageModelV4FunctionTool['inputSchema'],
  }
}

const safe = (name: string) => name.replace(/[^A-Za-z0-9_-]/g, '_')
const TYPES: Readonly<Record<string, string>> = {
  dict: 'object',
  float: 'number',
  tuple: 'array',
  any: 'string',
  double: 'number',
  long: 'integer',
}

/** The names of types as in Python become those of JSON Schema. */
function schemaOf(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(schemaOf)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'type' && typeof inner === 'string'
        ? (TYPES[inner.toLowerCase()] ?? inner.toLowerCase())
        : schemaOf(inner),
    ]),
  )
}

function linesOf(path: string): JsonObject[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isJsonObject)
}
