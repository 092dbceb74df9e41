import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Condition } from '@jumpseat/index'
import type { KqlNode, KqlValue } from '@jumpseat/kql'
import { canonicalMember, type JsonObject, member } from '@jumpseat/wire'
import { CONNECTION, OPERATORS, type ProposedFilter } from '../question/types.ts'
import { conditionOf } from '../scope/condition.ts'
import { EVERYTHING, NOTHING, unscored } from '../scope/parts.ts'
import { invalid, objectsOf, stringsOf } from './read.ts'

/** One of `propertyFilters`, a member of our own: what a proposal gives, and the pages send. */
export type PropertyFilter = Omit<ProposedFilter, 'words'>

/** Filters, and values of one, that a request may hold. */
const MOST = 50

export function propertyFiltersOf(request: JsonObject): PropertyFilter[] {
  const entries = objectsOf(request, 'propertyFilters')
  if (entries.length > MOST) throw invalid('there are too many filters', `Send at most ${MOST}.`, 'propertyFilters')
  return entries.map((entry, n) => {
    const place = `propertyFilters/${n}`
    const property = member(entry, 'property')
    const operator = canonicalMember(OPERATORS, String(member(entry, 'operator')))
    const values = stringsOf(entry, 'values') ?? []
    if (typeof property !== 'string' || property === '')
      throw invalid('a filter has no property', 'Name a property, or a label as in label_title.', `${place}/property`)
    if (!operator)
      throw invalid('the operator is not known', `Send one of: ${OPERATORS.join(' ')}.`, `${place}/operator`)
    if (values.length === 0 || values.length > MOST || (operator === '..' && values.length !== 2))
      throw invalid('the values cannot be used', `Send one to ${MOST} values, and two with "..".`, `${place}/values`)
    return { property, operator, values }
  })
}

/**
 * What an item of the connection must be. Values stay values, whatever they hold; a property that the schema does not have,
 * or does not let be queried, holds for no item.
 */
export function propertyCondition(
  { property, operator, values }: PropertyFilter,
  schema: Schema,
  { id }: Pick<ConnectionRecord, 'id'>,
  now: number,
): Condition {
  if (property === CONNECTION) {
    const isNamed = values.some((value) => value.toLowerCase() === id.toLowerCase())
    if (operator !== '=' && operator !== '<>') return NOTHING
    return isNamed === (operator === '=') ? EVERYTHING : NOTHING
  }
  const of = restrictionsOf(property, operator, values)
  const [only] = of
  if (!only) return NOTHING
  const tree: KqlNode = of.length === 1 ? only : { kind: operator === '<>' ? 'and' : 'or', of, position: NOWHERE }
  return unscored(conditionOf(tree, schema, now))
}

const NOWHERE = { start: 0, end: 0 }
const valueFrom = (text: string): KqlValue => ({ text, isQuoted: true, isPrefix: false, position: NOWHERE })

function restrictionsOf(name: string, operator: PropertyFilter['operator'], values: readonly string[]): KqlNode[] {
  const base = { kind: 'restriction', name, namePosition: NOWHERE, position: NOWHERE } as const
  if (operator !== '..') return values.map((value) => ({ ...base, operator, value: valueFrom(value) }))
  const [from = '', to = ''] = values
  return [{ ...base, operator, from: valueFrom(from), to: valueFrom(to) }]
}
