import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type AppScope, createEgressOfApps } from './apps.ts'
import type { Resolve } from './connect.ts'
import { createEgress } from './egress.ts'
import { platformFetch } from './platform.ts'
import { defaultPolicy } from './policy.ts'
import type { TargetLimits } from './target-limits.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

const LOOPBACK: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
const POLICY = { ...defaultPolicy, timeout: 3000 }

async function listen(handler: RequestListener) {
  const server = createServer(handler)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  cleanups.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return (server.address() as AddressInfo).port
}

function open(limits?: TargetLimits) {
  const egress = createEgress(
    { ...POLICY, allow: ['a.example', 'b.example'] },
    { resolve: LOOPBACK, ...(limits && { limits }) },
  )
  cleanups.push(() => egress.close())
  return egress
}

describe('private places of one app', () => {
  const berths: AppScope = { tenant: 't1', app: 'berths' }

  function ways(allowed: Map<string, string[]>) {
    const way = createEgressOfApps(POLICY, async ({ tenant, app }) => allowed.get(`${tenant} ${app}`) ?? [], {
      resolve: LOOPBACK,
    })
    cleanups.push(() => way.close())
    return way
  }

  it('are open to it, and to no other app and no other tenant', async () => {
    const port = await listen((_request, response) => response.end('inside'))
    const way = ways(new Map([['t1 berths', ['intranet.example']]]))
    const url = `http://intranet.example:${port}/`
    expect(await (await way.of(berths).fetch(url)).text()).toBe('inside')
    for (const other of [
      { tenant: 't2', app: 'berths' },
      { tenant: 't1', app: 'tides' },
    ]) {
      await expect(way.of(other).fetch(url)).rejects.toMatchObject({ code: 'EgressAddressRefused' })
    }
    await expect(way.of(berths).fetch(`http://other.example:${port}/`)).rejects.toMatchObject({
      code: 'EgressAddressRefused',
    })
  })

  it('are shut at once when the administrator takes them back, open connections too', async () => {
    const port = await listen((_request, response) => response.end('inside'))
    const allowed = new Map([['t1 berths', ['intranet.example']]])
    const way = ways(allowed)
    const app = way.of(berths)
    await (await app.fetch(`http://intranet.example:${port}/`)).text()
    allowed.clear()
    await expect(app.fetch(`http://intranet.example:${port}/`)).rejects.toMatchObject({ code: 'EgressAddressRefused' })
  })

  it('never follow from what the server itself may reach', async () => {
    const port = await listen((_request, response) => response.end('inside'))
    const way = createEgressOfApps({ ...POLICY, allow: ['127.0.0.0/8'] }, async () => [], { resolve: LOOPBACK })
    cleanups.push(() => way.close())
    await expect(way.of(berths).fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'EgressAddressRefused',
    })
  })
})

describe('limits of a target', () => {
  it('let so many calls in, the rest in their order, and refuse more than may wait', async () => {
    const answers: ServerResponse[] = []
    const paths: (string | undefined)[] = []
    const port = await listen((request, response) => {
      paths.push(request.url)
      answers.push(response)
    })
    const egress = open({ open: 2, waiting: 2 })
    const call = (path: string) => egress.fetch(`http://a.example:${port}/${path}`).then((answer) => answer.text())
    const calls = ['1', '2', '3', '4'].map(call)
    await expect.poll(() => answers.length).toBe(2)
    await expect(call('5')).rejects.toMatchObject({ code: 'EgressTargetBusy' })
    for (let done = 0; done < 4; done++) {
      await expect.poll(() => answers.length).toBeGreaterThan(done)
      answers[done]?.end('ok')
    }
    expect(await Promise.all(calls)).toEqual(['ok', 'ok', 'ok', 'ok'])
    expect(paths.slice(2)).toEqual(['/3', '/4'])
  })

  it('count to the end of the body, whether it is read or given up', async () => {
    const port = await listen((_request, response) => response.write('x'))
    const egress = open({ open: 1, waiting: 1 })
    const url = `http://a.example:${port}/`
    const first = await egress.fetch(url)
    await expect(egress.fetch(url, { timeout: 50 })).rejects.toMatchObject({ code: 'EgressTimeout' })
    await first.body?.cancel()
    expect((await egress.fetch(url)).status).toBe(200)
  })

  it('are of each target, and given back by what fails', async () => {
    const port = await listen((_request, response) => response.destroy())
    const egress = open({ open: 1, waiting: 0 })
    for (let call = 0; call < 5; call++) {
      await expect(egress.fetch(`http://a.example:${port}/`)).rejects.toMatchObject({ code: 'EgressUnreachable' })
    }
    const waiting = await listen(() => {})
    const held = egress.fetch(`http://a.example:${waiting}/`, { timeout: 300 }).catch((error) => error.code)
    await expect(egress.fetch(`http://a.example:${port}/`)).rejects.toMatchObject({ code: 'EgressUnreachable' })
    await expect(egress.fetch(`http://a.example:${waiting}/`)).rejects.toMatchObject({ code: 'EgressTargetBusy' })
    expect(await held).toBe('EgressTimeout')
  })
})

describe('the platform’s fetch', () => {
  it('takes requests, headers, form parameters and signals', async () => {
    const port = await listen(async (request, response) => {
      let body = ''
      for await (const chunk of request) body += chunk
      response.end(JSON.stringify([request.method, request.headers['content-type'], request.headers['x-a'], body]))
    })
    const fetch = platformFetch(open())
    const url = `http://a.example:${port}/`
    const post = { method: 'POST', headers: new Headers({ 'X-A': '1' }), body: new URLSearchParams({ a: 'b c' }) }
    expect(await (await fetch(url, post)).json()).toEqual([
      'POST',
      'application/x-www-form-urlencoded;charset=UTF-8',
      '1',
      'a=b+c',
    ])
    const request = new Request(url, { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: 'x' })
    expect(await (await fetch(request)).json()).toMatchObject(['PUT', 'text/plain', null, 'x'])
    await expect(fetch(url, { signal: AbortSignal.abort('enough') })).rejects.toBe('enough')
    await expect(fetch(url, { method: 'POST', body: new Blob(['x']) })).rejects.toMatchObject({
      code: 'EgressBodyRefused',
    })
  })

  it('hands a redirect back, or refuses it, when it is told to', async () => {
    const port = await listen((_request, response) => response.writeHead(302, { location: '/x' }).end())
    const url = `http://a.example:${port}/`
    expect((await platformFetch(open())(url, { redirect: 'manual' })).status).toBe(302)
    await expect(platformFetch(open())(url, { redirect: 'error' })).rejects.toMatchObject({
      code: 'EgressRedirectRefused',
    })
  })
})
