// Durable item writes over HTTP, as a ratio to a handler in the same run that parses the body, commits one row in the same
// kind of group commit and answers. `npm run bench:ingest -- [--seconds N] [--connections N] [--rounds N] [--json]`
import { parseArgs } from 'node:util'
import { endServer, readyConnection, startServer } from '../tests/harness/server.ts'
import { eventLoopP99 } from './ingest/event-loop.ts'
import { limitsOfThisMachine } from './ingest/limits.ts'
import { bodyOf, type Load, load } from './ingest/load.ts'
import { startPeer } from './ingest/peer.ts'
import { searchableP99 } from './ingest/searchable.ts'
import { type Row, table } from './ingest/table.ts'

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
const BATCH = 20
const SCHEMA = [
  { name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] },
  { name: 'size', type: 'int64', isQueryable: true, isRetrievable: true },
]
const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const ITEMS = '/external/connections/bench/items'

const peer = await startPeer('commit-only.ts')
// No limit of concurrent operations: the question is what the machine can do.
const environment = { JUMPSEAT_CONNECTORS_CONCURRENT_OPERATIONS: '100000', JUMPSEAT_LOG_LEVEL: 'warn' }
const server = await startServer({ environment })
const token = await server.appToken(await server.app('Bench', PERMISSIONS))
await readyConnection(server, token, 'bench', SCHEMA)
const options = { seconds, connections }

const idle = eventLoopP99(server.url)
const limits = limitsOfThisMachine()
await new Promise((resolve) => setTimeout(resolve, 2_500))
const idleP99 = await idle.end()
const rounds: { put: Load; peer: Load; batch: Load; loop: number }[] = []
for (let round = 0; round < Number(values.rounds); round++) {
  const bare = await load(options, (n) => ({ method: 'PUT', url: `${peer.url}/items/r${round}-${n}`, body: bodyOf(n) }))
  const loop = eventLoopP99(server.url)
  const put = await load({ ...options, token }, (n) => ({
    method: 'PUT',
    url: `${server.url}/v1.0${ITEMS}/r${round}-${n}`,
    body: bodyOf(n),
  }))
  const batch = await load({ ...options, token }, (n) => ({
    method: 'POST',
    url: `${server.url}/v1.0/$batch`,
    body: batchOf(`b${round}-${n}`),
  }))
  rounds.push({ put, peer: bare, batch, loop: await loop.end() })
  if (!values.json) {
    console.log(
      `round ${round + 1}: ${put.perSecond} items/s (p50 ${put.p50} ms, p99 ${put.p99} ms), ${bare.perSecond} rows/s by the peer, ${batch.perSecond * BATCH} items/s in batches`,
    )
  }
}
const searchable = await searchableP99(server, token, `/v1.0${ITEMS}`, Math.min(seconds, 5))
peer.end()
await endServer(server)

const median50 = median(rounds.map(({ put }) => put.p50))
const median99 = median(rounds.map(({ put }) => put.p99))
const perSecond = median(rounds.map(({ put }) => put.perSecond))
const ratio = median(rounds.map((each) => round3(each.put.perSecond / each.peer.perSecond)))
const batchPerSecond = median(rounds.map(({ batch }) => batch.perSecond)) * BATCH
const loop = median(rounds.map((each) => each.loop))
const bytes = Buffer.byteLength(bodyOf(0))
// One flush can carry what all connections wait for, and nothing is acknowledged before it.
const flushed = (items: number) => limits.flushesPerSecond * items
const copied = Math.round(limits.copiedPerSecond / bytes)
const result = {
  put: { perSecond, ratio, ofFlushes: round3(perSecond / flushed(connections)), ofMemory: round3(perSecond / copied) },
  batch: {
    perSecond: batchPerSecond,
    ofFlushes: round3(batchPerSecond / flushed(connections * BATCH)),
    ofMemory: round3(batchPerSecond / copied),
  },
  searchableP99Ms: searchable,
  eventLoopP99Ms: loop,
  limits: { ...limits, bytesPerItem: bytes, idleEventLoopP99Ms: idleP99 },
}
if (!values.json) console.log(`\n${table(rowsOf())}\n`)
console.log(JSON.stringify(result))

function rowsOf(): Row[] {
  const flushes = (items: number) =>
    `${flushed(items)}/s: ${limits.flushesPerSecond} flushes/s of ${items} items in flight`
  const memory = `${copied}/s: ${bytes} bytes, copied once at ${round3(limits.copiedPerSecond / 1e9)} GB/s`
  return [
    {
      what: 'PUT',
      measured: `${perSecond}/s, p50 ${median50} ms, p99 ${median99} ms`,
      wanted: '4000/s',
      limit: flushes(connections),
      ratio: `${result.put.ofFlushes}`,
    },
    { what: '', measured: '', wanted: '', limit: memory, ratio: `${result.put.ofMemory}` },
    {
      what: 'PUT to the peer',
      measured: `${ratio}`,
      wanted: '0.6',
      limit: '1: parse, commit a row, answer',
      ratio: `${ratio}`,
    },
    {
      what: `$batch of ${BATCH}`,
      measured: `${batchPerSecond}/s`,
      wanted: '10000/s',
      limit: flushes(connections * BATCH),
      ratio: `${result.batch.ofFlushes}`,
    },
    { what: '', measured: '', wanted: '', limit: memory, ratio: `${result.batch.ofMemory}` },
    {
      what: 'searchable, p99',
      measured: `${searchable} ms`,
      wanted: '1000 ms',
      limit: `${limits.flushP99} ms: one flush at p99`,
      ratio: timesOf(searchable, limits.flushP99),
    },
    {
      what: 'event loop, p99',
      measured: `${loop} ms`,
      wanted: '50 ms',
      limit: `${idleP99} ms: the same server with nothing to do`,
      ratio: timesOf(loop, idleP99),
    },
  ]
}

function timesOf(measured: number, limit: number): string {
  return `${Math.round(measured / Math.max(limit, 0.1))} times`
}

function batchOf(name: string): string {
  const requests = Array.from({ length: BATCH }, (_, n) => ({
    id: String(n),
    method: 'PUT',
    url: `${ITEMS}/${name}-${n}`,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.parse(bodyOf(n)),
  }))
  return JSON.stringify({ requests })
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
}

function round3(number: number): number {
  return Math.round(number * 1000) / 1000
}
