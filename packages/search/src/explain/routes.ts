import { type Caller, type DirectoryRole, permit } from '@jumpseat/directory'
import { type ObjectId, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type Author, askedBy } from '../author.ts'
import { searchErrors } from '../errors.ts'
import { readable } from '../find.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { SearchSettings } from '../settings.ts'
import type { Context, Explanation } from '../types.ts'
import { type Restriction, restrictionsOf } from './restrictions.ts'
import { explainAccess, ownView, withoutItsWords } from './service.ts'

const ADMINISTRATORS: readonly DirectoryRole[] = [
  'globalAdministrator',
  'searchAdministrator',
  'complianceAdministrator',
]
/** The app that fills a connection may ask why its items are found or not; which connection is checked below. */
const ASKERS = {
  ...READ_ITEMS,
  application: ['ExternalItem.ReadWrite.OwnedBy', 'ExternalItem.ReadWrite.All', 'ExternalItem.Read.All'],
}

const bodyShape = z.object({
  connectionId: z.string().min(1),
  itemId: z.string().min(1),
  userId: z.string().min(1).optional(),
  query: z.string().min(1).optional(),
})
type Body = z.output<typeof bodyShape>

/** `POST /api/explain`: why a person does or does not find an item. */
export async function explainRoutes(app: FastifyInstance, context: Context): Promise<void> {
  app.post('/api/explain', async (request) => {
    const caller = permit(request, ASKERS)
    const asked = bodyOf(request.body, context.settings)
    const mayAskAnything = isAdministrator(caller) || isOwner(context, caller, asked.connectionId)
    const userId = personOf(context, caller, asked, mayAskAnything)
    if (!mayAskAnything && userId !== caller.objectId) refuse(caller)

    const { connectionId, itemId, query } = asked
    const person = { tenantId: caller.tenantId, objectId: userId as ObjectId }
    const restrictions = restrictionsOf(context, request.body, person, query)
    const explanation = await explainAccess(context, caller.tenantId, connectionId, itemId, userId, query, restrictions)
    const isReadable = isSelf(caller, userId) && mayRead(context, caller, asked)
    if (!mayAskAnything && !isReadable) throw searchErrors.itemNotFound()
    if (!explanation) throw searchErrors.itemNotFound()
    if (!mayAskAnything) return ownView(explanation)
    if (isReadable) return explanation
    await recordLook(context, askedBy(caller, request), explanation, restrictions)
    return withoutItsWords(explanation)
  })
}

function bodyOf(body: unknown, { queryLength }: SearchSettings): Body {
  const parsed = bodyShape.safeParse(body)
  if (parsed.success && (parsed.data.query?.length ?? 0) <= queryLength) return parsed.data
  if (parsed.success)
    throw searchErrors.invalidExplain(
      { reason: `The query is longer than ${queryLength} characters.`, fix: 'Send a shorter query.' },
      { place: 'query' },
    )
  throw searchErrors.invalidExplain(
    {
      reason: 'connectionId and itemId are needed.',
      fix: 'Send { "connectionId": "…", "itemId": "…" }, and userId to ask for another person.',
    },
    { place: parsed.error.issues[0]?.path.join('/') ?? '' },
  )
}

/** The object id of the person asked about: the caller, unless the body names another one. Only who may ask of anybody hears that there is no such person. */
function personOf(context: Context, caller: Caller, { userId }: Body, mayAskAnything: boolean): string {
  if (userId === undefined && caller.kind === 'user') return caller.objectId
  if (userId === undefined)
    throw searchErrors.invalidExplain(
      { reason: 'userId is needed.', fix: 'Name the person by object id or user principal name.' },
      { place: 'userId' },
    )
  const user = context.directory.user(caller.tenantId, userId)
  if (!user && mayAskAnything) throw searchErrors.personNotFound()
  return user?.id ?? userId
}

const isSelf = ({ kind, objectId }: Caller, userId: string) => kind === 'user' && objectId === userId

const isAdministrator = ({ kind, roles }: Caller) => kind === 'user' && ADMINISTRATORS.some((role) => roles.has(role))

function isOwner({ connectors }: Context, { kind, tenantId, appId }: Caller, connectionId: string): boolean {
  return kind === 'app' && connectors.connection(tenantId, connectionId)?.ownerAppId === appId
}

function mayRead(context: Context, caller: Caller, { connectionId, itemId }: Body): boolean {
  return readable(context, caller, context.connectors.connection(caller.tenantId, connectionId), itemId) !== undefined
}

/** An app hears of a connection that is not its own what it hears of one that is not there. */
function refuse({ kind }: Caller): never {
  if (kind === 'app') throw searchErrors.itemNotFound()
  throw wireErrors.denied({ fix: `To ask for another person you need one of the roles: ${ADMINISTRATORS.join(', ')}.` })
}

function recordLook(
  { store, record }: Context,
  author: Author,
  explanation: Explanation,
  restrictions: readonly Restriction[],
) {
  const { connectionId, itemId, userId, permitted, query } = explanation
  const filters = restrictions.map(({ text }) => text)
  return store.write(
    record({
      ...author,
      action: 'access.explain',
      object: { type: 'externalItem', id: `${connectionId}/${itemId}` },
      after: { userId, permitted, ...(query ? { query: query.text } : {}), ...(filters.length > 0 ? { filters } : {}) },
    }),
  )
}
