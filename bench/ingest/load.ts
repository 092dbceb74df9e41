import { Agent, request } from 'node:http'

export interface LoadOptions {
  readonly seconds: number
  /** Requests under way at once, each on a connection of its own. */
  readonly connections: number
  readonly token?: string
}

export interface Call {
  readonly method: string
  readonly url: string
  readonly body: string
}

export interface Load {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
}

/** Sends as fast as the answers come. Any answer but 200 ends the measurement. */
export async function load(options: LoadOptions, callOf: (n: number) => Call): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections })
  const started = performance.now()
  const until = started + options.seconds * 1000
  const times: number[] = []
  let sent = 0
  const worker = async () => {
    while (performance.now() < until) {
      const call = callOf(sent++)
      const at = performance.now()
      await send(agent, call, options.token)
      times.push(performance.now() - at)
    }
  }
  await Promise.all(Array.from({ length: options.connections }, worker))
  agent.destroy()
  const elapsed = (performance.now() - started) / 1000
  return { perSecond: Math.round(times.length / elapsed), p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}

export function send(agent: Agent, { method, url, body }: Call, token?: string): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  return new Promise((resolve, reject) => {
    const call = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (response.statusCode === 200) resolve(text)
        else reject(new Error(`answer ${response.statusCode}: ${text.slice(0, 300)}`))
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** One decimal. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b)
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10
}

const WORDS = 'harbour lantern firmware review budget pilot berth fog signal battery optics sensor'.split(' ')

/** An item of about one kilobyte, of words that differ from item to item. */
export function bodyOf(n: number, more = ''): string {
  const text = Array.from({ length: 110 }, (_, k) => WORDS[(n * 7 + k * (1 + (n % 5))) % WORDS.length]).join(' ')
  const acl = [{ type: 'group', value: `00000000-0000-4000-8000-00000000000${n % 10}`, accessType: 'grant' }]
  return JSON.stringify({
    acl: more === '' ? acl : [{ type: 'everyone', value: 'everyone', accessType: 'grant' }],
    properties: { title: `Item ${n} ${more}`, size: n },
    content: { type: 'text', value: text },
  })
}
