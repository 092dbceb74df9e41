import type { LanguageModelV4FunctionTool, LanguageModelV4StreamPart, LanguageModelV4ToolCall } from '@ai-sdk/provider'
import { checkArguments, type Skill } from '@jumpseat/skills'
import { CodedError, isJsonObject, type JsonObject } from '@jumpseat/wire'
import { orchestratorErrors } from '../errors.ts'
import { createSanitiser } from '../render/sanitise.ts'
import { overBudget, spend } from './budget.ts'
import { cite } from './cite.ts'
import { stepClock } from './clock.ts'
import { disclose } from './disclose.ts'
import { openAnswer } from './open.ts'
import { loweredFor } from './tools.ts'
import type { Call } from './types.ts'
import type { Step, Work } from './work.ts'

/** Asks the model: it writes, or it names functions with their arguments. */
export const select: Step = async (work) => {
  const { context, turn, emit, signal } = work
  const spent = overBudget(work)
  if (spent !== undefined) return endWith(work, spent)
  emit({ type: 'state', state: turn.calls.length === 0 && work.tools.length > 0 ? 'choosing' : 'writing' })
  await disclose(work)
  turn.spent.steps++
  const clock = stepClock(signal, context.settings.modelTimeout)
  const written = await read(work, () =>
    openAnswer(work, clock, {
      prompt: turn.messages,
      ...(work.tools.length === 0 ? {} : { tools: [...work.tools], toolChoice: { type: 'auto' as const } }),
      ...modelLimits(work),
    }),
  ).finally(clock.stop)
  const proposed = written.calls.map((asked) => {
    const call = proposalOf(work, asked, work.tools)
    turn.calls.push(call)
    return { asked, call }
  })
  if (proposed.length === 0) return 'answer'
  turn.messages.push({
    role: 'assistant',
    content: [
      ...(written.raw.trim() === '' ? [] : [{ type: 'text' as const, text: written.raw }]),
      // In the model's own words: it would not know its call again in the function's.
      ...proposed.map(({ asked, call }) => ({
        type: 'tool-call' as const,
        toolCallId: call.id,
        toolName: call.tool,
        input: argumentsFrom(asked.input) ?? {},
      })),
    ],
  })
  return 'confirm'
}

const modelLimits = ({ turn, context }: Work) => ({
  maxOutputTokens: Math.max(256, Math.min(8_192, context.settings.tokens - turn.spent.tokens)),
})

interface Written {
  /** As the model wrote it. */
  readonly raw: string
  readonly calls: readonly LanguageModelV4ToolCall[]
}

/** Reads the stream to its end. What the model writes goes out made safe; calls count only when the stream was whole. */
async function read(work: Work, open: () => Promise<ReadableStream<LanguageModelV4StreamPart>>): Promise<Written> {
  const { turn, emit, signal } = work
  const sanitiser = createSanitiser({
    cite: (source) => {
      const cited = cite(turn, source)
      if (cited?.added) emit({ type: 'citation', citation: cited.added })
      return cited?.n
    },
    sourceOf: (url) => turn.sources.find((source) => source.url === url)?.n,
    isTyped: (url) => turn.prompt.text.includes(url),
  })
  let raw = ''
  let isFinished = false
  const calls: LanguageModelV4ToolCall[] = []
  const show = (text: string) => {
    if (text === '') return
    const isFirst = raw === ''
    const delta = isFirst && turn.text !== '' ? `\n\n${text.trimStart()}` : text
    turn.text += delta
    emit({ type: 'text', delta })
  }
  try {
    for await (const part of await open()) {
      signal.throwIfAborted()
      if (part.type === 'text-delta') {
        const safe = sanitiser.push(part.delta)
        show(safe)
        raw += part.delta
      } else if (part.type === 'tool-call' && part.providerExecuted !== true) calls.push(part)
      else if (part.type === 'error') throw part.error
      else if (part.type === 'finish') {
        isFinished = true
        spend(turn, part.usage, raw)
        refuseUnfit(work, part.finishReason.unified)
        if (part.finishReason.unified === 'length')
          turn.notices.push('The model reached the end of what it may write at once.')
      }
    }
  } catch (error) {
    show(sanitiser.end())
    throw failureOf(work, error)
  }
  show(sanitiser.end())
  if (!isFinished) throw orchestratorErrors.modelFailed({ model: turn.model, reason: 'its answer was cut off' })
  return { raw, calls }
}

