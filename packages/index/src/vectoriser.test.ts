import { type Embedder, embedErrors } from '@jumpseat/embed'
import type { ItemId, TenantId } from '@jumpseat/wire'
import { afterEach, describe, expect, it } from 'vitest'
import { createInlineIndex } from './engine/inline.ts'
import type { ItemSource } from './source.ts'
import { everything, LOGS, maren, suiteItem, suiteQuery, TENANT, text } from './suite/fixtures.ts'
import type { IndexedItem, ItemIndex } from './types.ts'
import { type Vectoriser, vectorise } from './vectoriser.ts'
import { embeddedTexts } from './vectors/embedded.ts'

/** Knows ships from harbours, and nothing else. */
const CONCEPTS: readonly RegExp[] = [/ship|vessel|boat/gi, /harbour|port|berth/gi]

interface Model extends Embedder {
  readonly asked: string[][]
  /** Called before each answer; may throw or wait. */
  before: (texts: readonly string[]) => void | Promise<void>
}

function model(id = 'concepts', dimensions = 2): Model {
  const asked: string[][] = []
  return {
    id,
    dimensions,
    threshold: 0.2,
    asked,
    before: () => {},
    async embed(texts) {
      asked.push([...texts])
      await this.before(texts)
      return texts.map((one) => {
        const numbers = Array.from({ length: dimensions }, (_, at) => one.match(CONCEPTS[at % 2] ?? /x/)?.length ?? 0)
        const length = Math.hypot(...numbers) || 1
        return Float32Array.from(numbers, (number) => number / length)
      })
    },
  }
}

/** A store of items in memory, with an index that is always equal to it. */
function world(index: ItemIndex = createInlineIndex()) {
  const items = new Map<string, IndexedItem>()
  const listeners = new Set<() => void>()
  const running: Vectoriser[] = []
  const source: ItemSource = {
    version: 1,
    connections: () => [{ connectionUid: LOGS, tenantId: TENANT, itemCount: 0 }],
    itemIds: () => [...items.keys()] as ItemId[],
    item: (_uid, itemId) => items.get(itemId),
  }
  return {
    index,
    items,
    source,
    async put(...some: IndexedItem[]) {
      for (const item of some) items.set(item.itemId, item)
      await index.upsert(some)
      for (const listener of listeners) listener()
    },
    start(...embedders: Embedder[]) {
      const vectoriser = vectorise({
        index,
        source,
        embedders,
        follower: { caughtUp: async () => {} },
        store: {
          onCommit: (listener: () => void) => {
            listeners.add(listener)
            return () => listeners.delete(listener)
          },
        } as never,
      })
      running.push(vectoriser)
      return vectoriser
    },
    stop: () => Promise.all(running.map((one) => one.stop())),
  }
}

let { index, items, put, start, stop } = world()
const begin = () => {
  ;({ index, items, put, start, stop } = world())
}
afterEach(async () => {
  await stop()
  begin()
})

const found = async (vectoriser: Vectoriser, question: string, tenantId: TenantId = TENANT) => {
  const meaning = await vectoriser.meaningOf(tenantId, question)
  const query = suiteQuery(text('absent'), {
    scopes: [{ connectionUid: LOGS, condition: text('absent'), filter: everything }],
    ...(meaning ? { meaning: { ...meaning, weight: 0.5, echo: 0, depth: 10, rescored: 10 } } : {}),
  })
  return (await index.search(query, maren)).hits.map(({ itemId }) => itemId)
}

