import { Agent } from 'node:http'
import type { Client } from '../../tests/harness/client.ts'
import { bodyOf, percentile, send } from './load.ts'

/** Writes per second while the probes run. */
const RATE = 2_000
const PROBE_MS = 250

/**
 * Milliseconds at p99 from the answer to a write until a search finds it, at a steady 2,000 writes a second. The search
 * waits for what was acknowledged before it, so the time is that of the search.
 */
export async function searchableP99(
  server: Client & { readonly url: string },
  token: string,
  items: string,
  seconds: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const person = await server.userToken('alina.petrescu@lumenquay.example')
  const until = performance.now() + seconds * 1000
  const times: number[] = []
  const writing = steadyWrites(agent, `${server.url}${items}`, token, until)
  for (let n = 0; performance.now() < until; n++) {
    const word = `probe${n}x${Date.now()}`
    await send(agent, { method: 'PUT', url: `${server.url}${items}/probe-${n}`, body: bodyOf(n, word) }, token)
    const at = performance.now()
    const request = { entityTypes: ['externalItem'], query: { queryString: word } }
    const answer = await server.call('POST', '/v1.0/search/query', { token: person, body: { requests: [request] } })
    if (answer.json?.value?.[0]?.hitsContainers?.[0]?.total !== 1)
      throw new Error(`not found: ${answer.text.slice(0, 200)}`)
    times.push(performance.now() - at)
    await new Promise((resolve) => setTimeout(resolve, PROBE_MS))
  }
  await writing
  agent.destroy()
  return percentile(times, 0.99)
}

/** As many writes as the rate asks for by now, started every few milliseconds; it lags when the server does. */
async function steadyWrites(agent: Agent, url: string, token: string, until: number): Promise<void> {
  const started = performance.now()
  const open = new Set<Promise<unknown>>()
  let sent = 0
  while (performance.now() < until) {
    const due = ((performance.now() - started) / 1000) * RATE
    while (sent < due && open.size < 512) {
      const n = sent++
      const call = send(agent, { method: 'PUT', url: `${url}/steady-${n % 20_000}`, body: bodyOf(n) }, token)
      open.add(call)
      call.finally(() => open.delete(call)).catch(() => undefined)
    }
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  await Promise.all(open)
}
