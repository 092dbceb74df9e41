// contract: plugins-and-packages 7.2, the steps by meaning
import { createBuiltInEmbedder, type Embedder } from '@jumpseat/embed'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BERTHS, type FunctionSpec, sourceOf, upstream } from '../test/functions.ts'
import { openWorld, type WorldOptions } from '../test/world.ts'

const MAREN = 'Maren Voss'
const OTHERS: readonly FunctionSpec[] = [
  { name: 'tideTable', description: 'Heights of the water at a harbour.' },
  { name: 'createInvoice', description: 'Writes a bill to a customer.' },
  { name: 'listPilots', description: 'Pilots on duty.' },
  { name: 'convertMoney', description: 'Turns an amount of one currency into another.' },
  { name: 'sendMail', description: 'Sends a message to somebody.' },
]
const QUESTION = 'Is there somewhere to moor a boat?'

let embedder: Embedder
let asked: string[]
beforeAll(async () => {
  embedder = await createBuiltInEmbedder()
})
afterAll(() => embedder.close?.())

const candidatesOf = async (question: string, options: WorldOptions) => {
  const world = await openWorld({ skills: sourceOf([...BERTHS, ...OTHERS]), call: upstream().call, ...options })
  try {
    const { conversation, turn } = await world.ask(MAREN, question)
    const path = `/api/chat/conversations/${conversation}/turns/${turn.id}/trace`
    return (await world.call(MAREN, 'GET', path)).body.candidates
  } finally {
    await world.close()
  }
}
const counting: Pick<Embedder, 'embed'> = {
  embed: (texts, purpose, signal) => {
    asked.push(...texts)
    return embedder.embed(texts, purpose, signal)
  },
}

describe('7.2: functions that no word of the question names', () => {
  it('are found by what their description means, and the trace says so', async () => {
    asked = []
    const [first] = await candidatesOf(QUESTION, { embedder: counting })
    expect(first).toMatchObject({
      name: expect.stringMatching(/Berth/),
      matched: ['descriptionMeaning'],
      reason: 'fits by its meaning',
    })
    expect(first.meaning).toBeGreaterThan(0.3)
    expect(asked.at(-1)).toBe(QUESTION)
    expect(await candidatesOf(QUESTION, {})).toEqual([])
  })

  it('words that do name them are told by the step that found them', async () => {
    const [first] = await candidatesOf('Find berths', { embedder })
    expect(first).toMatchObject({ name: 'findBerths' })
    expect(first.matched).toEqual(expect.arrayContaining(['functionName', 'actionName', 'otherWords']))
  })

  it('are found by words when the embedder has failed, and by meaning when it is back', async () => {
    let isDown = true
    const failing: Pick<Embedder, 'embed'> = {
      embed: (...given) => (isDown ? Promise.reject(new RangeError('down')) : embedder.embed(...given)),
    }
    const world = await openWorld({
      skills: sourceOf([...BERTHS, ...OTHERS]),
      call: upstream().call,
      embedder: failing,
    })
    const names = async () => {
      const { conversation, turn } = await world.ask(MAREN, QUESTION)
      const path = `/api/chat/conversations/${conversation}/turns/${turn.id}/trace`
      return (await world.call(MAREN, 'GET', path)).body.candidates.map(({ name }: { name: string }) => name)
    }
    expect(await names()).toEqual([])
    isDown = false
    expect(await names()).toContain('findBerths')
    await world.close()
  })
})
