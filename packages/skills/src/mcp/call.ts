import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import { ProtocolError, SdkError, SdkErrorCode, SdkHttpError } from '@modelcontextprotocol/client'
import { failureOf } from '../call/failure.ts'
import type { CallContext, CallReport, Outcome } from '../call/types.ts'
import type { CardRenderer } from '../cards/types.ts'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { answered } from '../respond/answered.ts'
import { shortenText } from '../respond/shorten.ts'
import { checkArguments } from '../schema/check.ts'
import type { McpBinding, Skill } from '../types.ts'
import { readResult, textsOf } from './result.ts'
import { blockedError, blockedOutcome, type McpSessions, optionsOf, type SessionServer } from './session.ts'

/** Calls a tool. A session that the server has forgotten is opened anew, once: it refused the call before doing anything. */
export async function callTool(
  skill: Skill,
  { server: key, url, tool }: McpBinding,
  given: JsonObject,
  context: CallContext,
  sessions: McpSessions,
  cards: CardRenderer,
): Promise<Omit<CallReport, 'timing'>> {
  const { args, problems } = checkArguments(skill.parameters, given)
  const base = { skill: skill.id, effects: skill.effects }
  if (problems.length > 0) return { ...base, request: undefined, outcome: { kind: 'arguments', problems } }
  const body = JSON.stringify({ method: 'tools/call', params: { name: tool, arguments: args } })
  const request = { method: 'POST', url, headers: { 'content-type': 'application/json' }, body }
  const server: SessionServer = { key, url, authentication: skill.authentication, source: skill.source }
  for (const attempt of [1, 2]) {
    try {
      const session = await sessions.take(server, context)
      try {
        const result: unknown = await session.client.callTool({ name: tool, arguments: args }, optionsOf(context))
        return { ...base, request, outcome: await outcomeOf(skill, isJsonObject(result) ? result : {}, context, cards) }
      } catch (error) {
        const blocked = session.blocked()
        throw blocked === undefined ? error : blockedError(skill.name, blocked)
      }
    } catch (error) {
      const isForgotten = error instanceof SdkHttpError && error.status === 404
      if (!(error instanceof ProtocolError)) await sessions.drop(server, context)
      if (isForgotten && attempt === 1) continue
      return { ...base, request, outcome: toolFailure(skill, error) }
    }
  }
  return { ...base, request, outcome: failureOf(skillsErrors.callBroken(), skill.effects) }
}

async function outcomeOf(
  skill: Skill,
  result: JsonObject,
  context: CallContext,
  cards: CardRenderer,
): Promise<Outcome> {
  if (result.isError === true) {
    const reason = findingOf(skillsErrors.toolError({ name: skill.name }))
    return {
      kind: 'error',
      status: undefined,
      reason,
      text: shortenText(textsOf(result).join('\n'), { tokens: 200 }).text,
    }
  }
  return answered(skill, 200, readResult(result, skill.response), '', context, cards)
}

/** What went wrong, in the words of a call. The SDK hides the cause in its own errors. */
export function toolFailure({ name, effects }: Pick<Skill, 'name' | 'effects'>, error: unknown): Outcome {
  const blocked = blockedOutcome(error)
  if (blocked !== undefined) return blocked
  if (error instanceof ProtocolError) {
    const reason = findingOf(skillsErrors.protocolError({ name, code: error.code }))
    return { kind: 'error', status: undefined, reason, text: shortenText(error.message, { tokens: 200 }).text }
  }
  if (error instanceof SdkHttpError) {
    const reason = findingOf(skillsErrors.answeredError({ name, status: error.status }))
    return { kind: 'error', status: error.status, reason, text: '' }
  }
  if (error instanceof SdkError && error.code === SdkErrorCode.RequestTimeout) {
    return { kind: 'failed', reason: findingOf(skillsErrors.tooSlow({ name })), isUnknown: effects !== 'read' }
  }
  return failureOf(causeOf(error), effects)
}

/** The coded error of egress, where one lies at the bottom. */
function causeOf(error: unknown): unknown {
  for (let at = error; at instanceof Error; at = at.cause) if ('spec' in at) return at
  return error
}