function refuseUnfit({ turn }: Work, reason: string): void {
  if (reason === 'content-filter') throw orchestratorErrors.refused({ reason: 'the model declined it' })
  if (reason === 'error') throw orchestratorErrors.modelFailed({ model: turn.model, reason: 'it reported an error' })
}

/** What a provider raises may hold the prompt or a key: only its kind is told. */
function failureOf({ turn, signal }: Work, error: unknown): unknown {
  if (signal.aborted) return signal.reason
  if (error instanceof CodedError) return error
  const status = isJsonObject(error) || error instanceof Error ? Reflect.get(error, 'statusCode') : undefined
  const reason =
    typeof status === 'number'
      ? `it answered with status ${status}`
      : error instanceof Error && error.name === 'TimeoutError'
        ? 'it took too long'
        : 'the connection or its answer failed'
  return orchestratorErrors.modelFailed({ model: turn.model, reason }, { cause: error })
}

/** A call as it was asked for; one that cannot be made carries its problem, and the model is told. */
function proposalOf(
  work: Work,
  { toolCallId, toolName, input }: LanguageModelV4ToolCall,
  tools: readonly LanguageModelV4FunctionTool[],
): Call {
  const { turn, context } = work
  const skill = tools.some(({ name }) => name === toolName) ? work.skills.get(toolName) : undefined
  const { args, problem } = checked(work, skill, toolName, input)
  // Ids come from the model and may repeat; the journal wants each once.
  const isUsed = turn.calls.some(({ id }) => id === toolCallId)
  return {
    id: isUsed || toolCallId === '' ? `${toolCallId}.${turn.calls.length}` : toolCallId,
    tool: toolName,
    skill: skill?.id,
    functionName: skill?.name ?? toolName.slice(0, 80),
    appId: skill?.source.app.id,
    appName: skill?.source.app.name ?? '',
    arguments: args,
    at: context.now(),
    state: problem === undefined ? 'proposed' : 'refused',
    ...(problem === undefined ? {} : { problem }),
  }
}

/** Arguments as they would be sent, or why nothing is: nobody is asked to confirm what cannot be done. */
function checked(
  { profile }: Work,
  skill: Skill | undefined,
  toolName: string,
  input: string,
): { args: JsonObject; problem?: string } {
  if (skill === undefined) return { args: {}, problem: `There is no function "${toolName.slice(0, 80)}".` }
  const given = argumentsFrom(input)
  if (given === undefined) return { args: {}, problem: 'The arguments are no JSON object.' }
  const { args, problems } = checkArguments(skill.parameters, loweredFor(skill, profile).raise(given))
  if (problems.length === 0) return { args }
  const words = problems.map(({ place, message }) => `${place} ${message}`).join('; ')
  return { args, problem: `The arguments do not fit, nothing was sent: ${words}` }
}

function argumentsFrom(input: string): JsonObject | undefined {
  if (input.trim() === '') return {}
  try {
    const read: unknown = JSON.parse(input)
    return isJsonObject(read) ? read : undefined
  } catch {
    return undefined
  }
}

/** The limits of a turn are reached: it ends with what there is and says why. Contract: publishing-and-governance REQ-65. */
function endWith({ turn, emit }: Work, reason: string): 'answer' {
  const text = `${turn.text === '' ? '' : '\n\n'}I stopped here: ${reason}.`
  turn.text += text
  turn.notices.push(reason)
  emit({ type: 'text', delta: text })
  return 'answer'
}
