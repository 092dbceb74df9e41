import { createEgress } from '@jumpseat/egress'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEmbedders, placesOf } from './create.ts'
import type { Known, Memory } from './former.ts'
import { type EmbedderSettings, embedderSettings } from './settings.ts'
import { type EmbeddingServer, openServer } from './test/server.ts'
import type { Embedder } from './types.ts'

let service: EmbeddingServer
let other: EmbeddingServer
let written: unknown
let opened: Embedder[] = []
const memory: Memory = {
  read: () => written,
  write: (models) => (written = JSON.parse(JSON.stringify(models))),
}
const egress = createEgress({ allow: ['127.0.0.1'], timeout: 5000, maxBytes: 1e6, maxRedirects: 0 })
beforeEach(async () => {
  written = undefined
  service = await openServer()
  other = await openServer()
})
afterEach(async () => {
  for (const embedder of opened) await embedder.close?.()
  opened = []
  await service[Symbol.asyncDispose]()
  await other[Symbol.asyncDispose]()
})

const endpoint = (more: Partial<EmbedderSettings> = {}) =>
  embedderSettings({ kind: 'endpoint', url: service.url, model: 'a', dimensions: 8, key: 'first-key', ...more })
const start = async (settings: EmbedderSettings) => {
  const created = await createEmbedders({ settings, egress, memory })
  opened.push(...created.embedders)
  return created
}
const idsOf = async (settings: EmbedderSettings) => (await start(settings)).embedders.map(({ id }) => id)
const BUILT_IN = expect.stringMatching(/^jumpseat-/)

describe('the models of a server', () => {
  it('are the one of choice and the built-in one at the first start', async () => {
    expect(await idsOf(endpoint())).toEqual(['a:8', BUILT_IN])
    const { embedders, builtIn } = await start(embedderSettings({ kind: 'built-in' }))
    expect(embedders[0]).toBe(builtIn)
    expect(await start(embedderSettings({ kind: 'none' }))).toEqual({ embedders: [], builtIn: undefined })
  })

  it('are the former ones too after another choice, the latest first, over as many starts as it takes', async () => {
    await start(endpoint())
    for (let n = 0; n < 2; n++) expect(await idsOf(endpoint({ model: 'b' }))).toEqual(['b:8', BUILT_IN, 'a:8'])
    expect(await idsOf(endpoint({ model: 'c' }))).toEqual(['c:8', BUILT_IN, 'b:8', 'a:8'])
    expect(await idsOf(endpoint({ model: 'd' }))).toEqual(['d:8', BUILT_IN, 'c:8', 'b:8', 'a:8'])
    expect(await idsOf(endpoint({ model: 'd' }))).toEqual(['d:8', BUILT_IN, 'c:8', 'b:8'])
  })

  it('ask a former one at the same address with the present key', async () => {
    await start(endpoint({ threshold: 0.4, questionPrefix: 'ask: ' }))
    const { embedders } = await start(endpoint({ model: 'b', key: 'second-key' }))
    const former = embedders.find(({ id }) => id === 'a:8')
    expect(former).toMatchObject({ dimensions: 8, threshold: 0.4, weight: 0.5 })
    expect(service.calls).toEqual([])
    await former?.embed(['fog'], 'question')
    expect(service.calls).toMatchObject([
      { model: 'a', input: ['ask: fog'], headers: { authorization: 'Bearer second-key' } },
    ])
  })

  it('never call a former one at another address unless a key was given for it', async () => {
    await start(endpoint())
    const moved = { url: other.url, model: 'b', key: 'second-key' }
    expect(await idsOf(endpoint(moved))).toEqual(['b:8', BUILT_IN])
    expect(placesOf({ settings: endpoint(moved), memory })).toEqual([other.url])
    const permitted = endpoint({ ...moved, previousKey: 'first-key' })
    expect(placesOf({ settings: permitted, memory })).toEqual([other.url, service.url])
    const { embedders } = await start(permitted)
    await embedders.find(({ id }) => id === 'a:8')?.embed(['fog'], 'question')
    const open = await start(endpoint({ ...moved, previousKey: 'none' }))
    await open.embedders.find(({ id }) => id === 'a:8')?.embed(['fog'], 'question')
    expect(service.calls.map(({ headers }) => headers.authorization)).toEqual(['Bearer first-key', undefined])
    expect(other.calls).toEqual([])
  })

  it('go on with the service that was before a model of this machine only with its key', async () => {
    await start(endpoint())
    const builtIn = embedderSettings({ kind: 'built-in', key: 'first-key' })
    expect(await idsOf(builtIn)).toEqual([BUILT_IN])
    expect(await idsOf({ ...builtIn, previousKey: 'first-key' })).toEqual([BUILT_IN, 'a:8'])
  })

  it('are written down without any key', async () => {
    await start(endpoint({ previousKey: 'former-key' }))
    expect(written).toMatchObject([{ id: 'a:8', settings: { url: service.url } }])
    expect(JSON.stringify(written)).not.toMatch(/-key/)
  })

  it('do without what was written down and cannot be read', async () => {
    const good: Known = {
      id: 'z:8',
      dimensions: 8,
      threshold: 0.3,
      settings: { kind: 'endpoint', url: service.url, model: 'z', dimensions: 8 },
    }
    for (written of [
      null,
      'text',
      { models: [] },
      [
        null,
        1,
        {},
        { ...good, settings: { kind: 'unheard of' } },
        { ...good, settings: { ...good.settings, unheard: 1 } },
      ],
    ])
      expect(await idsOf(endpoint())).toEqual(['a:8', BUILT_IN])
    written = [good]
    expect(await idsOf(endpoint())).toEqual(['a:8', BUILT_IN, 'z:8'])
  })

  it('say which setting is missing, also where there were others before', async () => {
    await start(endpoint())
    const nameless = endpoint({ url: '' })
    expect(placesOf({ settings: nameless, memory })).toEqual([])
    await expect(start(nameless)).rejects.toMatchObject({ code: 'EmbedderSettingMissing' })
  })

  it('refuse the vectors of another model in the place of a former one', async () => {
    written = [
      {
        id: 'z:8',
        dimensions: 8,
        threshold: 0.3,
        settings: { kind: 'endpoint', url: service.url, model: 'y', dimensions: 8 },
      },
    ]
    const { embedders } = await start(endpoint())
    await expect(embedders.at(-1)?.embed(['fog'], 'question')).rejects.toMatchObject({ code: 'EmbedderUnavailable' })
  })
})
