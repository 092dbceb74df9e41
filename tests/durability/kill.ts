// Kill -9 in the middle of writes, and of writing the index to disk, again and again: what was acknowledged must be there with
// its latest access list, in the store and in the index, for each person.
import { randomInt } from 'node:crypto'
import { sampleId } from '../../packages/directory/src/index.ts'
import {
  type AppCredentials,
  endServer,
  readyConnection,
  type ServerProcess,
  startServer,
  temporaryFolder,
} from '../harness/server.ts'

export interface KillOptions {
  readonly rounds: number
  readonly writers: number
  /** Acknowledged writes before the kill, drawn anew for each round. */
  readonly writes: readonly [number, number]
  readonly onRound?: (round: RoundResult) => void
}

export interface RoundResult {
  readonly round: number
  readonly acknowledged: number
  readonly checked: number
  readonly lost: readonly string[]
}

/** The last acknowledged state of an item: a version in its title and the person its access list grants. Undefined when deleted. */
type Expected = { readonly version: number; readonly reader: string } | undefined

const PERMISSIONS = ['ExternalConnection.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.OwnedBy']
const SCHEMA = [{ name: 'title', type: 'string', isSearchable: true, isRetrievable: true, labels: ['title'] }]
const ITEMS = 200
const READERS = ['Alina Petrescu', 'Hanna Lindqvist', 'Oskar Nyberg'].map((name) => ({
  id: sampleId('user', name),
  upn: `${name.toLowerCase().replace(' ', '.')}@lumenquay.example`,
}))

export async function killRounds(options: KillOptions): Promise<RoundResult[]> {
  const folder = temporaryFolder('kill')
  const expected = new Map<string, Expected>()
  const results: RoundResult[] = []
  const environment = { JUMPSEAT_INDEX_SNAPSHOT_SECONDS: '0.05', JUMPSEAT_INDEX_SNAPSHOT_SHARE: '0' }
  let server = await startServer({ folder, environment })
  const credentials = await server.app('Kill test', PERMISSIONS)
  await readyConnection(server, await server.appToken(credentials), 'kills', SCHEMA)
  for (let round = 1; round <= options.rounds; round++) {
    const acknowledged = await writeUntilKilled(server, credentials, expected, options)
    server = await startServer({ folder, environment })
    const lost = [
      // Whatever a kill leaves of a snapshot that is being written, the one before it is good.
      ...(server.log().includes('the snapshot of the index') ? [`the snapshot was not used: ${server.log()}`] : []),
      ...(await missing(server, await server.appToken(credentials), expected)),
      ...(await misjudged(server, expected)),
    ]
    const result = { round, acknowledged, checked: expected.size, lost }
    results.push(result)
    options.onRound?.(result)
  }
  await endServer(server)
  return results
}

/** Writers work on disjoint items, so that each knows what it was last told. An unanswered write leaves its item out of the check. */
async function writeUntilKilled(
  server: ServerProcess,
  credentials: AppCredentials,
  expected: Map<string, Expected>,
  { writers, writes }: KillOptions,
): Promise<number> {
  const token = await server.appToken(credentials)
  let acknowledged = 0
  let isKilled = false
  const write = async (writer: number) => {
    for (let n = 0; !isKilled; n++) {
      const id = `w${writer}-${n % Math.ceil(ITEMS / writers)}`
      const version = (expected.get(id)?.version ?? 0) + 1
      const reader = READERS[randomInt(READERS.length)]?.id ?? ''
      const isDelete = version % 7 === 0
      const path = `/v1.0/external/connections/kills/items/${id}`
      const acl = [{ type: 'user', value: reader, accessType: 'grant' }]
      const body = {
        acl,
        properties: { title: `version ${version}` },
        content: { type: 'text', value: `${id} ${version}` },
      }
      expected.delete(id)
      try {
        const answer = isDelete
          ? await server.call('DELETE', path, { token })
          : await server.call('PUT', path, { token, body })
        if (answer.status >= 300 && !(isDelete && answer.status === 404)) continue
        expected.set(id, isDelete ? undefined : { version, reader })
        acknowledged++
      } catch {
        return
      }
    }
  }
  const working = Promise.all(Array.from({ length: writers }, (_, n) => write(n)))
  const enough = randomInt(writes[0], writes[1])
  while (acknowledged < enough) await new Promise((resolve) => setTimeout(resolve, randomInt(1, 10)))
  await server.kill()
  isKilled = true
  await working
  return acknowledged
}

async function missing(
  server: ServerProcess,
  token: string,
  expected: ReadonlyMap<string, Expected>,
): Promise<string[]> {
  const lost: string[] = []
  for (const [id, state] of expected) {
    const { status, json } = await server.call('GET', `/v1.0/external/connections/kills/items/${id}`, { token })
    const found = status === 404 ? 'gone' : `${json?.properties?.title} for ${json?.acl?.[0]?.value}`
    const wanted = state === undefined ? 'gone' : `version ${state.version} for ${state.reader}`
    if (found !== wanted) lost.push(`${id}: wanted ${wanted}, found ${found} (${status})`)
  }
  return lost
}

/** Items that a search shows to somebody who may not see them, or hides from somebody who may. */
async function misjudged(server: ServerProcess, expected: ReadonlyMap<string, Expected>): Promise<string[]> {
  const wrong: string[] = []
  for (const { id: reader, upn } of READERS) {
    const token = await server.userToken(upn)
    const request = { entityTypes: ['externalItem'], query: { queryString: '*' }, size: 1_000 }
    const { json, text } = await server.call('POST', '/v1.0/search/query', { token, body: { requests: [request] } })
    const hits: { resource: { properties: Record<string, string> } }[] | undefined =
      json?.value?.[0]?.hitsContainers?.[0]?.hits
    if (json?.value === undefined) wrong.push(`${upn}: ${text}`)
    const titles = new Map(
      hits?.map(({ resource: { properties } }) => [
        properties.substrateContentDomainId?.split(',')[1],
        properties.title,
      ]),
    )
    for (const [id, state] of expected) {
      const wanted = state?.reader === reader ? `version ${state.version}` : undefined
      if (titles.get(id) !== wanted) wrong.push(`${id} for ${upn}: wanted ${wanted}, searched ${titles.get(id)}`)
    }
  }
  return wrong
}

if (process.argv[1]?.endsWith('kill.ts')) {
  const rounds = Number(/--rounds[= ](\d+)/.exec(process.argv.slice(2).join(' '))?.[1] ?? 100)
  const results = await killRounds({
    rounds,
    writers: 32,
    writes: [100, 1_500],
    onRound: ({ round, acknowledged, checked, lost }) => {
      console.log(`round ${round}: ${acknowledged} acknowledged, ${checked} items checked, ${lost.length} lost`)
      for (const line of lost) console.error(`  ${line}`)
    },
  })
  process.exit(results.some(({ lost }) => lost.length > 0) ? 1 : 0)
}
