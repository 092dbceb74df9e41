// Twin worlds: what a person may not read changes nothing of what a turn shows, asks or sends for that person.
import { createBuiltInEmbedder, type Embedder } from '@jumpseat/embed'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BERTHS, sourceOf, upstream } from './test/functions.ts'
import { type Document, EVERYONE, only, openLibrary, put } from './test/harbour.ts'
import { openWorld, TENANT, type World } from './test/world.ts'

const RUNS = Number(process.env.RUNS ?? 25)
const PERSON = 'Maren Voss'
const WORDS = ['fog', 'pilot', 'berth', 'hotel', 'crane', 'gannet', 'book', 'length']
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 9 }).map((words) => `${words.join(' ')}.`)
const id = fc.integer({ min: 0, max: 6 }).map((n) => `d${n}`)
const document = (acl: Document['acl']) =>
  fc.record({ title: text, text }).map((given): Document => ({ ...given, ...(acl ? { acl } : {}) }))
const corpus = (acl: Document['acl'], prefix: string) =>
  fc.uniqueArray(
    fc.tuple(
      id.map((each) => `${prefix}${each}`),
      document(acl),
    ),
    { maxLength: 4, selector: ([each]) => each },
  )
const question = fc.oneof(
  text.map((words) => `What about ${words}`),
  fc.constantFrom(
    'Find berths for a length of 90',
    'Book berth 4 for the vessel Gannet',
    'fog?',
    'and the pilot?',
    'Is there room for my ship?',
  ),
)

let world: World
let embedder: Embedder
beforeAll(async () => {
  embedder = await createBuiltInEmbedder()
  world = await openWorld({ skills: sourceOf(BERTHS), call: upstream().call, embedder })
  await openLibrary(world)
})
afterAll(async () => {
  await world.close()
  await embedder.close?.()
})

/** Makes the library hold these documents and no others. */
async function become(documents: readonly (readonly [string, Document])[]): Promise<void> {
  const { reader, remove } = world.connectors
  const uid = reader.connection(TENANT, 'library')?.uid ?? ''
  const wanted = new Set(documents.map(([each]) => each))
  for (const each of reader.itemIdsOf(uid, undefined, 1_000))
    if (!wanted.has(each)) await remove(TENANT, 'library', each)
  for (const [each, given] of documents) await put(world, each, given)
}

/** Everything that the person can see of two turns in a row, without ids and times. */
async function observed(questions: readonly string[]): Promise<string> {
  let conversation: string | undefined
  const seen: unknown[] = []
  for (const each of questions) {
    const asked = await world.ask(PERSON, each, conversation === undefined ? {} : { conversation })
    conversation = asked.conversation
    const { turn } = asked
    const { body } = await world.call(PERSON, 'GET', `/api/chat/conversations/${conversation}/turns/${turn.id}/trace`)
    const { prompt, candidates, sources, calls, isTainted, spent } = body
    const { status, text: answer, citations, cards, followUps, notices, confirmations, error } = turn
    const names = asked.events.map(({ name, data }) => (name === 'text' ? data.delta : name))
    const { tokens, steps, bytes } = spent
    seen.push({
      prompt,
      candidates,
      sources,
      calls,
      isTainted,
      tokens,
      steps,
      bytes,
      status,
      answer,
      citations,
      cards,
      followUps,
      notices,
      confirmations,
      error,
      names,
    })
  }
  await world.call(PERSON, 'DELETE', `/api/chat/conversations/${conversation}`)
  const [record] = world.audit.interactions.list(TENANT, { limit: 1, person: world.callerOf(PERSON).objectId })
  return JSON.stringify([seen, record?.resources, record?.functions])
}

describe('security 1: twin worlds', () => {
  it('prompt, candidates, answer, citations, follow-ups and the record are the same bytes', async () => {
    const hers = corpus([EVERYONE], 'a')
    const secret = corpus([only('Payroll')], 'z')
    await fc.assert(
      fc.asyncProperty(
        hers,
        secret,
        secret,
        fc.array(question, { minLength: 1, maxLength: 2 }),
        async (shared, one, other, questions) => {
          await become([...shared, ...one])
          const first = await observed(questions)
          await become([...shared, ...other])
          expect(await observed(questions)).toBe(first)
        },
      ),
      { numRuns: RUNS },
    )
  }, 120_000)

  it('the test can fail: a document that the person may read changes them', async () => {
    await become([])
    const first = await observed(['What about the crane?'])
    await become([['d1', { title: 'Crane', text: 'The crane is broken.' }]])
    expect(await observed(['What about the crane?'])).not.toBe(first)
  })
})
