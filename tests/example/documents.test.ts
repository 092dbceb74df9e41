import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { groupNames, mayRead, principalNames } from './access.ts'
import { type Document, documents, folder, questions, teams } from './library.ts'
import { contentWords, shingles, similarity } from './words.ts'

const document = (id: string): Document => {
  const found = documents.find((candidate) => candidate.id === id)
  if (!found) throw new Error(`no document is called ${id}`)
  return found
}
const isKnown = (entry: string): boolean => {
  const [kind, name = ''] = entry.split(': ')
  if (kind === 'person') return principalNames.includes(name)
  if (kind === 'group') return groupNames.includes(name)
  if (kind === 'team') return teams.some(({ id }) => id === name)
  return entry === 'everyone' || entry === 'members'
}
const links = ({ file, body, extension }: Document): string[] =>
  extension === 'md'
    ? [...body.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => join(dirname(file), target))
    : [...body.matchAll(/href="([^"]+)"/g)].map(([, target = '']) => {
        return documents.find(({ url }) => url === target)?.file ?? target
      })

describe('documents', () => {
  it('are as many as the guides say', () => {
    expect(documents.length).toBeGreaterThanOrEqual(110)
    expect(documents.length).toBeLessThanOrEqual(130)
  })

  it('carry valid front matter', () => {
    for (const { file, ...fields } of documents) {
      expect(fields, file).toMatchObject({
        id: expect.stringMatching(/^[a-z0-9-]{3,64}$/),
        title: expect.stringMatching(/^[^:]{3,100}$/),
        kind: expect.stringMatching(/^(policy|guide|runbook|ticket|report|paper|minutes|note|update)$/),
        created: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
        modified: expect.stringMatching(/^20\d\d-\d\d-\d\d$/),
        department: expect.stringMatching(/./),
        tags: expect.arrayContaining([expect.any(String)]),
        access: expect.any(Array),
      })
      expect(fields.modified >= fields.created, `${file} was modified before it was created`).toBe(true)
      expect(principalNames, file).toContain(fields.author)
      if (fields.editor) expect(principalNames, file).toContain(fields.editor)
    }
  })

  it('have ids of their own, and live where their id, folder and URL say', () => {
    expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
    for (const { file, id, folder: container, url, extension } of documents) {
      const path = `${container.toLowerCase().replaceAll(' ', '-')}/${id}`
      expect(file).toBe(`${path}.${extension}`)
      expect(url).toBe(`https://docs.lumenquay.example/${path}`)
    }
  })

  it('name only people, groups and teams that exist', () => {
    for (const { file, access, deny = [] } of documents) {
      for (const entry of [...access, ...deny]) expect(isKnown(entry), `${file}: ${entry}`).toBe(true)
    }
  })

  it('link only to documents that exist', () => {
    const broken = documents.flatMap((one) => links(one).filter((target) => !existsSync(join(folder, target))))
    expect(broken).toEqual([])
    expect(documents.flatMap(links).length).toBeGreaterThan(100)
  })

  it('use every kind of access', () => {
    const kinds = (entries: readonly string[]) => entries.map((entry) => entry.split(': ')[0])
    expect(new Set(documents.flatMap(({ access }) => kinds(access)))).toEqual(
      new Set(['everyone', 'members', 'group', 'team', 'person']),
    )
    expect(new Set(documents.flatMap(({ deny = [] }) => kinds(deny)))).toEqual(new Set(['person', 'team', 'group']))
    expect(documents.filter(({ access }) => access.length === 0)).toHaveLength(1)
  })

  it('are Markdown for the most part, with some HTML', () => {
    expect(documents.filter(({ extension }) => extension === 'html').length).toBeGreaterThanOrEqual(3)
  })

  it('are long and short', () => {
    const lengths = documents.map(({ text }) => text.split(/\s+/).length)
    expect(Math.min(...lengths)).toBeGreaterThan(100)
    expect(Math.max(...lengths)).toBeLessThan(3_000)
    expect(lengths.filter((words) => words > 1_300).length).toBeGreaterThanOrEqual(14)
  })

  it('do not repeat each other', () => {
    const sets = documents.map(({ id, text }) => ({ id, set: shingles(text) }))
    const alike = sets.flatMap((a, index) =>
      sets.slice(index + 1).flatMap((b) => (similarity(a.set, b.set) > 0.05 ? [`${a.id} and ${b.id}`] : [])),
    )
    expect(alike).toEqual([])
  })
})

