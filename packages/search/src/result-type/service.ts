import { randomInt } from 'node:crypto'
import type { PropertyRule } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import { own, type TenantId } from '@jumpseat/wire'
import type { Author } from '../author.ts'
import { searchErrors } from '../errors.ts'
import { summaryOf } from '../excerpt.ts'
import { find } from '../find.ts'
import { propertyNamed, shownLabel, shownLabels } from '../labels.ts'
import { propertiesOf } from '../properties.ts'
import { schemaOf } from '../reach.ts'
import { EVERYTHING } from '../scope/parts.ts'
import type { Context } from '../types.ts'
import { dropResultType, keepResultType, placeResultTypes, type ResultType, resultTypesOf } from './records.ts'
import { holds, isUsable } from './rules.ts'

/** What an administrator sends of a result type. */
export interface ResultTypeRequest extends Pick<ResultType, 'name' | 'rules' | 'layout'> {
  /** Ids of connections. */
  readonly connections: readonly string[]
}

/** At this place in the order, or behind all others. Errors: 400. */
export async function createResultType(
  context: Context,
  author: Author,
  asked: ResultTypeRequest,
  position: number | undefined,
): Promise<object> {
  const limit = context.settings.resultTypes
  const ids = resultTypesOf(context, author.tenantId).map(({ id }) => id)
  if (ids.length >= limit) throw searchErrors.tooManyResultTypes({ limit })
  const after = { id: newId(context.now()), createdAt: context.now(), ...checked(context, author, asked) }
  const order = ids.toSpliced(position ?? ids.length, 0, after.id)
  await context.store.write([
    keepResultType(context, author.tenantId, after),
    ...placeResultTypes(author.tenantId, order),
    ...recordOf(context, author, 'search.resultType.create', undefined, after),
  ])
  return resultTypeView(context, after)
}

/** Errors: 400, 404. */
export async function changeResultType(
  context: Context,
  author: Author,
  id: string,
  asked: Partial<ResultTypeRequest>,
): Promise<object> {
  const before = held(context, author, id)
  const { name, rules, layout } = before
  const connections = asked.connections ?? idsOf(context, before)
  const after = { ...before, ...checked(context, author, { name, rules, layout, ...asked, connections }) }
  await context.store.write([
    keepResultType(context, author.tenantId, after),
    ...recordOf(context, author, 'search.resultType.update', before, after),
  ])
  return resultTypeView(context, after)
}

/** Errors: 404. */
export async function deleteResultType(context: Context, author: Author, id: string): Promise<void> {
  const before = held(context, author, id)
  await context.store.write([
    dropResultType(author.tenantId, id),
    ...recordOf(context, author, 'search.resultType.delete', before, undefined),
  ])
}

/** The order in which they are tried, each named once. Errors: 400. */
export async function orderResultTypes(context: Context, author: Author, ids: readonly string[]): Promise<void> {
  const before = resultTypesOf(context, author.tenantId).map(({ id }) => id)
  if (ids.toSorted().join() !== before.toSorted().join())
    throw searchErrors.invalidResultType(
      { reason: 'These are not the result types that there are.', fix: 'Read them again, and name each id once.' },
      { place: '/ids' },
    )
  const object = { type: 'resultType', id: 'order' }
  await context.store.write([
    ...placeResultTypes(author.tenantId, ids),
    ...context.record({ ...author, action: 'search.resultType.order', object, before, after: ids }),
  ])
}

/** Items shown beside a layout that is being made. */
const PREVIEWED = 10

/** Newest items that the administrator may read there, with what a layout binds, those that the rules fit first. Errors: 400. */
export async function previewItems(
  context: Context,
  caller: Caller,
  { connections, rules }: Pick<ResultTypeRequest, 'connections' | 'rules'>,
): Promise<readonly object[]> {
  checkRules(context, connectionUids(context, caller, connections), rules)
  const range = { connectionIds: connections, from: 0, size: 10 * PREVIEWED }
  const { items } = await find(context, caller, { ...range, condition: () => EVERYTHING })
  const views = items.map((found) => ({
    connectionId: found.connection.id,
    itemId: found.item.itemId,
    title: shownLabel(found, 'title') ?? found.item.itemId,
    matches: rules.every((rule) => holds(rule, found)),
    summary: summaryOf(found.item.plainText, []),
    properties: propertiesOf(found, undefined),
    labels: shownLabels(found.schema),
  }))
  return views.toSorted((a, b) => Number(b.matches) - Number(a.matches)).slice(0, PREVIEWED)
}

