// What a turn adds to the time of its model: a scripted model of 200 ms a step, a catalogue of 1,000 functions, 32 turns
// in flight, grounding, confirmation rules, conversation and audit included, against the bare loop of the AI SDK with the
// same model in the same process. `npm run bench:turn -- [--turns N] [--items N] [--json]`
import { parseArgs } from 'node:util'
import type { LanguageModelV4 } from '@ai-sdk/provider'
import { createEmbeddedIndex } from '@jumpseat/index'
import { jsonSchema, stepCountIs, streamText, tool } from 'ai'
import { sourceOf, upstream } from '../packages/orchestrator/src/test/functions.ts'
import { openLibrary, put } from '../packages/orchestrator/src/test/harbour.ts'
import { eventsOf, openWorld } from '../packages/orchestrator/src/test/world.ts'
import { callsPerSecond } from './turn/calls.ts'
import { functionSpecs, scriptedModel } from './turn/scripted.ts'

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '640' },
    items: { type: 'string', default: '1000' },
    json: { type: 'boolean' },
  },
})
const TURNS = Number(values.turns)
const IN_FLIGHT = 32
const STEP_MS = 200
const PERSON = 'Maren Voss'
const QUESTION = 'Find berths for a ship with a length of 90 metres'

const script = { delay: STEP_MS, firstTokens: new Map<string, number>() }
const model = scriptedModel(script)
const service = upstream({ findBerths: () => ({ berths: [{ name: 'Berth 4' }] }) })
const world = await openWorld({
  index: createEmbeddedIndex(),
  skills: sourceOf(functionSpecs(1_000)),
  call: service.call,
  models: () => model as LanguageModelV4,
  now: Date.now,
  newId: () => crypto.randomUUID(),
})

const newConversation = async () => (await world.call(PERSON, 'POST', '/api/chat/conversations', {})).body.id as string

/** Conversations that wait for their first turn. */
const ready: string[] = []

async function turn(text = QUESTION): Promise<string> {
  const id = ready.pop() ?? (await newConversation())
  return (await world.call(PERSON, 'POST', `/api/chat/conversations/${id}/turns`, { text })).text
}

/** The same two steps with nothing around them. */
async function bare(): Promise<string> {
  const { textStream } = streamText({
    model: model as LanguageModelV4,
    prompt: QUESTION,
    stopWhen: stepCountIs(5),
    tools: {
      findBerths: tool({
        description: 'List free berths',
        inputSchema: jsonSchema({ type: 'object', properties: { length: { type: 'number' } } }),
        execute: async () => ({ berths: [{ name: 'Berth 4' }] }),
      }),
    },
  })
  let text = ''
  for await (const delta of textStream) text += delta
  return text
}

async function closedLoop(work: () => Promise<unknown>, count: number, inFlight: number): Promise<number[]> {
  const times: number[] = []
  if (work === turn) while (ready.length < count) ready.push(await newConversation())
  let left = count
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left-- > 0) {
        const began = performance.now()
        await work()
        times.push(performance.now() - began)
      }
    }),
  )
  return times.toSorted((a, b) => a - b)
}
const at = (times: readonly number[], share: number) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
const round = (value: number) => Math.round(value * 100) / 100

