import { createEgress } from '@jumpseat/egress'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { normalised } from '../normalise.ts'
import { answer, embeddings, numbersOf, openServer } from '../test/server.ts'
import { type Clock, createEndpointEmbedder, type EndpointOptions } from './embedder.ts'

const DIMENSIONS = 8
const server = await openServer(DIMENSIONS)
const egress = createEgress({ allow: ['127.0.0.1'], timeout: 5000, maxBytes: 10_000_000, maxRedirects: 3 })
afterAll(async () => {
  await egress.close()
  await server[Symbol.asyncDispose]()
})

/** Waits are noted, and over at once. */
let now = 1_000_000
let waits: number[] = []
const clock: Clock = {
  now: () => now,
  wait: async (ms, signal) => {
    signal?.throwIfAborted()
    waits.push(ms)
    now += ms
  },
}
beforeEach(() => {
  server.calls.length = 0
  server.next.length = 0
  waits = []
})

const create = (more: Partial<EndpointOptions> = {}) =>
  createEndpointEmbedder(
    {
      url: server.url,
      model: 'text-embedding-3-small',
      dimensions: DIMENSIONS,
      key: 'secret',
      keyHeader: 'authorization',
      sendDimensions: false,
      batchSize: 4,
      concurrency: 2,
      requestsPerMinute: 0,
      threshold: 0.3,
      weight: 0.5,
      questionPrefix: '',
      passagePrefix: '',
      timeout: 5000,
      ...more,
    },
    egress,
    clock,
  )
const vectorOf = (text: string) => normalised(Float32Array.from(numbersOf(text, DIMENSIONS)))
const near = (vectors: readonly Float32Array[]) =>
  vectors.map((vector) => [...vector].map((number) => +number.toFixed(5)))
const texts = Array.from({ length: 10 }, (_, n) => `text ${n}`)
const refused = (more: Partial<EndpointOptions> = {}, some: readonly string[] = ['a']) =>
  create(more)
    .embed(some, 'passage')
    .then(
      () => 'no error',
      (error) => `${error.code}: ${error.message}`,
    )