/** The connections by their incarnations; a rule that could never hold would let another layout through unseen. */
function checked(context: Context, author: Author, { name, rules, layout, connections }: ResultTypeRequest) {
  const uids = connectionUids(context, author, connections)
  checkRules(context, uids, rules)
  if (own(layout, 'type') !== 'AdaptiveCard' || !Array.isArray(own(layout, 'body')))
    throw searchErrors.invalidResultType(
      {
        reason: 'The layout is no Adaptive Card.',
        fix: 'Send { "type": "AdaptiveCard", "version": "1.5", "body": […] }.',
      },
      { place: '/layout' },
    )
  const { resultTypeLength } = context.settings
  if (JSON.stringify(layout).length > resultTypeLength)
    throw searchErrors.invalidResultType(
      { reason: `The layout is longer than ${resultTypeLength} characters.`, fix: 'Leave pictures and texts out.' },
      { place: '/layout' },
    )
  return { name, rules, layout, connectionUids: uids }
}

function connectionUids({ connectors }: Context, { tenantId }: Pick<Author, 'tenantId'>, ids: readonly string[]) {
  const uids = ids.map((id, n) => {
    const connection = connectors.connection(tenantId, id)
    if (connection) return connection.uid
    throw searchErrors.invalidResultType(
      { reason: 'There is no such connection.', fix: 'Name connections by their ids.' },
      { place: `/connections/${n}` },
    )
  })
  return [...new Set(uids)]
}

function checkRules(context: Context, uids: readonly string[], rules: readonly PropertyRule[]): void {
  const schemas = uids.map((uid) => schemaOf(context, { uid }))
  for (const [n, { property: name }] of rules.entries()) {
    const isKnown = schemas.every((schema) => {
      const property = propertyNamed(schema, name)
      return property && isUsable(property)
    })
    if (isKnown) continue
    throw searchErrors.invalidResultType(
      {
        reason: `'${name.slice(0, 64)}' is no property that a rule can go by.`,
        fix: 'Name a property of each connection that is retrievable, queryable or refinable.',
      },
      { place: `/rules/${n}/property` },
    )
  }
}

function held(context: Context, { tenantId }: Author, id: string): ResultType {
  const found = resultTypesOf(context, tenantId).find((each) => each.id === id)
  if (!found) throw searchErrors.resultTypeNotFound()
  return found
}

const idsOf = ({ connectors }: Context, { connectionUids: uids }: ResultType) =>
  uids.flatMap((uid) => connectors.connectionByUid(uid)?.id ?? [])

export function resultTypeView(context: Context, resultType: ResultType): object {
  const { id, name, rules, layout } = resultType
  return { id, name, connections: idsOf(context, resultType), rules, layout }
}

/** The connections that there are, with the properties that rules can go by and layouts can show. */
export function connectionViews(context: Context, tenantId: TenantId): readonly object[] {
  return context.connectors.connections(tenantId).map(({ id, uid, name }) => {
    const usable = schemaOf(context, { uid }).properties.filter(isUsable)
    const properties = usable.map(({ name: property, type, isRetrievable }) => ({
      name: property,
      type,
      isRetrievable,
    }))
    return { id, name, properties }
  })
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** As the ids of templates look to clients: 13 digits and 9 letters. Contract: connectors 5.8. */
function newId(now: number): string {
  const tail = Array.from({ length: 9 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
  return `${String(now).padStart(13, '0')}_${tail}`
}

function recordOf(
  context: Context,
  author: Author,
  action: string,
  before: ResultType | undefined,
  after: ResultType | undefined,
) {
  const { id, name } = after ?? before ?? { id: '', name: '' }
  const members = (resultType: ResultType | undefined) => resultType && resultTypeView(context, resultType)
  const object = { type: 'resultType', id, name }
  return context.record({ ...author, action, object, before: members(before), after: members(after) })
}
