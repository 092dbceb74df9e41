// What a turn adds to the time of its model: a scripted model of 200 ms a step, a catalogue of 1,000 functions, 32 turns
// in flight, grounding, confirmation rules, conversation and audit included, against the bare loop of the AI SDK with the
// same model in the same process. `npm run bench:turn -- [--turns N] [--items N] [--rounds N] [--steps] [--json]`
import { parseArgs } from 'node:util'
import { openBoth } from './turn/both.ts'
import { callsPerSecond } from './turn/calls.ts'
import { firstByteTimes } from './turn/first-byte.ts'
import { closedLoop, type Load, quantile, together } from './turn/load.ts'
import { stepTimes } from './turn/steps.ts'

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '640' },
    items: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'boolean' },
    json: { type: 'boolean' },
  },
})
const IN_FLIGHT = 32
const STEP_MS = 200
const ROUNDS = Number(values.rounds)
const EACH = Math.ceil(Number(values.turns) / ROUNDS)
/** The model's own time in a turn: it is asked twice. */
const MODEL_MS = 2 * STEP_MS

const both = await openBoth(Number(values.items))
const { world, script, prepare } = both

interface Pair {
  readonly ours: Load
  readonly bare: Load
}

/** Ours, then the peer, so that what disturbs one disturbs the other. */
async function pair(delay: number, loop: Parameters<typeof closedLoop>[1]): Promise<Pair> {
  await prepare(loop.count)
  script.delay = delay
  const ours = await closedLoop(both.turn, loop)
  const bare = await closedLoop(both.bare, loop)
  script.delay = 0
  return { ours, bare }
}

const joined = (pairs: readonly Pair[]): Pair => ({
  ours: together(pairs.map(({ ours }) => ours)),
  bare: together(pairs.map(({ bare }) => bare)),
})
const round = (value: number) => Math.round(value * 100) / 100

try {
  await pair(0, { count: 400, inFlight: 8 })
  const rounds: { alone: Pair; steady: Pair; burst: Pair }[] = []
  for (let n = 0; n < ROUNDS; n++) {
    rounds.push({
      alone: await pair(0, { count: 60, inFlight: 1 }),
      steady: await pair(STEP_MS, { count: EACH, inFlight: IN_FLIGHT, spread: MODEL_MS }),
      burst: await pair(STEP_MS, { count: 2 * IN_FLIGHT, inFlight: IN_FLIGHT }),
    })
  }
  const sequential = await pair(STEP_MS, { count: 8, inFlight: 1 })
  const firstBytes = await firstByteTimes(both)
  const calls = await callsPerSecond()

  const alone = joined(rounds.map((each) => each.alone))
  const steady = joined(rounds.map((each) => each.steady))
  const burst = joined(rounds.map((each) => each.burst))
  const added = ({ ours, bare }: Pair, share: number) =>
    round(quantile(ours.times, share) - quantile(bare.times, share))
  const p50 = ({ times }: Load) => round(quantile(times, 0.5))
  const report = {
    addedP50Ms: added(steady, 0.5),
    addedP95Ms: added(steady, 0.95),
    sequentialRatio: round(p50(sequential.ours) / p50(sequential.bare)),
    firstByteMs: round(quantile(firstBytes, 0.5)),
    callsPerSecond: Math.round(calls),
    cpuMs: round(steady.ours.cpuMs),
    bareCpuMs: round(steady.bare.cpuMs),
    processCpuMs: round(steady.ours.processCpuMs),
    aloneCpuMs: round(alone.ours.cpuMs),
    aloneBareCpuMs: round(alone.bare.cpuMs),
    burstP50Ms: added(burst, 0.5),
    burstP95Ms: added(burst, 0.95),
    turnP50Ms: p50(steady.ours),
    turnP95Ms: round(quantile(steady.ours.times, 0.95)),
    bareP50Ms: p50(steady.bare),
    bareP95Ms: round(quantile(steady.bare.times, 0.95)),
    aloneWithoutModelTimeMs: p50(alone.ours),
    bareWithoutModelTimeMs: p50(alone.bare),
    ratioWithoutModelTime: round(p50(alone.ours) / p50(alone.bare)),
    turns: steady.ours.times.length,
    ...(values.steps ? { stepsMs: await stepTimes(both) } : {}),
  }
  if (!values.json)
    console.log(
      `32 in flight: p50 ${report.turnP50Ms} ms against ${report.bareP50Ms} ms, p95 ${report.turnP95Ms} against ${report.bareP95Ms}\n` +
        `32 at the same instant: ${report.burstP50Ms} ms more than the bare loop at the median\n` +
        `main thread: ${report.cpuMs} ms a turn against ${report.bareCpuMs} ms\n` +
        `one at a time: ${report.sequentialRatio} times the bare loop; without the model's time ${report.aloneWithoutModelTimeMs} ms against ${report.bareWithoutModelTimeMs} ms\n` +
        `first byte ${report.firstByteMs} ms after the model's first token; ${report.callsPerSecond} calls of functions a second`,
    )
  console.log(JSON.stringify(report))
} finally {
  await world.close()
}
