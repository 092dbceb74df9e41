import { collectionBody, project, wireErrors } from '@jumpseat/wire'
import type { FastifyRequest } from 'fastify'
import type { Group, Range, Tenant, User } from '../types.ts'
import { passes } from './filter.ts'
import type { ListQuery } from './query.ts'

/** What a user shows without `$select`. Contract: the default properties of Graph's user. */
const USER_DEFAULTS = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]
/** All that `User.ReadBasic.All` opens. */
const USER_BASICS = new Set(['displayName', 'givenName', 'mail', 'surname', 'userPrincipalName', 'id'])

export function userBody(user: User, select: readonly string[] | undefined, isBasic: boolean): object {
  const whole = { businessPhones: [], mobilePhone: null, preferredLanguage: null, ...user }
  const shown = isBasic ? Object.fromEntries(Object.entries(whole).filter(([name]) => USER_BASICS.has(name))) : whole
  return project(shown, select ?? USER_DEFAULTS)
}

export function groupBody(group: Group, select: readonly string[] | undefined): object {
  const whole = {
    ...group,
    classification: null,
    deletedDateTime: null,
    groupTypes: [],
    mailEnabled: group.mail !== null,
    mailNickname: group.mail?.split('@')[0] ?? null,
    securityEnabled: true,
    visibility: null,
  }
  return project(whole, select)
}

export function organisationBody({ id, displayName, domain }: Tenant, select: readonly string[] | undefined): object {
  const verifiedDomain = { capabilities: '', isDefault: true, isInitial: true, name: domain, type: 'Managed' }
  return project({ id, displayName, tenantType: 'AAD', verifiedDomains: [verifiedDomain] }, select)
}

/** The address that the client used. */
const urlOf = (request: FastifyRequest) => new URL(request.url, `${request.protocol}://${request.host}`)

function contextOf(request: FastifyRequest, fragment: string): string {
  return `${urlOf(request).origin}${request.server.prefix}/$metadata#${fragment}`
}

const selected = (set: string, select: readonly string[] | undefined) => (select ? `${set}(${select.join(',')})` : set)

export function entityAnswer(
  request: FastifyRequest,
  set: string,
  select: readonly string[] | undefined,
  body: object,
): object {
  return { '@odata.context': contextOf(request, `${selected(set, select)}/$entity`), ...body }
}

interface Listed {
  readonly id: string
  readonly displayName: string
}

/** One page of a list that the database orders by display name, then id. */
export function pageAnswer<T extends Listed>(
  request: FastifyRequest,
  query: ListQuery,
  set: string,
  source: { list(range: Range): readonly T[]; count(): number; body(entity: T): object },
): object {
  const { limit, filter, skip, skipToken } = query
  const after = skipToken === undefined ? undefined : positionOf(skipToken)
  const found = source.list({ filter, after, skip: after ? 0 : skip, limit: limit + 1 })
  const entities = found.slice(0, limit)
  const last = found.length > limit ? entities.at(-1) : undefined
  const page = {
    value: entities.map(source.body),
    next: last && JSON.stringify([last.displayName, last.id]),
    total: query.count ? source.count() : undefined,
  }
  return collectionBody(page, contextOf(request, selected(set, query.select)), urlOf(request))
}

/** One page of entities that are at hand. */
export function shortPageAnswer<T extends Listed>(
  request: FastifyRequest,
  query: ListQuery,
  entities: readonly T[],
  body: (entity: T) => object,
): object {
  const all = entities.filter((entity) => !query.filter || passes(entity, query.filter)).sort(byName)
  return pageAnswer(request, query, 'directoryObjects', {
    list: ({ after, skip = 0, limit }) =>
      all.filter((entity) => !after || byName(entity, after) > 0).slice(skip, skip + limit),
    count: () => all.length,
    body,
  })
}

function byName(one: Listed, other: Listed): number {
  if (one.displayName !== other.displayName) return one.displayName < other.displayName ? -1 : 1
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0
}

function positionOf(token: string): NonNullable<Range['after']> {
  try {
    const [displayName, id] = JSON.parse(token)
    if (typeof displayName === 'string' && typeof id === 'string') return { displayName, id }
  } catch {}
  throw wireErrors.badRequest(
    { reason: "Invalid value for the query option '$skiptoken'.", fix: 'Follow the nextLink as it was given.' },
    { place: '$skiptoken' },
  )
}
