import type { JsonObject } from '@jumpseat/wire'
import type { CardRenderer } from '../cards/types.ts'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { buildRequest, type HttpRequest, NOTHING_PRESENTED, type Presented } from '../openapi/request.ts'
import { answered, errorText } from '../respond/answered.ts'
import { readAnswer } from '../respond/read.ts'
import { checkArguments } from '../schema/check.ts'
import type { HttpBinding, Skill } from '../types.ts'
import { failureOf } from './failure.ts'
import { present } from './present.ts'
import { redacted } from './redact.ts'
import type { CallContext, CallReport, Outcome } from './types.ts'

type Report = Omit<CallReport, 'timing'>

/**
 * Calls an HTTP operation: arguments checked, credential asked for, sent once (again with a fresh credential after a 401),
 * answer read and brought within the budget. Never rejects for what the other side does.
 */
export async function callHttp(
  skill: Skill,
  { operation }: HttpBinding,
  given: JsonObject,
  context: CallContext,
  cards: CardRenderer,
): Promise<Report> {
  const report = (outcome: Outcome, request?: HttpRequest, presented = NOTHING_PRESENTED): Report => ({
    skill: skill.id,
    effects: skill.effects,
    request: request && redacted(request, presented),
    outcome,
  })
  const { args, problems } = checkArguments(skill.parameters, given)
  if (problems.length > 0) return report({ kind: 'arguments', problems })
  let bare: HttpRequest
  try {
    bare = buildRequest(operation, args)
  } catch (error) {
    return report(failureOf(error, 'read'))
  }
  for (const attempt of [1, 2] as const) {
    const credential = await present(skill, bare.url, attempt, context)
    if (credential.kind !== 'given') return report(credential, bare)
    const presented: Presented = credential
    const request = buildRequest(operation, args, presented)
    try {
      const answer = await send(request, context)
      const isRefused = answer.status === 401 && skill.authentication.kind !== 'none'
      if (isRefused && attempt === 1) continue
      return report(await outcomeOf(skill, answer, context, cards), bare, presented)
    } catch (error) {
      return report(failureOf(error, skill.effects), bare, presented)
    }
  }
  return report(failureOf(skillsErrors.unexpected({ name: skill.name }), skill.effects), bare)
}

interface HttpAnswer {
  readonly status: number
  readonly contentType: string
  readonly text: string
}

async function send(request: HttpRequest, { egress, budget, locale, signal }: CallContext): Promise<HttpAnswer> {
  const answer = await egress.fetch(request.url, {
    method: request.method,
    headers: { 'accept-language': locale, ...request.headers },
    ...(request.body !== undefined && { body: request.body }),
    timeout: budget.ms,
    maxBytes: budget.bytes,
    ...(signal && { signal }),
  })
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type') ?? '',
    text: await answer.text(),
  }
}

async function outcomeOf(
  skill: Skill,
  { status, contentType, text }: HttpAnswer,
  { budget }: CallContext,
  cards: CardRenderer,
): Promise<Outcome> {
  if (status < 200 || status > 299) {
    const reason = findingOf(skillsErrors.answeredError({ name: skill.name, status }))
    return { kind: 'error', status, reason, text: errorText(contentType, text) }
  }
  return answered(skill, status, readAnswer(contentType, text), contentType, { budget }, cards)
}
