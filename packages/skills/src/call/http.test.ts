// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the bindings of cards
import type { JsonObject } from '@jumpseat/wire'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { skillsErrors } from '../errors.ts'
import { contextOf, credentials, listen, NO_CREDENTIALS, skillAt, waysOut } from '../test/calls.ts'
import type { Authentication } from '../types.ts'
import { createCaller } from './caller.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})
const egress = waysOut()
const caller = createCaller()
afterAll(async () => {
  await caller.close()
  await egress.close()
})

type Answer = Parameters<typeof listen>[0]
async function serving(answer: Answer) {
  const server = await listen(answer)
  cleanups.push(server.close)
  return server
}
const json =
  (value: unknown, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))

const QUERY = {
  parameters: [
    { name: 'day', in: 'query', required: true, schema: { type: 'string', enum: ['mon', 'tue'] } },
    { name: 'length', in: 'query', schema: { type: 'integer' } },
  ],
}
const KEY: Authentication = { kind: 'apiKey', reference: 'cfg', placement: { in: 'header', name: 'X-Key', prefix: '' } }
const semantics = (more: object = {}) => ({
  dataPath: '$.results',
  properties: {
    title: '$.label',
    subtitle: undefined,
    url: undefined,
    thumbnailUrl: undefined,
    informationProtectionLabel: undefined,
    templateSelector: undefined,
  },
  staticTemplate: undefined,
  oauthCardPath: undefined,
  ...more,
})

