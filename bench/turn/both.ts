import type { LanguageModelV4 } from '@ai-sdk/provider'
import { createEmbeddedIndex } from '@jumpseat/index'
import { jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { sourceOf, upstream } from '../../packages/orchestrator/src/test/functions.ts'
import { openLibrary, put } from '../../packages/orchestrator/src/test/harbour.ts'
import { eventsOf, openWorld } from '../../packages/orchestrator/src/test/world.ts'
import { functionSpecs, type Script, scriptedModel } from './scripted.ts'

export const PERSON = 'Maren Voss'
export const QUESTION = 'Find berths for a ship with a length of 90 metres'
const FUNCTIONS = 1_000
const BERTHS = { berths: [{ name: 'Berth 4' }] }

/** One turn of ours, and the bare loop of the AI SDK, over one scripted model. */
export interface Both {
  readonly world: Awaited<ReturnType<typeof openWorld>>
  readonly script: Script
  /** Makes conversations that wait for their first turn, so that making them is not counted. */
  prepare(count: number): Promise<void>
  /** The events of a turn. */
  turn(): Promise<string>
  /** The same two steps with nothing around them. */
  bare(): Promise<string>
}

export async function openBoth(items: number): Promise<Both> {
  const script: Script = { delay: 0, firstTokens: undefined }
  const model = scriptedModel(script) as LanguageModelV4
  const world = await openWorld({
    index: createEmbeddedIndex(),
    skills: sourceOf(functionSpecs(FUNCTIONS)),
    call: upstream({ findBerths: () => BERTHS }).call,
    models: () => model,
    now: Date.now,
    newId: () => crypto.randomUUID(),
  })
  await openLibrary(world)
  for (let n = 0; n < items; n++)
    await put(world, `item-${n}`, {
      title: `Berth note ${n}`,
      text: `Note ${n} on berths, ships and their length. ${'fog pilot crane '.repeat(n % 7)}`,
    })

  const ready: string[] = []
  const prepare = async (count: number) => {
    while (ready.length < count)
      ready.push((await world.call(PERSON, 'POST', '/api/chat/conversations', {})).body.id as string)
  }
  const turn = async () => {
    if (ready.length === 0) await prepare(1)
    return (await world.call(PERSON, 'POST', `/api/chat/conversations/${ready.pop()}/turns`, { text: QUESTION })).text
  }
  const bare = async () => {
    const { textStream } = streamText({
      model,
      prompt: QUESTION,
      stopWhen: stepCountIs(5),
      tools: {
        findBerths: tool({
          description: 'List free berths',
          inputSchema: jsonSchema({ type: 'object', properties: { length: { type: 'number' } } }),
          execute: async () => BERTHS,
        }),
      },
    })
    let text = ''
    for await (const delta of textStream) text += delta
    return text
  }
  await useApp()
  return { world, script, prepare, turn, bare }

  /** The app is used once, so that the function, which only reads, is not asked about. */
  async function useApp(): Promise<void> {
    const first = eventsOf(await turn()).at(-1)?.data.turn
    const decisions = first.confirmations.map(({ callId }: { callId: string }) => ({ callId, decision: 'allowOnce' }))
    const url = `/api/chat/conversations/${first.conversationId}/turns/${first.id}/decisions`
    const done = await world.call(PERSON, 'POST', url, { decisions })
    if (!done.text.includes('Berth 4 is free'))
      throw new RangeError(`the first turn went wrong: ${done.text.slice(-600)}`)
    const check = eventsOf(await turn()).at(-1)?.data.turn
    if (check.status !== 'answered' || check.calls.length !== 1)
      throw new RangeError(JSON.stringify(check).slice(0, 600))
  }
}
