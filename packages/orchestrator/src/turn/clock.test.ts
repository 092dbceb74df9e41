import type { LanguageModelV4, LanguageModelV4StreamPart } from '@ai-sdk/provider'
import { describe, expect, it } from 'vitest'
import { openWorld } from '../test/world.ts'
import { stepClock } from './clock.ts'

describe('a model that does not go on', () => {
  const stalling = (doStream: LanguageModelV4['doStream']): LanguageModelV4 => ({
    specificationVersion: 'v4',
    provider: 'test',
    modelId: 'stalling',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new RangeError('only streams')),
    doStream,
  })
  const rejected = (signal: AbortSignal | undefined) =>
    new Promise<never>((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))

  const rows: readonly [string, LanguageModelV4['doStream']][] = [
    ['before its answer', ({ abortSignal }) => rejected(abortSignal)],
    [
      'within its answer',
      async ({ abortSignal }) => ({
        stream: new ReadableStream<LanguageModelV4StreamPart>({
          start(controller) {
            controller.enqueue({ type: 'text-delta', id: '1', delta: 'The fog ' })
            rejected(abortSignal).catch((reason: unknown) => controller.error(reason))
          },
        }),
      }),
    ],
  ]
  it.each(rows)('%s fails the turn when its time is over', async (_name, doStream) => {
    const world = await openWorld({ settings: { modelTimeout: 30 }, models: () => stalling(doStream) })
    const { turn } = await world.ask('Maren Voss', 'How was the fog?')
    expect(turn).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('it took too long') } })
    await world.close()
  })
})

describe('stepClock', () => {
  it('aborts with the turn, with its reason', () => {
    const turn = new AbortController()
    const clock = stepClock(turn.signal, 60_000)
    clock.start()
    turn.abort('stopped')
    expect(clock.signal.reason).toBe('stopped')
    clock.stop()
  })

  it('does not run while it is stopped', async () => {
    const clock = stepClock(new AbortController().signal, 10)
    clock.start()
    clock.stop()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(clock.signal.aborted).toBe(false)
  })
})
