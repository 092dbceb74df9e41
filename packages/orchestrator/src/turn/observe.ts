import type { LanguageModelV4ToolResultOutput } from '@ai-sdk/provider'
import type { Answered, Outcome } from '@jumpseat/skills'
import type { JsonValue } from '@jumpseat/wire'
import { clean } from '../prompt/clean.ts'
import { closedCard } from '../render/card.ts'
import { plainText } from '../render/sanitise.ts'
import { linkOf } from './cite.ts'
import type { Call, Source } from './types.ts'
import type { Step, Work } from './work.ts'

/** What came back goes to the model as data, each result under its call, numbered so that it can be cited. */
export const observe: Step = async (work) => {
  const { turn } = work
  const news = turn.calls.filter(
    ({ result, state }) => result === undefined && state !== 'waiting' && state !== 'proposed',
  )
  const content = []
  for (const call of news) {
    const output = await outputOf(work, call)
    call.result = 'value' in output ? String(output.value) : (output.reason ?? '')
    content.push({ type: 'tool-result' as const, toolCallId: call.id, toolName: call.tool, output })
  }
  turn.messages.push({ role: 'tool', content })
  return 'select'
}

type Output = Extract<LanguageModelV4ToolResultOutput, { type: 'text' | 'error-text' | 'execution-denied' }>

async function outputOf(work: Work, call: Call): Promise<Output> {
  // contract: plugins-and-packages 7.4, a declined call is told as declined, not as an error
  if (call.state === 'declined') return { type: 'execution-denied', reason: 'The person declined this call.' }
  const outcome = call.report?.outcome
  if (outcome?.kind === 'answered') return answered(work, call, outcome)
  return { type: 'error-text', value: clean(problemOf(call, outcome)) }
}

async function answered(work: Work, call: Call, outcome: Answered): Promise<Output> {
  const { turn, emit, context } = work
  turn.isTainted = true
  turn.spent.bytes += outcome.text.length
  const text = clean(outcome.text)
  const { isInjection } = await context.checker('source', text)
  const results = outcome.results.map(
    (result, index): Source => ({
      n: turn.sources.length + 1 + index,
      kind: 'result',
      title: clean(result.title ?? hostOf(result.url) ?? call.functionName),
      ...(result.subtitle === undefined ? {} : { subtitle: clean(result.subtitle) }),
      url: result.url,
      from: call.appName,
      passages: [],
      callId: call.id,
      ...(result.informationProtectionLabel === undefined
        ? {}
        : { sensitivityLabelId: result.informationProtectionLabel }),
      score: 1,
      isSuspicious: isInjection,
    }),
  )
  turn.sources.push(...(results.length > 0 ? results : [wholeResult(work, call, text, isInjection)]))
  // contract: plugins-and-packages 3.3, the cards of a worker are not shown
  const isWorkers =
    work.workers.length > 0 &&
    call.skill !== undefined &&
    context.skills.skill(work.asker, work.agent, call.skill) === undefined
  for (const { card, title } of isWorkers ? [] : outcome.results) {
    const closed = card === undefined ? undefined : closedCard(card)
    if (closed === undefined) continue
    const shown = { callId: call.id, title: title === undefined ? undefined : plainText(title), card: closed }
    turn.cards.push(shown)
    emit({ type: 'card', card: shown })
  }
  const cite = turn.sources.filter(({ callId }) => callId === call.id).map(({ n, title }) => ({ n, title }))
  return {
    type: 'text',
    value: JSON.stringify({ function: call.functionName, cite, data: parsed(text) }).replaceAll('<', '\\u003c'),
  }
}

/** An answer without results of its own is cited as a whole. */
const wholeResult = ({ turn, skills }: Work, call: Call, text: string, isSuspicious: boolean): Source => ({
  n: turn.sources.length + 1,
  kind: 'result',
  title: clean(skills.get(call.tool)?.title || call.functionName),
  url: undefined,
  from: call.appName,
  passages: [text],
  callId: call.id,
  score: 1,
  isSuspicious,
})

function problemOf({ state, problem, functionName }: Call, outcome: Exclude<Outcome, Answered> | undefined): string {
  if (state === 'unknown')
    return `The outcome of ${functionName} is not known: it may have been done. Do not call it again; tell the person to check there.`
  switch (outcome?.kind) {
    case 'arguments':
      return `The arguments do not fit, nothing was sent: ${outcome.problems.map(({ place, message }) => `${place} ${message}`).join('; ')}`
    case 'signIn':
      return 'The person has to sign in to the app first, which is not available yet. Nothing was sent.'
    case 'error':
      return `The app answered with an error: ${outcome.reason.message} ${outcome.text}`
    case 'failed':
      return `The call failed: ${outcome.reason.message}`
    default:
      return problem ?? 'The call was not made.'
  }
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const hostOf = (url: string | undefined) => (url === undefined ? undefined : linkOf(url)?.host)
