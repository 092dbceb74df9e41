import { isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { orchestratorErrors } from '../errors.ts'
import { isTimeZone } from '../prompt/clock.ts'
import type { OrchestratorSettings } from '../settings.ts'
import type { Prompt } from '../turn/types.ts'
import { invalid } from './body.ts'

/** Additions of one prompt. */
const MOST_ADDITIONS = 20

export function promptText(text: string | undefined, { promptLength }: OrchestratorSettings, name: string): string {
  if (text === undefined || text.trim() === '')
    throw orchestratorErrors.promptMissing({ member: name }, { place: name })
  if (text.length > promptLength) throw orchestratorErrors.promptTooLong({ limit: promptLength }, { place: name })
  return text.toWellFormed()
}

export function timeZoneOf(text: string | undefined, place: string): string {
  if (text !== undefined && isTimeZone(text)) return text
  throw orchestratorErrors.timeZoneInvalid({}, { place })
}

/** Contract: connectors 6.3 `additionalContext`. */
export function additionsOf(list: readonly JsonValue[] | undefined, place: string): Prompt['additions'] {
  const entries = (list ?? []).map((entry) => (isJsonObject(entry) ? additionOf(entry) : undefined))
  if (!entries.every((entry) => entry !== undefined))
    throw invalid(`${place} cannot be read.`, 'Send [ { "text": "…", "description": "…" } ].', place)
  if (entries.length > MOST_ADDITIONS)
    throw invalid(`${place} has more than ${MOST_ADDITIONS} entries.`, 'Send fewer texts.', place)
  return entries
}

function additionOf(entry: JsonObject) {
  const [text, description] = [member(entry, 'text'), member(entry, 'description')]
  if (typeof text !== 'string') return undefined
  return { text, description: typeof description === 'string' ? description : '' }
}
