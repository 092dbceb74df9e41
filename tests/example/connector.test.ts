// The example connector, as a newcomer runs it: it knows nothing of this server.
import { cpSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failures, ROOT, runThrough } from '../clients/run.ts'
import { endServer, type ServerProcess, startServer, temporaryFolder } from '../harness/server.ts'
import { mayRead, principalNames } from './access.ts'
import { documents, example, questions, teams } from './library.ts'

const APP = 'Harbour documents connector'
const GUESTS = principalNames.filter((name) => !name.endsWith('@lumenquay.example'))
const MEMBERS = principalNames.filter((name) => !GUESTS.includes(name))
const all = documents.length

// a copy, so that documents may be changed
const copy = temporaryFolder('example')
const file = (id: string) => join(copy, 'documents', documents.find((one) => one.id === id)?.file ?? id)
const rewrite = (path: string, from: string, to: string) => {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`${path} does not say "${from}"`)
  writeFileSync(path, text.replace(from, to))
}

let server: ServerProcess
beforeAll(async () => {
  cpSync(example, copy, { recursive: true, filter: (path) => !/node_modules|\.cache/.test(path) })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
  server = await startServer()
})
afterAll(async () => {
  await endServer(server)
  rmSync(copy, { recursive: true })
})

const start = (...words: string[]) => runThrough(server, APP, ['node', 'src/index.js', ...words], { cwd: copy })

/** The ids of what a person finds. */
async function found(person: string, queryString: string): Promise<string[]> {
  const token = await server.userToken(person)
  const request = {
    entityTypes: ['externalItem'],
    contentSources: ['/external/connections/harbourdocs'],
    query: { queryString },
    fields: ['url'],
    size: 200,
  }
  const { json, text } = await server.call('POST', '/v1.0/search/query', { token, body: { requests: [request] } })
  const { hits = [], total } = json.value?.[0]?.hitsContainers[0] ?? { total: text }
  expect(total).toBe(hits.length)
  return hits.map((hit: { resource: { properties: { url: string } } }) => hit.resource.properties.url.split('/').at(-1))
}

/** Asks until the index has caught up with what was sent. */

describe('the example connector', () => {
  it('fills an empty index', async () => {
    const { code, output } = await start()
    expect(code, output).toBe(0)
    expect(output).toContain(`${all} new, 0 changed, 0 unchanged, 0 deleted, 0 failed`)
  })

  it('sends nothing a second time', async () => {
    expect((await start()).output).toContain(`0 new, 0 changed, ${all} unchanged, 0 deleted, 0 failed`)
  })

  // A search sees what was acknowledged before it, so nothing is waited for.
  it('shows each member exactly what the library would', { timeout: 120_000 }, async () => {
    for (const person of MEMBERS) {
      const readable = documents.filter((one) => mayRead(person, one, teams)).map(({ id }) => id)
      expect((await found(person, '*')).sort(), person).toEqual(readable.sort())
    }
  })

  // contract: connectors 5.10
  it('shows guests nothing', async () => {
    for (const person of GUESTS) expect(await found(person, '*')).toEqual([])
  })

  it('answers the questions that are asked in the words of the documents', async () => {
    for (const { question, person, expected, notSeen } of questions.filter(({ otherWords }) => !otherWords)) {
      const answers = await found(person, question)
      expect(answers, `${question} (${person})`).toEqual(expect.arrayContaining([...expected]))
      expect(answers.filter((id) => notSeen.includes(id))).toEqual([])
    }
  })

  it('finds by meaning what is asked in other words, and still nothing that may not be seen', async () => {
    // Vectors follow the text within seconds.
    await expect
      .poll(async () => (await found('alina.petrescu@lumenquay.example', 'time off with a newborn'))[0], {
        timeout: 25_000,
      })
      .toBe('parental-leave')
    for (const { question, person, notSeen } of questions.filter(({ otherWords }) => otherWords))
      expect(
        (await found(person, question)).filter((id) => notSeen.includes(id)),
        question,
      ).toEqual([])
  })

  it('sends what has changed, and deletes what is gone', async () => {
    rmSync(file('mentoring-pairs-2026'))
    rewrite(file('ticket-4240'), 'leaned on it', 'backed a pallet truck against it')
    expect((await start()).output).toContain(`0 new, 1 changed, ${all - 2} unchanged, 1 deleted, 0 failed`)
    expect(await found('oskar.nyberg@lumenquay.example', '"pallet truck against it"')).toEqual(['ticket-4240'])
    expect(await found('lucia.ortega@lumenquay.example', 'mentoring pairs')).not.toContain('mentoring-pairs-2026')
  })

  it('takes access from somebody who leaves a team', async () => {
    const noor = 'noor.haddad@lumenquay.example'
    expect(await found(noor, 'Wheelhouse outage')).toContain('wheelhouse-outage-runbook')
    rewrite(join(copy, 'documents/teams.json'), `"person: ${noor}",`, '')
    expect((await start()).output).toContain('0 changed')
    expect(await found(noor, 'Wheelhouse outage')).not.toContain('wheelhouse-outage-runbook')
  })

  it('does not send a document that denies somebody unknown, and says so', async () => {
    rewrite(file('surprise-maren'), 'person: maren.voss', 'person: nobody')
    const { code, output } = await start()
    expect(code).toBe(1)
    expect(output).toContain('surprise-maren: nobody in the directory is called nobody@lumenquay.example')
    expect(await found('maren.voss@lumenquay.example', 'twenty years of Maren')).not.toContain('surprise-maren')
  })

  it('left no failure in the log of the server', () => {
    expect(failures(server.log())).toEqual([])
  })
})

describe('the code of the example', () => {
  it('is that of any connector for Microsoft Graph', () => {
    const words = ['src/index.js', 'src/graph.js', 'src/run.js', 'README.md', 'package.json']
    for (const name of words) expect(readFileSync(join(example, name), 'utf8'), name).not.toMatch(/jumpseat/i)
  })
})