describe('vectoriser', () => {
  it('embeds what is there and what comes, and answers by it', async () => {
    await put(suiteItem('a', { content: 'The vessel is late' }))
    const vectoriser = start(model())
    await vectoriser.settled()
    expect(await found(vectoriser, 'a boat')).toEqual(['a'])
    await put(suiteItem('b', { title: 'Boats', content: 'of the harbour' }))
    await vectoriser.settled()
    expect(await found(vectoriser, 'ships')).toEqual(['a', 'b'])
    expect([vectoriser.doneCount(LOGS), vectoriser.progress()]).toEqual([2, { modelId: 'concepts' }])
  })

  it('embeds nothing again when only the access list changes, and all of it when the text does', async () => {
    const concepts = model()
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start(concepts)
    await vectoriser.settled()
    await put(suiteItem('a', { content: 'vessel', acl: [], interest: 1, values: { p: [1] } }))
    await vectoriser.settled()
    expect(concepts.asked).toEqual([['vessel']])
    await put(suiteItem('a', { content: 'port' }))
    await vectoriser.settled()
    expect(await found(vectoriser, 'vessel')).toEqual([])
    expect(await found(vectoriser, 'harbour')).toEqual(['a'])
  })

  it('never gives a version the vectors of the one before, though it comes while they are made', async () => {
    const concepts = model()
    await put(suiteItem('a', { content: 'vessel' }))
    concepts.before = async (texts) => {
      if (texts.includes('vessel')) await put(suiteItem('a', { content: 'port' }))
    }
    const vectoriser = start(concepts)
    await vectoriser.settled()
    expect(await found(vectoriser, 'ship')).toEqual([])
    expect(await found(vectoriser, 'berth')).toEqual(['a'])
  })

  it('is done with an item that has no text, and with one that is gone', async () => {
    const concepts = model()
    await put(suiteItem('empty'), suiteItem('gone', { content: 'vessel' }))
    items.delete('gone')
    const vectoriser = start(concepts)
    await expect.poll(() => vectoriser.doneCount(LOGS)).toBe(1)
    await index.remove([suiteItem('gone')])
    await vectoriser.settled()
    expect(concepts.asked).toEqual([])
  })

  it('gives each word of a question its own vector, where the model adds up words', async () => {
    await put(suiteItem('a', { content: 'vessel' }))
    const plain = model()
    const vectoriser = start({
      ...plain,
      wordVectors: async (words) => words.map(({ length }) => Float32Array.of(length)),
    })
    await vectoriser.settled()
    expect((await vectoriser.meaningOf(TENANT, 'The ship, the Ärger'))?.words).toEqual([
      { term: 'the', vector: Float32Array.of(3) },
      { term: 'ship', vector: Float32Array.of(4) },
      { term: 'arger', vector: Float32Array.of(5) },
    ])
    const long = Array.from({ length: 200 }, (_, n) => `word${n}`).join(' ')
    expect(await vectoriser.meaningOf(TENANT, long)).not.toHaveProperty('words')
    await stop()
    begin()
    await put(suiteItem('a', { content: 'vessel' }))
    const other = start(plain)
    await other.settled()
    expect(await other.meaningOf(TENANT, 'ship')).not.toHaveProperty('words')
  })

  it('finds an item by the nearest of its passages', async () => {
    const long = `${'Nothing of interest here. '.repeat(120)}The vessel. ${'And nothing more to say. '.repeat(120)}`
    await put(suiteItem('long', { title: 'Report', content: long }))
    const vectoriser = start(model())
    await vectoriser.settled()
    const meaning = await vectoriser.meaningOf(TENANT, 'ship')
    const query = suiteQuery(everything, {
      scopes: [{ connectionUid: LOGS, condition: everything, filter: everything }],
    })
    const { hits } = await index.search(
      { ...query, ...(meaning && { meaning: { ...meaning, weight: 0.5, echo: 0, depth: 1, rescored: 1 } }) },
      maren,
    )
    const { from = 0, to = 0 } = hits[0]?.passage ?? {}
    expect(long.slice(from, to)).toContain('The vessel.')
    expect(to - from).toBeLessThanOrEqual(1200)
    expect(embeddedTexts({ title: 'Report', content: long }).every(({ text: one }) => one.startsWith('Report\n'))).toBe(
      true,
    )
  })

  it('waits and tells why while the model is down, and goes on when it is back', async () => {
    const concepts = model()
    let isDown = true
    concepts.before = () => {
      if (isDown) throw embedErrors.unavailable({ model: 'concepts', reason: 'status 503' })
    }
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start(concepts)
    await expect.poll(() => vectoriser.progress().problem).toMatch(/status 503/)
    expect(await vectoriser.meaningOf(TENANT, 'ship')).toBeUndefined()
    isDown = false
    await vectoriser.settled()
    expect(vectoriser.progress()).toEqual({ modelId: 'concepts' })
    expect(await found(vectoriser, 'ship')).toEqual(['a'])
  })

  it('leaves out the text that the model refuses, and tells which', async () => {
    const concepts = model()
    concepts.before = (texts) => {
      if (texts.some((one) => one.includes('poison')))
        throw embedErrors.textRefused({ model: 'concepts', reason: 'status 400' })
    }
    await put(
      suiteItem('a', { content: 'vessel' }),
      suiteItem('b', { content: 'poison' }),
      suiteItem('c', { content: 'port' }),
    )
    const vectoriser = start(concepts)
    await vectoriser.settled()
    expect(vectoriser.doneCount(LOGS)).toBe(3)
    expect(vectoriser.failures()).toMatchObject([{ itemId: 'b', reason: expect.stringMatching(/status 400/) }])
    expect(await found(vectoriser, 'harbour')).toEqual(['c'])
  })

  it('takes a model that refuses everything for one that is down', async () => {
    const concepts = model()
    concepts.before = () => {
      throw embedErrors.textRefused({ model: 'concepts', reason: 'status 400' })
    }
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start(concepts)
    await expect.poll(() => vectoriser.progress().problem).toMatch(/status 400/)
    expect([vectoriser.doneCount(LOGS), vectoriser.failures()]).toEqual([0, []])
  })

  it('lets the old model answer until the new one is done, and forgets it then', async () => {
    const old = model('old')
    await put(suiteItem('a', { content: 'vessel' }), suiteItem('b', { content: 'port' }))
    const first = start(old)
    await first.settled()
    await first.stop()

    const fresh = model('fresh', 4)
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    fresh.before = (texts) => (texts.includes('vessel') ? held : undefined)
    const second = start(fresh, old)
    expect(await second.meaningOf(TENANT, 'ship')).toMatchObject({ modelId: 'old' })
    expect(await found(second, 'ship')).toEqual(['a'])
    release()
    await second.settled()
    expect(await second.meaningOf(TENANT, 'ship')).toMatchObject({ modelId: 'fresh' })
    expect(await found(second, 'ship')).toEqual(['a'])
    expect([...index.vectorCountsOf(LOGS)]).toEqual([['fresh', 2]])
  })

  it('asks the next model while the one that knows most cannot answer, and tells why', async () => {
    const old = model('old')
    await put(suiteItem('a', { content: 'vessel' }), suiteItem('b', { content: 'port' }))
    const first = start(old)
    await first.settled()
    await first.stop()

    const fresh = model('fresh', 4)
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    fresh.before = (texts) => (texts.includes('vessel') ? held : undefined)
    const second = start(fresh, old)
    // One of two is done.
    await index.setVectors(
      (await index.vectorsOf([suiteItem('b')].map(({ connectionUid, itemId }) => ({ connectionUid, itemId })))).map(
        (one) => ({ ...one, modelId: 'fresh', dimensions: 4, vectors: Int16Array.from([0, 1000, 0, 0]) }),
      ),
    )
    old.before = () => {
      throw embedErrors.unavailable({ model: 'old', reason: 'status 503' })
    }
    expect(await second.meaningOf(TENANT, 'port')).toMatchObject({ modelId: 'fresh' })
    expect(second.progress().problem).toMatch(/status 503/)
    const asked = old.asked.length
    expect(await found(second, 'harbour')).toEqual(['b'])
    expect(old.asked).toHaveLength(asked)
    release()
    await second.settled()
    expect(second.progress()).toEqual({ modelId: 'fresh' })
    expect([...index.vectorCountsOf(LOGS)]).toEqual([['fresh', 2]])
  })

  it('finds what an index that was made anew lacks, though nothing is written', { timeout: 15_000 }, async () => {
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start(model())
    await vectoriser.settled()
    await index.removeVectors(TENANT, 'concepts')
    await expect.poll(() => vectoriser.doneCount(LOGS), { timeout: 10_000 }).toBe(1)
  })

  it('asks the model once for a question that is asked again', async () => {
    const concepts = model()
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start(concepts)
    await vectoriser.settled()
    await found(vectoriser, 'ship')
    await found(vectoriser, 'ship')
    expect(concepts.asked).toEqual([['vessel'], ['ship']])
  })

  it('has no meaning for anybody without a model', async () => {
    await put(suiteItem('a', { content: 'vessel' }))
    const vectoriser = start()
    await vectoriser.settled()
    expect(await vectoriser.meaningOf(TENANT, 'ship')).toBeUndefined()
    expect([vectoriser.doneCount(LOGS), vectoriser.progress()]).toEqual([undefined, { modelId: undefined }])
  })
})
