import { randomUUID } from 'node:crypto'
import { GuardError } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { Author } from '../author.ts'
import { searchErrors } from '../errors.ts'
import { isComparable } from '../kinds.ts'
import { schemaOf } from '../reach.ts'
import { problemsIn, problemText } from '../scope/query.ts'
import type { Context } from '../types.ts'
import { dropVertical, keepVertical, placeVerticals, type Vertical, verticalOf, verticalsOf } from './records.ts'
import { readRestriction } from './restriction.ts'

/** What an administrator sends of a vertical. */
export interface VerticalRequest extends Pick<Vertical, 'name' | 'restriction' | 'state'> {
  /** Ids of connections. */
  readonly connections: readonly string[]
}

/** At this place in the order, or behind all others. Errors: 400, 409 for a connection of another vertical. */
export async function createVertical(
  context: Context,
  author: Author,
  asked: VerticalRequest,
  position: number | undefined,
): Promise<object> {
  const limit = context.settings.verticals
  const ids = verticalsOf(context, author.tenantId).map(({ id }) => id)
  if (ids.length >= limit) throw searchErrors.tooManyVerticals({ limit })
  const made = { id: randomUUID(), createdAt: context.now() }
  const order = ids.toSpliced(position ?? ids.length, 0, made.id)
  return keep(context, author, undefined, { ...made, ...checked(context, author, asked) }, order)
}

/** Errors: as of `createVertical`, 404. */
export async function changeVertical(
  context: Context,
  author: Author,
  id: string,
  asked: Partial<VerticalRequest>,
): Promise<object> {
  const before = held(context, author, id)
  const { name, restriction, state } = before
  const connections = liveConnections(context, before).map((connection) => connection.id)
  const after = checked(context, author, { name, restriction, state, connections, ...asked })
  return keep(context, author, before, { ...before, ...after })
}

/** Errors: 404. */
export async function deleteVertical(context: Context, author: Author, id: string): Promise<void> {
  const before = held(context, author, id)
  await context.store.write([
    ...dropVertical(author.tenantId, id),
    ...recordOf(context, author, 'search.vertical.delete', before, undefined),
  ])
}

/** The order in which they are shown, each named once. Errors: 400. */
export async function orderVerticals(context: Context, author: Author, ids: readonly string[]): Promise<void> {
  const before = verticalsOf(context, author.tenantId).map(({ id }) => id)
  if (ids.toSorted().join() !== before.toSorted().join())
    throw searchErrors.invalidVertical(
      { reason: 'These are not the verticals that there are.', fix: 'Read them again, and name each id once.' },
      { place: '/ids' },
    )
  const object = { type: 'vertical', id: 'order' }
  await context.store.write([
    ...placeVerticals(author.tenantId, ids),
    ...context.record({ ...author, action: 'search.vertical.order', object, before, after: ids }),
  ])
}

async function keep(
  context: Context,
  author: Author,
  before: Vertical | undefined,
  after: Vertical,
  order: readonly string[] = [],
): Promise<object> {
  const action = before ? 'search.vertical.update' : 'search.vertical.create'
  try {
    await context.store.write([
      ...keepVertical(context, author.tenantId, after),
      ...placeVerticals(author.tenantId, order),
      ...recordOf(context, author, action, before, after),
    ])
  } catch (error) {
    if (error instanceof GuardError) throw searchErrors.verticalTaken({}, { place: '/connections' })
    throw error
  }
  return verticalView(context, after)
}

/** The connections by their incarnations; a restriction that is no correct KQL could mean more than was meant. */
function checked({ connectors, settings }: Context, { tenantId }: Author, asked: VerticalRequest) {
  const { name, restriction, state } = asked
  const connectionUids = asked.connections.map((id, n) => {
    const connection = connectors.connection(tenantId, id)
    if (connection) return connection.uid
    throw searchErrors.invalidVertical(
      { reason: 'There is no such connection.', fix: 'Name connections by their ids.' },
      { place: `/connections/${n}` },
    )
  })
  const template = restriction === null ? undefined : readRestriction(restriction, settings.queryLength)
  const problem = template && problemText(template)
  if (template && problem !== undefined)
    throw searchErrors.invalidVertical(
      {
        reason: `The restriction is no correct KQL: ${problem}.`,
        fix: template.problems[0]?.fix ?? 'Write name:value.',
      },
      { place: '/restriction', problems: problemsIn(restriction ?? '', template.problems, '/restriction') },
    )
  return { name, restriction, state, connectionUids: [...new Set(connectionUids)] }
}

function held(context: Context, { tenantId }: Author, id: string): Vertical {
  const vertical = verticalOf(context, tenantId, id)
  if (!vertical) throw searchErrors.verticalNotFound()
  return vertical
}

export const liveConnections = ({ connectors }: Context, { connectionUids }: Vertical) =>
  connectionUids.flatMap((uid) => connectors.connectionByUid(uid) ?? [])

export function verticalView(context: Context, vertical: Vertical): object {
  const { id, name, restriction, state } = vertical
  return { id, name, state, restriction, connections: liveConnections(context, vertical).map(({ id: each }) => each) }
}

/** The connections that there are, with the names that a restriction can go by. */
export function connectionViews(context: Context, tenantId: TenantId): readonly object[] {
  return context.connectors.connections(tenantId).map(({ id, uid, name }) => {
    const properties = schemaOf(context, { uid }).properties.filter(isComparable)
    return { id, name, queryable: properties.map((property) => property.name) }
  })
}

function recordOf(
  context: Context,
  author: Author,
  action: string,
  before: Vertical | undefined,
  after: Vertical | undefined,
) {
  const { id, name } = after ?? before ?? { id: '', name: '' }
  const members = (vertical: Vertical | undefined) => vertical && verticalView(context, vertical)
  const object = { type: 'vertical', id, name }
  return context.record({ ...author, action, object, before: members(before), after: members(after) })
}
