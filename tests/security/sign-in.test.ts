// The pages' session: signing in by the authority, and really being out afterwards.
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settingsFor } from '../../apps/server/src/settings.ts'
import { type Running, start } from '../../apps/server/src/start.ts'
import { sampleId } from '../../packages/directory/src/index.ts'
import { temporaryFolder } from '../harness/server.ts'

let folder: string
let running: Running
let origin: string

beforeAll(async () => {
  folder = temporaryFolder('sign-in')
  const words = ['--sample', '--data', folder, '--port', '0', '--https-port', '0']
  running = await start(settingsFor(words, { JUMPSEAT_LOG_LEVEL: 'silent' }))
  origin = running.ready.url ?? ''
})
afterAll(async () => {
  await running?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a browser does with cookies and redirects, on one origin. */
function browser() {
  const cookies = new Map<string, { value: string; path: string }>()
  const visit = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(path, origin)
    const sent = [...cookies].filter(([, { path: scope }]) => url.pathname.startsWith(scope))
    const cookie = sent.map(([name, { value }]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { origin, 'x-jumpseat': '1', ...init.headers, cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...rules] = line.split(/;\s*/)
      const [name = '', value = ''] = pair.split(/=(.*)/s)
      const scope = rules.find((rule) => /^path=/i.test(rule))?.slice(5) ?? '/'
      const isGone = rules.some((rule) => /^expires=/i.test(rule) && Date.parse(rule.slice(8)) < Date.now())
      if (isGone) cookies.delete(name)
      else cookies.set(name, { value, path: scope })
    }
    return response
  }
  /** Follows redirects to the page that answers, and gives its path. */
  const open = async (path: string): Promise<string> => {
    let at = path
    for (let n = 0; n < 10; n++) {
      const response = await visit(at)
      const next = response.headers.get('location')
      if (next === null) return new URL(at, origin).pathname
      at = next
    }
    throw new Error(`too many redirects from ${path}`)
  }
  const signIn = async (name: string): Promise<string> => {
    const uid = (await open('/search')).split('/').at(-1)
    const body = JSON.stringify({ samplePerson: sampleId('user', name) })
    const answer = await visit(`/api/interaction/${uid}/login`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    })
    const { redirectTo } = (await answer.json()) as { redirectTo: string }
    return open(redirectTo)
  }
  const me = async () => (await visit('/api/me')).json() as Promise<{ displayName?: string }>
  return { visit, open, signIn, me, cookies }
}

describe('signing in to the pages', () => {
  it('leads a stranger to the sign-in, and back to where he wanted to go', async () => {
    const { open, signIn, me } = browser()
    expect(await open('/search')).toMatch(/^\/signin\//)
    expect(await signIn('Alina Petrescu')).toBe('/search')
    expect(await me()).toMatchObject({ displayName: 'Alina Petrescu' })
  })

  it('never leads to another origin afterwards', async () => {
    for (const returnTo of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
      const { visit } = browser()
      const { headers } = await visit(`/signin?returnTo=${encodeURIComponent(returnTo)}`)
      expect(new URL(headers.get('location') ?? '', origin).searchParams.get('redirect_uri')).toBe(
        `${origin}/signin/callback`,
      )
      expect(decodeURIComponent(headers.getSetCookie().join(' '))).not.toContain('evil')
    }
  })

  it('ends at sign-out: the next visit asks who is there', async () => {
    const { visit, open, signIn, me } = browser()
    await signIn('Alina Petrescu')
    expect((await visit('/api/signout', { method: 'POST' })).status).toBe(204)
    expect(await me()).toHaveProperty('error')
    expect(await open('/search')).toMatch(/^\/signin\//)
  })

  it('refuses a change that another site sends with the cookie', async () => {
    const { visit, signIn } = browser()
    await signIn('Ingrid Solberg')
    const send = (headers: Record<string, string>) =>
      visit('/v1.0/search/query', {
        method: 'POST',
        body: '{}',
        headers: { 'content-type': 'application/json', ...headers },
      })
    expect((await send({ origin: 'https://evil.example' })).status).toBe(403)
    expect((await send({})).status).toBe(400)
  })

  it('cookies are out of reach of scripts and other sites', async () => {
    const { visit, signIn } = browser()
    await signIn('Alina Petrescu')
    const { headers } = await visit('/api/signout', { method: 'POST' })
    for (const line of headers.getSetCookie()) expect(line).toMatch(/HttpOnly/i)
  })
})
