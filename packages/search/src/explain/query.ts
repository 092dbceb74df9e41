import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Membership } from '@jumpseat/directory'
import type { Condition, ItemKey } from '@jumpseat/index'
import type { KqlNode } from '@jumpseat/kql'
import { meaningOf as questionMeaning } from '../find.ts'
import { isComparable } from '../kinds.ts'
import { labelled, propertyNamed } from '../labels.ts'
import { leanOfQuery } from '../meaning/lean.ts'
import { isOpenTo, PLAIN, schemaOf, scopesOf } from '../reach.ts'
import { meaningOf } from '../scope/condition.ts'
import { allOf, EVERYTHING } from '../scope/parts.ts'
import { type Query, queryCondition, queryOf } from '../scope/query.ts'
import type { Context, QueryExplanation } from '../types.ts'
import type { Restriction } from './restrictions.ts'

/** Why the query does or does not find the item for the person, as a search of all connections would. */
export async function explainQuery(
  context: Context,
  reader: Membership,
  key: ItemKey,
  text: string,
  restrictions: readonly Restriction[] = [],
): Promise<QueryExplanation | undefined> {
  const query = queryOf(text, context.settings.queryLength)
  const now = context.now()
  const { connectors } = context
  // The item's own connection is looked into also where it is closed to the person: that is told beside this.
  const connections = connectors
    .connections(reader.tenantId)
    .filter((connection) => connection.uid === key.connectionUid || isOpenTo(context, connection, reader))
  const lean = leanOfQuery(query)
  const meaning = await questionMeaning(context, reader.tenantId, lean)
  const filter = meaning && (() => EVERYTHING)
  const scopes = scopesOf(context, connections, (schema) => queryCondition(query, schema, now), filter)
  const asked = { ...PLAIN, scopes, now, ...(meaning ? { meaning } : {}) }
  const hit = await context.index.explain(asked, key, reader)
  const connection = connectors.connectionByUid(key.connectionUid)
  if (!hit || !connection) return undefined
  const { isPermitted, excludedBy, matched, score } = hit
  const excluding = excludedBy ? undefined : await firstFailed(context, reader, key, connection, restrictions)
  const isMatch = hit.isMatch && excluding === undefined
  return {
    text,
    problems: query.problems.map(({ message, fix, position: { start, end } }) => ({ message, fix, start, end })),
    isMatch,
    matched: shownOf(matched, schemaOf(context, connection)),
    score: isMatch && isPermitted ? score : null,
    excludedBy: excludedBy ? exclusionOf(query, schemaOf(context, connection), now, excludedBy) : (excluding ?? null),
  }
}

/** The first filter that the item fails. Looked for by halves, since each look reads the whole item. */
async function firstFailed(
  context: Context,
  reader: Membership,
  key: ItemKey,
  connection: ConnectionRecord,
  restrictions: readonly Restriction[],
): Promise<QueryExplanation['excludedBy'] | undefined> {
  const schema = schemaOf(context, connection)
  const now = context.now()
  const conditions = restrictions.map(({ condition }) => condition(schema, connection))
  /** Does the item pass the first ones, so many? */
  const passes = async (count: number) => {
    const scopes = [{ connectionUid: connection.uid, condition: allOf(conditions.slice(0, count)) }]
    return (await context.index.explain({ ...PLAIN, scopes, now }, key, reader))?.isMatch !== false
  }
  let [passed, failed] = [0, restrictions.length]
  if (failed === 0 || (await passes(failed))) return undefined
  while (failed - passed > 1) {
    const middle = (passed + failed) >> 1
    if (await passes(middle)) passed = middle
    else failed = middle
  }
  const first = restrictions[passed]
  return first && { part: first.part, start: 0, end: 0, text: first.text, reason: first.reason(schema) }
}

/** Without the words of properties that are never shown: a beginning would bring whole words of them to light. */
function shownOf(matched: QueryExplanation['matched'], schema: Schema): QueryExplanation['matched'] {
  const isShown = (field: string) => {
    const property = field === 'title' ? labelled(schema, 'title') : propertyNamed(schema, field)
    return field === 'content' || property?.isRetrievable === true
  }
  return matched
    .map(({ term, fields }) => ({ term, fields: fields.filter(isShown) }))
    .filter(({ fields }) => fields.length > 0)
}

/** The part of the query that the item fails, and why. */
function exclusionOf({ text, tree }: Query, schema: Schema, now: number, excludedBy: Condition) {
  const node = originOf(tree, schema, now, JSON.stringify(excludedBy)) ?? tree
  const { start, end } = node.position
  return {
    part: 'query' as const,
    start,
    end,
    text: text.slice(start, end),
    reason: reasonOf(node, schema, excludedBy),
  }
}

/** The first part with this meaning. An engine looks for it through `and` only, and may give its meaning as a copy. */
function originOf(node: KqlNode, schema: Schema, now: number, meaning: string): KqlNode | undefined {
  if (node.kind !== 'and') return JSON.stringify(meaningOf(node, schema, now)) === meaning ? node : undefined
  for (const part of node.of) {
    const found = originOf(part, schema, now, meaning)
    if (found) return found
  }
  return undefined
}

const REASONS: Readonly<Record<Exclude<KqlNode['kind'], 'restriction'>, string>> = {
  text: 'This does not stand in the title, the searchable properties or the content.',
  words: 'None of these words stands in the title, the searchable properties or the content.',
  near: 'These do not stand so near each other in one text.',
  or: 'None of these holds.',
  not: 'This must not hold, and it does.',
  and: 'Not all of this holds.',
  everything: 'The query holds nothing to look for.',
}

function reasonOf(node: KqlNode, schema: Schema, excludedBy: Condition): string {
  if (node.kind !== 'restriction') return REASONS[node.kind]
  const property = propertyNamed(schema, node.name)
  if (!property || !isComparable(property)) return `This connection has no property '${node.name}' that can be queried.`
  if (excludedBy.kind === 'nothing') return `Values of '${property.name}' (${property.type}) cannot be compared so.`
  if (excludedBy.kind === 'not') return `A value of '${property.name}' is what it must not be.`
  return `No value of '${property.name}' fits.`
}