try {
  await openLibrary(world)
  for (let n = 0; n < Number(values.items); n++)
    await put(world, `item-${n}`, {
      title: `Berth note ${n}`,
      text: `Note ${n} on berths, ships and their length. ${'fog pilot crane '.repeat(n % 7)}`,
    })
  // The app was used before, so that the reading function is not asked about.
  script.delay = 0
  const first = eventsOf(await turn()).at(-1)?.data.turn
  const decisions = first.confirmations.map(({ callId }: { callId: string }) => ({ callId, decision: 'allowOnce' }))
  const done = await world.call(
    PERSON,
    'POST',
    `/api/chat/conversations/${first.conversationId}/turns/${first.id}/decisions`,
    { decisions },
  )
  if (!done.text.includes('Berth 4 is free'))
    throw new RangeError(`the first turn went wrong: ${done.text.slice(-600)}`)
  const check = eventsOf(await turn()).at(-1)?.data.turn
  if (check.status !== 'answered' || check.calls.length !== 1) throw new RangeError(JSON.stringify(check).slice(0, 600))

  // Warm both, then take turns, so that what disturbs one disturbs the other.
  await closedLoop(turn, 64, 8)
  await closedLoop(bare, 64, 8)
  const rounds = 3
  const alone = { ours: [] as number[], bare: [] as number[] }
  const busy = { ours: [] as number[], bare: [] as number[] }
  for (let n = 0; n < rounds; n++) {
    script.delay = 0
    alone.ours.push(...(await closedLoop(turn, 60, 1)))
    alone.bare.push(...(await closedLoop(bare, 60, 1)))
    script.delay = STEP_MS
    busy.ours.push(...(await closedLoop(turn, Math.ceil(TURNS / rounds), IN_FLIGHT)))
    busy.bare.push(...(await closedLoop(bare, Math.ceil(TURNS / rounds), IN_FLIGHT)))
  }
  script.delay = STEP_MS
  const sequential = { ours: await closedLoop(turn, 8, 1), bare: await closedLoop(bare, 8, 1) }
  const sorted = (times: number[]) => times.toSorted((a, b) => a - b)
  const [ours, peer] = [sorted(busy.ours), sorted(busy.bare)]
  const [mine, theirs] = [sorted(alone.ours), sorted(alone.bare)]
  const firstBytes = await firstByteTimes()
  const calls = await callsPerSecond()
  const report = {
    addedP50Ms: round(at(ours, 0.5) - at(peer, 0.5)),
    addedP95Ms: round(at(ours, 0.95) - at(peer, 0.95)),
    sequentialRatio: round(at(sequential.ours, 0.5) / at(sequential.bare, 0.5)),
    firstByteMs: round(at(firstBytes, 0.5)),
    callsPerSecond: Math.round(calls),
    turnP50Ms: round(at(ours, 0.5)),
    turnP95Ms: round(at(ours, 0.95)),
    bareP50Ms: round(at(peer, 0.5)),
    bareP95Ms: round(at(peer, 0.95)),
    aloneWithoutModelTimeMs: round(at(mine, 0.5)),
    bareWithoutModelTimeMs: round(at(theirs, 0.5)),
    ratioWithoutModelTime: round(at(mine, 0.5) / at(theirs, 0.5)),
    turns: ours.length,
  }
  if (!values.json)
    console.log(
      `32 in flight: p50 ${report.turnP50Ms} ms against ${report.bareP50Ms} ms, p95 ${report.turnP95Ms} against ${report.bareP95Ms}\n` +
        `one at a time: ${report.sequentialRatio} times the bare loop; without the model's time ${report.aloneWithoutModelTimeMs} ms against ${report.bareWithoutModelTimeMs} ms\n` +
        `first byte ${report.firstByteMs} ms after the model's first token; ${report.callsPerSecond} calls of functions a second`,
    )
  console.log(JSON.stringify(report))
} finally {
  await world.close()
}

/** From the model's first token to the first byte of text that a client has, over a real connection. */
async function firstByteTimes(): Promise<number[]> {
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'x-caller': JSON.stringify(PERSON), 'content-type': 'application/json' }
  const times: number[] = []
  script.delay = 20
  for (let n = 0; n < 40; n++) {
    const { body } = await world.call(PERSON, 'POST', '/api/chat/conversations', {})
    const mark = `mark-${n}`
    const payload = JSON.stringify({ text: `${QUESTION} ${mark}` })
    const answer = await fetch(`${address}/api/chat/conversations/${body.id}/turns`, {
      method: 'POST',
      headers,
      body: payload,
    })
    const decoder = new TextDecoder()
    let seen = ''
    for await (const part of answer.body ?? []) {
      seen += decoder.decode(part, { stream: true })
      const token = script.firstTokens.get(mark)
      if (token === undefined || !seen.includes('event: text')) continue
      times.push(performance.now() - token)
      break
    }
  }
  return times.toSorted((a, b) => a - b)
}