describe('an endpoint that speaks the OpenAI embeddings protocol', () => {
  it('is asked in batches and answers in order, with vectors of length 1', async () => {
    const vectors = await create().embed(texts, 'passage')
    expect(near(vectors)).toEqual(near(texts.map(vectorOf)))
    expect(server.calls.map(({ input }) => input.length)).toEqual([4, 4, 2])
    expect(server.calls[0]).toMatchObject({
      model: 'text-embedding-3-small',
      encoding_format: 'base64',
      path: '/v1/embeddings',
      headers: { authorization: 'Bearer secret' },
    })
    expect(server.calls[0]).not.toHaveProperty('dimensions')
    expect(await create().embed([], 'passage')).toEqual([])
  })

  it('takes plain numbers, and entries in any order', async () => {
    server.next.push((asked, response) => {
      const { data, ...rest } = embeddings({ ...asked, encoding_format: 'float' }, DIMENSIONS) as { data: object[] }
      return answer(response, 200, { ...rest, data: data.toReversed() })
    })
    expect(near(await create().embed(texts.slice(0, 3), 'passage'))).toEqual(near(texts.slice(0, 3).map(vectorOf)))
  })

  it('carries the key as the service wants it, and asks for a length where the model can shorten', async () => {
    await create({ url: `${server.url}/embeddings?api-version=1`, keyHeader: 'api-key', sendDimensions: true }).embed(
      ['a'],
      'passage',
    )
    expect(server.calls[0]).toMatchObject({
      dimensions: DIMENSIONS,
      path: '/v1/embeddings?api-version=1',
      headers: { 'api-key': 'secret' },
    })
    await create({ key: '' }).embed(['a'], 'passage')
    expect(server.calls[1]?.headers).not.toHaveProperty('authorization')
  })

  it('says before a text what it is for, and has an id for what its vectors depend on', async () => {
    const embedder = create({ questionPrefix: 'query: ', passagePrefix: 'passage: ' })
    await embedder.embed(['a'], 'question')
    await embedder.embed(['b'], 'passage')
    expect(server.calls.flatMap(({ input }) => input)).toEqual(['query: a', 'passage: b'])
    expect(create().id).toBe('text-embedding-3-small:8')
    expect(new Set([create().id, embedder.id, create({ model: 'other' }).id, create({ dimensions: 4 }).id]).size).toBe(
      4,
    )
    expect(create({ url: 'https://elsewhere.example/v1', questionPrefix: 'q' }).id).toBe(create().id)
  })

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after-ms': '250' }, 250],
    [{}, 500],
  ] as const)('waits as long as a 429 says: %j', async (headers, ms) => {
    server.next.push((_asked, response) => answer(response, 429, { error: { message: 'slow down' } }, headers))
    expect(near(await create().embed(['a'], 'passage'))).toEqual(near([vectorOf('a')]))
    expect([server.calls.length, waits]).toEqual([2, [ms]])
  })

  it('waits for a date, and never for longer than a minute', async () => {
    const header = (seconds: number) => ({ 'retry-after': new Date(now + seconds * 1000).toUTCString() })
    server.next.push((_asked, response) => answer(response, 503, '', header(3600)))
    await create().embed(['a'], 'passage')
    expect(waits).toEqual([60_000])
  })

  it('keeps the other calls waiting when one was told to', async () => {
    server.next.push((_asked, response) => answer(response, 429, '', { 'retry-after': '5' }))
    await create({ concurrency: 1 }).embed(texts, 'passage')
    expect(waits).toEqual([5000])
    expect(server.calls).toHaveLength(4)
  })

  it.each([
    ['a failure of the service', (_asked, response) => answer(response, 502, 'bad gateway')],
    [
      'an answer that is cut off',
      (asked, response) => answer(response, 200, JSON.stringify(embeddings(asked, 8)).slice(0, 60)),
    ],
    ['a broken connection', (_asked, response) => response.destroy().destroyed],
  ] as [string, (typeof server.next)[number]][])(
    'tries again after %s, and gives up after five times',
    async (_name, script) => {
      server.next.push(script, script)
      expect(near(await create().embed(['a'], 'passage'))).toEqual(near([vectorOf('a')]))
      server.next.push(script, script, script, script, script)
      expect(await refused()).toMatch(/^EmbedderUnavailable/)
      expect(server.calls).toHaveLength(8)
      expect(waits).toEqual([500, 1000, 500, 1000, 2000, 4000])
    },
  )

  it('asks for less at a time where a call is too large, down to the text that is refused', async () => {
    const tooMany: (typeof server.next)[number] = (asked, response) =>
      asked.input.length > 1 ? answer(response, 413, 'too large') : undefined
    server.next.push(...Array.from({ length: 7 }, () => tooMany))
    expect(near(await create().embed(texts.slice(0, 4), 'passage'))).toEqual(near(texts.slice(0, 4).map(vectorOf)))
    const poison: (typeof server.next)[number] = (asked, response) =>
      asked.input.includes('text 2') ? answer(response, 400, { error: { message: 'text 2 is bad' } }) : undefined
    server.next.push(...Array.from({ length: 7 }, () => poison))
    expect(await refused({}, texts.slice(0, 4))).toBe(
      "EmbedderTextRefused: The embedding model 'text-embedding-3-small' refused a text (status 400).",
    )
  })

  it('tells of a key that is refused, of what is not there, and tries neither again', async () => {
    server.next.push((_asked, response) => answer(response, 401, {}))
    expect(await refused()).toMatch(/^EmbedderUnauthorised/)
    server.next.push((_asked, response) => answer(response, 404, {}))
    expect(await refused()).toMatch(/^EmbedderUnavailable.*status 404/)
    expect(await refused({ url: 'http://10.0.0.1/v1' })).toMatch(/^EmbedderUnavailable.*may not be called/)
    expect([server.calls.length, waits]).toEqual([2, []])
  })

  const bad: [string, unknown][] = [
    ['another length', { data: [{ index: 0, embedding: [1, 2, 3] }] }],
    ['too few vectors', { data: [] }],
    ['no list', { object: 'list' }],
    ['no object', []],
    ['no numbers', { data: [{ index: 0, embedding: [1, 2, 3, 4, 5, 6, 7, 'x'] }] }],
    ['no vector', { data: [{ index: 0 }] }],
    ['a wrong index', { data: [{ index: 1, embedding: numbersOf('a', 8) }] }],
  ]
  it.each(bad)('refuses an answer with %s', async (_name, body) => {
    server.next.push((_asked, response) => answer(response, 200, body))
    expect(await refused()).toMatch(/^EmbedderBadAnswer/)
    expect(server.calls).toHaveLength(1)
  })

  it('makes no more calls a minute than it may', async () => {
    await create({ requestsPerMinute: 60, concurrency: 4 }).embed(texts, 'passage')
    expect(waits).toEqual([1000, 1000])
  })

  it('lets no question stand behind passages', async () => {
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    server.next.push((asked, response) => {
      void held.then(() => answer(response, 200, embeddings(asked, DIMENSIONS)))
      return true
    })
    const embedder = create({ concurrency: 1 })
    const passages = embedder.embed(texts, 'passage')
    expect(near(await embedder.embed(['why'], 'question'))).toEqual(near([vectorOf('why')]))
    release()
    expect(await passages).toHaveLength(10)
  })

  it('stops at once when it is told to', async () => {
    const stopping = new AbortController()
    server.next.push(() => {
      stopping.abort(new Error('enough'))
      return true
    })
    await expect(create().embed(['a'], 'passage', stopping.signal)).rejects.toThrow('enough')
  })

  it('keeps texts and keys out of its errors', async () => {
    const secretly: (typeof server.next)[number] = (_asked, response) => answer(response, 500, 'about: a secret text')
    server.next.push(...Array.from({ length: 5 }, () => secretly))
    expect(await refused({}, ['a secret text'])).not.toMatch(/secret/)
  })
})
