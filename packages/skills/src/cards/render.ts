import { Worker } from 'node:worker_threads'
import type { JsonObject, JsonValue } from '@jumpseat/wire'
import { fittingCard } from './limits.ts'
import type { CardRenderer, RenderAnswer, RenderTask } from './types.ts'

interface Open {
  readonly resolve: (cards: RenderAnswer['cards'] | undefined) => void
  readonly clock: NodeJS.Timeout
}

export interface RendererOptions {
  /** Milliseconds for the results of one answer, once the thread is there. */
  readonly timeout?: number
  /** Milliseconds for the thread to be there. */
  readonly startTimeout?: number
}

/** A thread that is started by the first card, ended when a template takes too long, and started again by the next. */
export function createCardRenderer({ timeout = 500, startTimeout = 10_000 }: RendererOptions = {}): CardRenderer {
  let worker: Worker | undefined
  let isWarm = false
  let next = 0
  const open = new Map<number, Open>()

  function start(): Worker {
    isWarm = false
    const started = new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 16 },
      // Nothing of the server's own is for templates to see.
      env: {},
    })
    started.unref()
    started.on('message', ({ id, cards }: RenderAnswer) => {
      isWarm = true
      settle(id, cards)
    })
    started.on('error', () => drop(started))
    started.on('exit', () => drop(started))
    worker = started
    return started
  }

  function settle(id: number, cards: RenderAnswer['cards'] | undefined): void {
    const waiting = open.get(id)
    open.delete(id)
    clearTimeout(waiting?.clock)
    waiting?.resolve(cards)
  }

  /** What waits for a thread that is gone goes without cards. */
  function drop(gone: Worker): void {
    if (worker !== gone) return
    worker = undefined
    for (const id of [...open.keys()]) settle(id, undefined)
    void gone.terminate()
  }

  function ask(template: JsonObject, results: readonly JsonValue[]): Promise<RenderAnswer['cards'] | undefined> {
    const thread = worker ?? start()
    const id = next++
    return new Promise((resolve) => {
      const clock = setTimeout(() => drop(thread), isWarm ? timeout : startTimeout)
      open.set(id, { resolve, clock })
      thread.postMessage({ id, template, results } satisfies RenderTask)
    })
  }

  // One at a time: a template that takes too long costs nobody else's cards.
  let turn: Promise<unknown> = Promise.resolve()

  return {
    async render(template, results) {
      if (results.length === 0) return []
      const asked = turn.then(() => ask(template, results))
      turn = asked
      const cards = await asked
      return results.map((_, index) => {
        const card = cards?.[index]
        return card === undefined ? undefined : fittingCard(card)
      })
    },
    async close() {
      const last = worker
      if (last !== undefined) drop(last)
      await last?.terminate()
    },
  }
}