describe('teams', () => {
  it('contain only people, groups and teams that exist, and nest without a circle', () => {
    const below = (id: string, above: readonly string[] = []): number => {
      expect(above, `${id} contains itself`).not.toContain(id)
      const { members = [] } = teams.find((team) => team.id === id) ?? {}
      const nested = members.filter((member) => member.startsWith('team: ')).map((member) => member.slice(6))
      return 1 + Math.max(0, ...nested.map((name) => below(name, [...above, id])))
    }
    for (const { id, members } of teams) {
      expect(
        members.filter((member) => !isKnown(member)),
        id,
      ).toEqual([])
      below(id)
    }
    expect(Math.max(...teams.map(({ id }) => below(id)))).toBe(3)
  })
})

describe('questions', () => {
  it('are asked by members, about documents that exist', () => {
    expect(questions.length).toBeGreaterThanOrEqual(40)
    for (const { question, person, expected, notSeen } of questions) {
      expect(person, question).toMatch(/@lumenquay\.example$/)
      expect(principalNames, question).toContain(person)
      for (const id of [...expected, ...notSeen]) expect(document(id).id).toBe(id)
    }
  })

  it('expect what the person may read, and name what they may not', () => {
    for (const { question, person, expected, notSeen } of questions) {
      const readable = [...expected, ...notSeen].filter((id) => mayRead(person, document(id), teams))
      expect(readable, `${question} (${person})`).toEqual(expected)
    }
  })

  it('are asked by two people with two different answers, at least ten times', () => {
    const asked = Map.groupBy(questions, ({ question }) => question)
    const different = [...asked.values()].filter(
      (same) => new Set(same.map(({ expected }) => expected.join())).size > 1,
    )
    expect(different.length).toBeGreaterThanOrEqual(10)
  })

  it('use other words than the document in at least fifteen cases', () => {
    const paraphrases = questions.filter(({ otherWords }) => otherWords)
    expect(paraphrases.length).toBeGreaterThanOrEqual(15)
    for (const { question, expected } of paraphrases) {
      for (const { id, title, text } of expected.map(document)) {
        const used = contentWords(`${title} ${text}`)
        const shared = [...contentWords(question)].filter((word) => used.has(word))
        expect(shared, `"${question}" and ${id} share words`).toEqual([])
      }
    }
  })
})

describe('access', () => {
  it('gives nobody the document without readers', () => {
    const draft = document('quay-lease-draft')
    expect(principalNames.filter((person) => mayRead(person, draft, teams))).toEqual([])
  })

  it('reaches through nested teams', () => {
    const readers = principalNames.filter((person) => mayRead(person, document('wheelhouse-outage-runbook'), teams))
    expect(readers).toContain('noor.haddad@lumenquay.example') // night watch, in on call, in incident crew
    expect(readers).not.toContain('marcus.webb@lumenquay.example')
  })

  it('keeps from a person what concerns them', () => {
    expect(mayRead('priya.raman@lumenquay.example', document('succession-technology-chair'), teams)).toBe(false)
    expect(mayRead('odile.fournier@lumenquay.example', document('succession-technology-chair'), teams)).toBe(true)
  })

  it('never lets a guest read what is for members', () => {
    const readable = documents.filter((one) => mayRead('dana.whitfield@meridian-port.example', one, teams))
    expect(readable.some(({ access }) => access.includes('members'))).toBe(false)
    expect(readable.map(({ id }) => id)).toContain('field-report-meridian-2026-05')
  })
})
