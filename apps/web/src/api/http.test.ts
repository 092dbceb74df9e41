import { afterEach, describe, expect, it, vi } from 'vitest'
import { call } from './http.ts'

afterEach(() => vi.unstubAllGlobals())

function answering(body: BodyInit | null, status = 200): void {
  vi.stubGlobal('fetch', async () => new Response(body, { status }))
}

describe('call', () => {
  it('gives the answer, and nothing for an empty one', async () => {
    answering('{"value":[1]}')
    expect(await call('GET', '/api/x')).toEqual({ ok: true, value: { value: [1] } })
    answering(null, 204)
    expect(await call('POST', '/api/x')).toEqual({ ok: true, value: undefined })
  })

  it('never takes an answer that broke off while it was read for one', async () => {
    const broken = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{"value":['))
        controller.error(new DOMException('aborted', 'AbortError'))
      },
    })
    answering(broken)
    expect(await call('GET', '/api/x')).toMatchObject({ ok: false, problem: { status: 0, request: 'GET /api/x' } })
  })

  it('tells a refusal with its code, fix and request id, and survives a page that is not ours', async () => {
    const error = { code: 'C', message: 'M', innerError: { fix: 'F', 'request-id': 'R' } }
    answering(JSON.stringify({ error }), 400)
    expect(await call('GET', '/api/x?a=1')).toEqual({
      ok: false,
      problem: { status: 400, code: 'C', message: 'M', fix: 'F', requestId: 'R', request: 'GET /api/x' },
    })
    answering('<html>', 502)
    expect(await call('GET', '/api/x')).toMatchObject({ ok: false, problem: { status: 502, code: '502' } })
  })
})
