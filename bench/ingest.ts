// Durable item writes per second over HTTP, as a ratio to a handler that only parses the body, in one run.
// `node bin/node.js bench/ingest.ts [--seconds N] [--connections N] [--json]`
import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { endServer, readyConnection, startServer } from '../tests/harness/server.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '32' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const seconds = Number(values.seconds)
const connections = Number(values.connections)
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
  { name: 'size', type: 'int64', isQueryable: true, isRetrievable: true },
]
const WORDS = 'harbour lantern firmware review budget pilot berth fog signal battery optics sensor'.split(' ')

interface Load {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
}

/** Writes as fast as the answers come, over a fixed number of connections. Milliseconds. */
async function load(url: string, path: (n: number) => string, token?: string): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const until = performance.now() + seconds * 1000
  const times: number[] = []
  let sent = 0
  const worker = async () => {
    while (performance.now() < until) {
      const n = sent++
      const started = performance.now()
      await put(agent, `${url}${path(n)}`, bodyOf(n), token)
      times.push(performance.now() - started)
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
  return { perSecond: Math.round(times.length / seconds), p50: at(0.5), p99: at(0.99) }
}

/** About one kilobyte, of words that differ from item to item. */
function bodyOf(n: number): string {
  const text = Array.from({ length: 110 }, (_, k) => WORDS[(n * 7 + k * (1 + (n % 5))) % WORDS.length]).join(' ')
  const acl = [{ type: 'group', value: `00000000-0000-4000-8000-00000000000${n % 10}`, accessType: 'grant' }]
  return JSON.stringify({ acl, properties: { title: `Item ${n}`, size: n }, content: { type: 'text', value: text } })
}

function put(agent: Agent, url: string, body: string, token?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const call = request(url, { method: 'PUT', agent, headers }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`answer ${response.statusCode}`)),
      )
    })
    call.on('error', reject)
    call.end(body)
  })
}

async function peer(): Promise<{ url: string; end: () => void }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'peers/parse-only.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = await new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve))
  return { url: JSON.parse(line).url, end: () => child.kill() }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

const bare = await peer()
// No limit of concurrent operations: the question is what the machine can do.
const environment = { JUMPSEAT_CONNECTORS_CONCURRENT_OPERATIONS: '100000', JUMPSEAT_LOG_LEVEL: 'warn' }
const server = await startServer({ environment })
const token = await server.appToken(
  await server.app('Bench', ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']),
)
await readyConnection(server, token, 'bench', SCHEMA)

const rounds: { durable: Load; parseOnly: Load }[] = []
for (let round = 0; round < Number(values.rounds); round++) {
  const parseOnly = await load(bare.url, (n) => `/items/i${n}`)
  const durable = await load(server.url, (n) => `/v1.0/external/connections/bench/items/r${round}-${n}`, token)
  rounds.push({ durable, parseOnly })
  if (!values.json)
    console.log(
      `round ${round + 1}: ${durable.perSecond} durable writes/s (p50 ${durable.p50} ms, p99 ${durable.p99} ms), ${parseOnly.perSecond} parsed/s`,
    )
}
bare.end()
await endServer(server)

const durablePerSecond = median(rounds.map(({ durable }) => durable.perSecond))
const parsedPerSecond = median(rounds.map(({ parseOnly }) => parseOnly.perSecond))
const result = {
  connections,
  durablePerSecond,
  p50: median(rounds.map(({ durable }) => durable.p50)),
  p99: median(rounds.map(({ durable }) => durable.p99)),
  parsedPerSecond,
  ratio: Math.round((durablePerSecond / parsedPerSecond) * 1000) / 1000,
}
if (!values.json) console.log(`\nmedian: ${durablePerSecond}/s durable, ${result.ratio} of a handler that only parses`)
console.log(JSON.stringify(result))