describe('packages 4.2: a call', () => {
  it('sends what was asked, in the reader’s language, and reports it', async () => {
    const { url, seen } = await serving(json({ results: [{ name: 'North', url: 'https://a.example/n' }] }))
    const report = await caller.call(skillAt(url, QUERY), { day: 'mon', length: '120', unknown: 1 }, contextOf(egress))
    expect(seen[0]).toMatchObject({
      method: 'GET',
      url: '/berths?day=mon&length=120',
      headers: { accept: 'application/json', 'accept-language': 'en-GB' },
    })
    expect(report).toMatchObject({
      effects: 'read',
      request: { method: 'GET', url: `${url}/berths?day=mon&length=120` },
      outcome: { kind: 'answered', status: 200, isShortened: false },
    })
    expect(report.outcome).toMatchObject({ results: [{ title: 'North', url: 'https://a.example/n' }] })
    expect(report.timing.ms).toBeGreaterThanOrEqual(0)
  })

  it('says what is missing or wrong, and sends nothing', async () => {
    const { url, seen } = await serving(json({}))
    const call = (args: JsonObject) => caller.call(skillAt(url, QUERY), args, contextOf(egress))
    expect((await call({})).outcome).toEqual({
      kind: 'arguments',
      problems: [{ place: '/day', kind: 'missing', message: "'day' is missing." }],
    })
    expect((await call({ day: 'sun', length: 'long' })).outcome).toMatchObject({
      problems: [
        { place: '/day', kind: 'wrong' },
        { place: '/length', kind: 'wrong' },
      ],
    })
    expect(seen).toEqual([])
  })

  it('gives the model a short error, without marks', async () => {
    const problem = await serving(json({ title: 'No', detail: 'The quay is closed.' }, 422))
    expect((await caller.call(skillAt(problem.url, {}), {}, contextOf(egress))).outcome).toMatchObject({
      kind: 'error',
      status: 422,
      text: 'The quay is closed.',
    })
    const page = await serving((_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<style>x{}</style><h1>Bad</h1> gateway'),
    )
    expect((await caller.call(skillAt(page.url, {}), {}, contextOf(egress))).outcome).toMatchObject({
      kind: 'error',
      text: 'Bad gateway',
    })
  })

  it('reads what is no JSON as text, and nothing as nothing', async () => {
    const text = await serving((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/plain' }).end('free'),
    )
    expect((await caller.call(skillAt(text.url, {}), {}, contextOf(egress))).outcome).toMatchObject({
      kind: 'answered',
      text: 'free',
      data: undefined,
    })
    const none = await serving((_request, response) => response.writeHead(204).end())
    expect((await caller.call(skillAt(none.url, {}), {}, contextOf(egress))).outcome).toMatchObject({
      kind: 'answered',
      status: 204,
      text: '',
    })
    const deep = await serving((_request, response) => response.end('['.repeat(100_000)))
    expect((await caller.call(skillAt(deep.url, {}), {}, contextOf(egress))).outcome).toMatchObject({
      kind: 'answered',
      data: undefined,
    })
  })
})

describe('packages 6: credentials', () => {
  const answering401Once = (): Answer => {
    let calls = 0
    return (_request, response) =>
      response.writeHead(calls++ === 0 ? 401 : 200, { 'content-type': 'application/json' }).end('{}')
  }

  it('are asked for at the last moment, and never reported', async () => {
    const { url, seen } = await serving(json({}))
    const given = credentials({ headers: { 'X-Key': 's3cret' }, query: { code: 's3cret' }, cookies: { sid: 's3cret' } })
    const report = await caller.call(
      skillAt(url, {}, { authentication: KEY }),
      {},
      contextOf(egress, { credentials: given }),
    )
    expect(seen[0]).toMatchObject({ url: '/berths?code=s3cret', headers: { 'x-key': 's3cret', cookie: 'sid=s3cret' } })
    expect(JSON.stringify(report)).not.toContain('s3cret')
    expect(report.request).toMatchObject({ url: `${url}/berths?code=***`, headers: { 'x-key': '***', cookie: '***' } })
  })

  it('are asked for once more after a 401, and the call is made again', async () => {
    const { url, seen } = await serving(answering401Once())
    const given = credentials({ headers: { 'x-key': 'old' } }, { headers: { 'x-key': 'new' } })
    const report = await caller.call(
      skillAt(url, {}, { authentication: KEY }),
      {},
      contextOf(egress, { credentials: given }),
    )
    expect(report.outcome).toMatchObject({ kind: 'answered' })
    expect(seen.map(({ headers }) => headers['x-key'])).toEqual(['old', 'new'])
  })

  it('that are not there are a sign-in, and nothing is sent', async () => {
    const { url, seen } = await serving(json({}))
    const asking = {
      ...NO_CREDENTIALS,
      serves: () => true,
      present: async () => ({ kind: 'signIn', challenge: 'card' }) as const,
    }
    const report = await caller.call(
      skillAt(url, {}, { authentication: KEY }),
      {},
      contextOf(egress, { credentials: asking }),
    )
    expect([report.outcome, seen.length]).toEqual([{ kind: 'signIn', challenge: 'card' }, 0])
    const unserved = await caller.call(skillAt(url, {}, { authentication: KEY }), {}, contextOf(egress))
    expect(unserved.outcome).toMatchObject({
      kind: 'failed',
      reason: { code: 'SkillSignInUnserved' },
      isUnknown: false,
    })
  })

  it('whose keeper fails are a failure, and nothing is sent', async () => {
    const { url, seen } = await serving(json({}))
    const failing = { serves: () => true, present: () => Promise.reject(skillsErrors.unexpected({ name: 'vault' })) }
    const context = contextOf(egress, { credentials: failing })
    const { outcome } = await caller.call(skillAt(url, {}, { authentication: KEY }), {}, context)
    expect([outcome, seen.length]).toMatchObject([{ kind: 'failed', isUnknown: false }, 0])
  })

  it('do not follow a redirect to another origin', async () => {
    const other = await serving(json({}))
    const { url } = await serving((_request, response) => response.writeHead(302, { location: other.url }).end())
    await caller.call(
      skillAt(url, {}, { authentication: KEY }),
      {},
      contextOf(egress, { credentials: credentials({ headers: { 'x-key': 's' } }) }),
    )
    expect(other.seen[0]?.headers['x-key']).toBeUndefined()
  })
})

describe('a call that is not answered', () => {
  it('of a function that changes something has an unknown outcome, unless nothing was sent', async () => {
    const { url } = await serving((_request, response) => response.destroy())
    const post = { path: '/berths', method: 'post' }
    const broken = await caller.call(skillAt(url, {}, {}, post), {}, contextOf(egress))
    expect(broken.outcome).toMatchObject({ kind: 'failed', isUnknown: true })
    const read = await caller.call(skillAt(url, {}), {}, contextOf(egress))
    expect(read.outcome).toMatchObject({ kind: 'failed', isUnknown: false })
    const closed = await serving(json({}))
    await closed.close()
    const refused = await caller.call(skillAt(closed.url, {}, {}, post), {}, contextOf(egress))
    expect(refused.outcome).toMatchObject({ kind: 'failed', reason: { code: 'EgressUnreachable' }, isUnknown: false })
  })

  it('goes nowhere private unless the app may', async () => {
    const { url, seen } = await serving(json({}))
    const other = contextOf(egress, { egress: egress.of({ tenant: 't1', app: 'tides' }) })
    expect((await caller.call(skillAt(url, {}), {}, other)).outcome).toMatchObject({
      kind: 'failed',
      reason: { code: 'EgressAddressRefused' },
      isUnknown: false,
    })
    expect(seen).toEqual([])
  })

  it('ends at the time limit', async () => {
    const { url } = await serving(() => {})
    const budget = { ...contextOf(egress).budget, ms: 100 }
    expect((await caller.call(skillAt(url, {}), {}, contextOf(egress, { budget }))).outcome).toMatchObject({
      kind: 'failed',
      reason: { code: 'EgressTimeout' },
    })
  })
})

describe('packages 2.5 and 4.5: what people see', () => {
  const card = (text: string) => ({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text }] })

  it('is one card for each result, made from the static template', async () => {
    const { url } = await serving(json({ results: [{ label: 'North' }, { label: 'South', note: 'deep' }] }))
    const skill = skillAt(url, {}, { response: semantics({ staticTemplate: card('${label}: ${note}') }) })
    const { outcome } = await caller.call(skill, {}, contextOf(egress))
    expect(outcome).toMatchObject({
      results: [
        { title: 'North', card: { body: [{ text: 'North:  ' }] } },
        { title: 'South', card: { body: [{ text: 'South: deep' }] } },
      ],
    })
  })

  it('is the card that the result selects, else the static one', async () => {
    const answer = {
      templates: { big: card('BIG ${label}') },
      results: [
        { label: 'A', look: '$.templates.big' },
        { label: 'B', look: '$.nowhere' },
      ],
    }
    const { url } = await serving(json(answer))
    const properties = { ...semantics().properties, templateSelector: '$.look' }
    const skill = skillAt(url, {}, { response: semantics({ properties, staticTemplate: card('small ${label}') }) })
    const { outcome } = await caller.call(skill, {}, contextOf(egress))
    expect(outcome).toMatchObject({
      results: [{ card: { body: [{ text: 'BIG A' }] } }, { card: { body: [{ text: 'small B' }] } }],
    })
  })

  it('is no card from a template that builds code, freezes, or grows too large', async () => {
    const results = [{ label: 'A', list: Array.from({ length: 300 }, (_, index) => index) }]
    const { url } = await serving(json({ results }))
    const outcomeWith = async (template: object) =>
      (
        await caller.call(
          skillAt(url, {}, { response: semantics({ staticTemplate: template }) }),
          {},
          contextOf(egress),
        )
      ).outcome
    const nested = '${string(foreach(list, a, foreach(list, b, foreach(list, c, foreach(list, d, d)))))}'
    const repeated = { type: 'Container', $data: '${list}', items: [{ type: 'TextBlock', text: '${$data}' }] }
    for (const template of [
      card("${jPath($root, 'x')}"),
      card(nested),
      { type: 'AdaptiveCard', body: [repeated] },
      { type: 'Nothing' },
      { type: 'AdaptiveCard', body: '${' },
    ]) {
      expect(await outcomeWith(template)).toMatchObject({
        kind: 'answered',
        results: [{ title: 'A', card: undefined }],
      })
    }
    expect(await outcomeWith(card('${label}'))).toMatchObject({ results: [{ card: { body: [{ text: 'A' }] } }] })
  })
})

describe('packages 4.4: within the budget', () => {
  it('cuts values, never the JSON', async () => {
    const results = Array.from({ length: 40 }, (_, n) => ({
      label: `Berth ${n}`,
      note: 'x'.repeat(900),
      extra: { deep: 'y'.repeat(500) },
    }))
    const { url } = await serving(json({ results, total: 40 }))
    const skill = skillAt(url, {}, { response: semantics() })
    const { outcome } = await caller.call(skill, {}, contextOf(egress))
    if (outcome.kind !== 'answered') throw outcome
    expect(outcome.isShortened).toBe(true)
    expect(JSON.parse(outcome.text)).toEqual(results.slice(0, 25).map(({ label }) => ({ label })))
    expect(outcome.results).toHaveLength(25)
  })
})
