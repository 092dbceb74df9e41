// Precision of the filters that are proposed for questions: README.md says how they are judged.
import { readFileSync } from 'node:fs'
import { SAMPLE_PEOPLE, samplePrincipalName } from '@jumpseat/directory'
import { type ProposedFilter, proposeFilters, type QuestionConnection, type QuestionProperty } from '@jumpseat/search'
import { describe, expect, it } from 'vitest'

type Wanted = readonly [property: string, operator: string, ...values: (string | number | boolean | null)[]]
interface Intent {
  readonly schema: string
  readonly ask: readonly string[]
  readonly filters: readonly Wanted[]
  readonly also?: readonly Wanted[]
  readonly about: readonly string[]
}
interface Schema {
  readonly name: string
  readonly properties: readonly Pick<QuestionProperty, 'name' | 'type'>[]
  readonly values: Readonly<Record<string, readonly string[]>>
}

const read = (name: string) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const { now, timeZone, schemas }: { now: string; timeZone: string; schemas: Record<string, Schema> } =
  read('schemas.json')
const intents: readonly Intent[] = read('questions.json')

const people = SAMPLE_PEOPLE.map((person) => ({
  displayName: `${person.givenName} ${person.surname}`,
  givenName: person.givenName,
  surname: person.surname,
  userPrincipalName: samplePrincipalName(person),
}))

function connectionOf(id: string): QuestionConnection {
  const { name, properties, values } = schemas[id] ?? expect.unreachable(id)
  return {
    id,
    name,
    properties: properties.map((property) => ({
      isQueryable: false,
      isRefinable: false,
      ...property,
      values: values[property.name] ?? [],
    })),
  }
}

/** Local day and time of a moment, such as `2026-03-09 00:00`. */
function local(moment: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(
    Date.parse(moment),
  )
}
const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 1).toISOString().slice(0, 10)
const TODAY = now.slice(0, 10)

function isRight(proposed: ProposedFilter, [property, operator, ...values]: Wanted): boolean {
  if (proposed.property.toLowerCase() !== property.toLowerCase()) return false
  const { operator: sign, values: given } = proposed
  const [first = '', last = ''] = given
  if (operator === 'range') return isRange(sign, first, last, values[0] as string | null, values[1] as string | null)
  if (operator === 'eq' || operator === 'ne') {
    const isSigned = sign === (operator === 'eq' ? '=' : '<>')
    const found = values.map((value) => given.some((one) => one.toLowerCase() === String(value).toLowerCase()))
    // A person is proposed under several spellings; every other value stands once.
    const isExact = given.length === values.length || given.some((one) => one.includes('@'))
    return isSigned && found.every(Boolean) && isExact
  }
  const bound = Number(values[0])
  const both = sign === '..' && { ge: Number(first) === bound, le: Number(last) === bound }
  if (both) return operator === 'ge' ? both.ge : operator === 'le' && both.le
  return { lt: '<', le: '<=', gt: '>', ge: '>=' }[operator] === sign && Number(first) === bound
}

/** `from` is the first local day and `to` the one after the last; an open end may also be that of today. */
function isRange(sign: string, first: string, last: string, from: string | null, to: string | null): boolean {
  const begins = (moment: string) => local(moment).startsWith(`${from} 00:00`)
  const ends = (moment: string) =>
    to === null ? local(moment) >= `${TODAY} ` : local(moment).startsWith(`${dayBefore(to)} 23:59`)
  if (sign === '..') return from !== null && begins(first) && ends(last)
  if (sign === '>=') return to === null && from !== null && begins(first)
  if (sign === '<') return from === null && to !== null && local(first) === `${to} 00:00`
  return sign === '<=' && from === null && to !== null && ends(first)
}

describe('questions that name a property', () => {
  it('are at least 300, over ten schemas, each intent in three ways', () => {
    expect(intents.flatMap(({ ask }) => ask).length).toBeGreaterThanOrEqual(300)
    expect(new Set(intents.map(({ schema }) => schema)).size).toBe(10)
    expect(intents.every(({ ask }) => new Set(ask).size === 3)).toBe(true)
  })

  it('are given filters of which at least 95 in 100 are right', () => {
    const wrong: string[] = []
    const lost: string[] = []
    let [proposed, wanted, found] = [0, 0, 0]
    for (const { schema, ask, filters, also = [], about } of intents) {
      for (const question of ask) {
        const proposal = proposeFilters({
          question,
          connections: [connectionOf(schema)],
          people,
          now: Date.parse(now),
          timeZone,
        })
        for (const filter of proposal.filters) {
          proposed++
          if (![...filters, ...also].some((one) => isRight(filter, one)))
            wrong.push(`${schema}: ${question} -> ${filter.property} ${filter.operator} ${filter.values.join(' | ')}`)
        }
        wanted += filters.length
        for (const one of filters) {
          if (proposal.filters.some((filter) => isRight(filter, one))) found++
          else lost.push(`${schema}: ${question} -/-> ${one.join(' ')}`)
        }
        for (const word of about)
          if (question.toLowerCase().includes(word) && !proposal.text.toLowerCase().includes(word))
            wrong.push(`${schema}: ${question} -> the text lost "${word}": ${proposal.text}`)
      }
    }
    const precision = 1 - wrong.length / proposed
    const recall = found / wanted
    console.info(`proposed ${proposed}, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${wanted}`)
    if (process.env.SHOW) console.info([...wrong, '', ...lost].join('\n'))
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.95)
    // A parser that says nothing is never wrong.
    expect(recall).toBeGreaterThanOrEqual(0.4)
  })
})
