// Durable item writes over HTTP, as a ratio to a handler in the same run that parses the body, commits one row in the same
// kind of group commit and answers. `npm run bench:ingest -- [--seconds N] [--connections N] [--rounds N] [--json]`
import { parseArgs } from 'node:util'
import { endServer, readyConnection, startServer } from '../tests/harness/server.ts'
import { eventLoopP99 } from './ingest/event-loop.ts'
import { bodyOf, type Load, load } from './ingest/load.ts'
import { startPeer } from './ingest/peer.ts'
import { searchableP99 } from './ingest/searchable.ts'

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

const perSecond = median(rounds.map(({ put }) => put.perSecond))
const result = {
  put: { perSecond, ratio: round3(perSecond / median(rounds.map((each) => each.peer.perSecond))) },
  batch: { perSecond: median(rounds.map(({ batch }) => batch.perSecond)) * BATCH },
  searchableP99Ms: searchable,
  eventLoopP99Ms: median(rounds.map(({ loop }) => loop)),
}
if (!values.json)
  console.log(
    `\nmedian: ${perSecond} items/s, ${result.put.ratio} of the peer; searchable at p99 after ${searchable} ms`,
  )
console.log(JSON.stringify(result))

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
