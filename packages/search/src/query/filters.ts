import type { Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { JsonObject } from '@jumpseat/wire'
import { kindOf, type ValueKind } from '../kinds.ts'
import { propertyNamed } from '../labels.ts'
import { anyOf, NOTHING } from '../scope/parts.ts'
import { between, type Edge, spanOf, type Test, within } from '../scope/span.ts'
import { notRefinable } from './order.ts'
import { invalid, stringsOf } from './read.ts'
import { textBehind } from './tokens.ts'

/** One of `aggregationFilters` as it was sent. Contract: connectors 5.5. */
export interface AskedFilter {
  readonly field: string
  /** One is enough. */
  readonly tests: readonly AskedTest[]
}

type AskedTest =
  | { readonly value: string }
  | {
      readonly from: string | undefined
      readonly to: string | undefined
      readonly includesFrom: boolean
      readonly includesTo: boolean
    }

/** Filters and the values in them that one request may hold. */
const MOST = 500

export function filtersOf(request: JsonObject): AskedFilter[] {
  const texts = stringsOf(request, 'aggregationFilters') ?? []
  const filters = texts.map((text, n) => filterOf(text, `aggregationFilters/${n}`))
  if (filters.reduce((sum, { tests }) => sum + tests.length, 0) <= MOST) return filters
  throw invalid('there are too many values to filter by', `Send at most ${MOST}.`, 'aggregationFilters')
}

const NAME = /^\s*([\p{L}\p{N}_]{1,64}):/u

function filterOf(text: string, place: string): AskedFilter {
  const name = NAME.exec(text)
  const tests = name && testsOf(text.slice(name[0].length).trim())
  if (name?.[1] !== undefined && tests) return { field: name[1], tests }
  throw invalid(
    'a filter cannot be read',
    'Send field:<token>, field:or(<token>, <token>) or field:range(from, to), with tokens out of an answer.',
    place,
  )
}

// A token in one pair of quotes or two, as the sources disagree.
const TOKEN = /""([^"]*)""|"([^"]*)"/y
const BOUND = /\s*(?:"([^"]*)"|([^\s,()"]+))\s*/y
const EDGE = /\s*(from|to)\s*=\s*"?(lt|le|gt|ge)"?\s*/iy

/** Reads the whole text or nothing: whatever is left over makes the filter malformed. */
function testsOf(text: string): readonly AskedTest[] | undefined {
  let at = 0
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match
  }
  const skip = (literal: string) => {
    while (text[at] === ' ') at++
    const isThere = text.slice(at, at + literal.length).toLowerCase() === literal
    if (isThere) at += literal.length
    return isThere
  }

  const token = (): AskedTest | undefined => {
    const match = take(TOKEN)
    const value = match && textBehind(match[1] ?? match[2] ?? '')
    return typeof value === 'string' ? { value } : undefined
  }
  const bound = () => {
    const match = take(BOUND)
    return match?.[1] ?? match?.[2]
  }
  const range = (): AskedTest | undefined => {
    const from = bound()
    const to = skip(',') ? bound() : undefined
    if (from === undefined || to === undefined) return undefined
    const edges = new Map<string, string>()
    while (skip(',')) {
      const [, side = '', edge = ''] = take(EDGE) ?? []
      if (!EDGES[side.toLowerCase()]?.includes(edge.toLowerCase())) return undefined
      edges.set(side.toLowerCase(), edge.toLowerCase())
    }
    if (!skip(')')) return undefined
    return {
      from: from.toLowerCase() === 'min' ? undefined : from,
      to: to.toLowerCase() === 'max' ? undefined : to,
      includesFrom: edges.get('from') !== 'gt',
      includesTo: edges.get('to') === 'le',
    }
  }
  const one = () => (skip('range(') ? range() : token())
  const several = (): AskedTest[] | undefined => {
    const found: AskedTest[] = []
    do {
      while (text[at] === ' ') at++
      const test = one()
      if (!test) return undefined
      found.push(test)
    } while (skip(','))
    return skip(')') ? found : undefined
  }

  const single = () => {
    const test = one()
    return test && [test]
  }
  const tests = skip('or(') ? several() : single()
  return at === text.length ? tests : undefined
}

const EDGES: Readonly<Record<string, readonly string[]>> = { from: ['gt', 'ge'], to: ['lt', 'le'] }

/** What an item must be; nothing is where the property is not refinable or has values of another kind. */
export function filterCondition({ field, tests }: AskedFilter, schema: Schema, now: number): Condition {
  const property = propertyNamed(schema, field)
  const kind = property?.isRefinable ? kindOf(property.type) : undefined
  if (!property || kind === undefined) return NOTHING
  const name = property.name.toLowerCase()
  const conditions = tests.flatMap((asked): Condition[] => {
    const test = testOf(asked, kind, now)
    return test ? [{ kind: 'value', property: name, test }] : []
  })
  return conditions.length < tests.length ? NOTHING : (anyOf(conditions) ?? NOTHING)
}

/** Undefined when a value is none of the kind. */
function testOf(asked: AskedTest, kind: ValueKind, now: number): Test | undefined {
  if ('value' in asked) {
    if (kind === 'text') return { op: 'equals', value: asked.value }
    const span = spanOf(asked.value, kind, now)
    return span && within(span)
  }
  const edge = (text: string | undefined, isIncluded: boolean): Edge | 'unreadable' => {
    const span = text === undefined ? undefined : spanOf(text, kind, now)
    return text === undefined ? undefined : span ? { span, isIncluded } : 'unreadable'
  }
  if (kind === 'text' || kind === 'boolean') return undefined
  const [from, to] = [edge(asked.from, asked.includesFrom), edge(asked.to, asked.includesTo)]
  return from === 'unreadable' || to === 'unreadable' ? undefined : between(from, to)
}

/** Errors: 400 for a filter that no connection can follow. */
export function refuseUnusable(filters: readonly AskedFilter[], schemas: readonly Schema[], now: number): void {
  for (const [n, filter] of filters.entries()) {
    const isUsable = schemas.some((schema) => filterCondition(filter, schema, now) !== NOTHING)
    if (!isUsable) throw notRefinable(filter.field, `aggregationFilters/${n}`)
  }
}
