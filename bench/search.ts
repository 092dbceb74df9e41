// Search under permissions: latency, exactness, what permissions cost, and peers. Each part runs in a process of its own.
// `npm run bench:search -- [--items N] [--questions N] [--rounds N] [--json]`; the last line is one JSON object.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    questions: { type: 'string', default: '40' },
    rounds: { type: 'string', default: '3' },
    /** No table beside the JSON. */
    json: { type: 'boolean', default: false },
  },
})
const items = Number(values.items)
/** The largest corpus that the peers are made to hold. */
const PEERS_UP_TO = 100_000

/** Where the engine leaves its snapshot for the next part. */
const folder = mkdtempSync(join(tmpdir(), 'jumpseat-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

/** What the process prints on its last line. */
async function measured(script: string): Promise<Record<string, unknown>> {
  const child = spawn(
    process.execPath,
    [
      '--max-old-space-size=8192',
      join(import.meta.dirname, script),
      values.items,
      values.questions,
      values.rounds,
      folder,
    ],
    { stdio: ['ignore', 'pipe', values.json ? 'ignore' : 'inherit'] },
  )
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const lines = (await text(child.stdout)).trimEnd().split('\n')
  if ((await ended) !== 0) throw new Error(`${script} failed`)
  return JSON.parse(lines.at(-1) ?? '{}')
}

const { vector, hybrid, recall, considered } = await measured('search/hybrid.ts')
const engine = await measured('search/engine.ts')
const { filterCost, limit } = await measured('search/trimming.ts')
const withPeers = items <= PEERS_UP_TO
const fts5 = withPeers ? await measured('peers/search-fts5.ts') : { p50: null }
const sqliteVec = withPeers ? await measured('peers/search-sqlite-vec.ts') : { p50: null }
const minisearch = withPeers ? await measured('peers/search-minisearch.ts') : { p50: null }

const { wrong, w4, flatness, rssMiB, buildSeconds, ...snapshot } = engine
console.log(
  JSON.stringify({
    items,
    wrong,
    w4: { ...(w4 as object), fts5P50: fts5.p50, minisearchP50: minisearch.p50 },
    vector: { ...(vector as object), recall, considered, sqliteVecP50: sqliteVec.p50 },
    hybrid,
    filterCost,
    limit,
    flatness,
    rssMiB,
    buildSeconds,
    ...snapshot,
  }),
)
