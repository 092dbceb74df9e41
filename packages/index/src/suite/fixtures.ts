import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'
import type {
  AclEntry,
  Condition,
  IndexedItem,
  IndexedValue,
  IndexQuery,
  ItemIndex,
  Reader,
  Refiner,
  TextCondition,
  ValueCondition,
} from '../types.ts'
import { wordsOf } from '../words.ts'

/** Makes an empty engine for one test. One that holds a thread gives it back when it is disposed of. */
export type CreateIndex = () => Engine | Promise<Engine>
export type Engine = ItemIndex & Partial<AsyncDisposable>

export const TENANT = '00000000-0000-4000-8000-000000000001' as TenantId
export const OTHER_TENANT = '00000000-0000-4000-8000-000000000002' as TenantId
export const LOGS = '1'.repeat(32)
export const PLANS = '2'.repeat(32)
export const EVERYONE: AclEntry = { type: 'everyone', value: TENANT, accessType: 'grant' }
export const FINANCE: AclEntry = { type: 'group', value: 'finance', accessType: 'grant' }
export const DAY = 86_400_000
export const NOW = Date.UTC(2027, 1, 28)

export function suiteItem(itemId: string, more: Partial<IndexedItem> = {}): IndexedItem {
  return {
    tenantId: TENANT,
    connectionUid: LOGS,
    connectionId: 'logs' as ConnectionId,
    itemId: itemId as ItemId,
    acl: [EVERYONE],
    title: undefined,
    content: '',
    searchable: {},
    values: {},
    modifiedAt: undefined,
    interest: 0,
    ...more,
  }
}

export function suiteReader(userId: string, more: Partial<Reader> = {}): Reader {
  return {
    tenantId: TENANT,
    userId: userId as ObjectId,
    isGuest: false,
    groups: new Set(),
    externalGroups: () => new Set<ExternalGroupId>(),
    ...more,
  }
}

export const maren = suiteReader('maren')
export const hanna = suiteReader('hanna', { groups: new Set(['finance' as ObjectId]) })

/** A question to both connections, by score, ten hits. */
export function suiteQuery(condition: Condition, more: Partial<IndexQuery> = {}): IndexQuery {
  return {
    scopes: [LOGS, PLANS].map((connectionUid) => ({ connectionUid, condition })),
    from: 0,
    size: 10,
    sort: [],
    refiners: [],
    collapse: [],
    now: NOW,
    ...more,
  }
}

export const everything: Condition = { kind: 'everything' }
export const nothing: Condition = { kind: 'nothing' }
export const and = (...of: Condition[]): Condition => ({ kind: 'and', of })
export const or = (...of: Condition[]): Condition => ({ kind: 'or', of })
export const not = (of: Condition): Condition => ({ kind: 'not', of })

/** Words side by side; `*` at the end makes the last one a beginning. */
export const text = (words: string, property?: string): TextCondition => ({
  kind: 'text',
  terms: wordsOf(words).map(({ term }) => term),
  isPrefix: words.endsWith('*'),
  property,
})

export const near = (distance: number, ...words: string[]): Condition => ({
  kind: 'near',
  of: words.map((part) => text(part)),
  distance,
  isOrdered: false,
})
export const inOrder = (distance: number, ...words: string[]): Condition => ({
  kind: 'near',
  of: words.map((part) => text(part)),
  distance,
  isOrdered: true,
})

export const equals = (property: string, value: IndexedValue): Condition => ({
  kind: 'value',
  property,
  test: { op: 'equals', value },
})
export const startsWith = (property: string, value: string): Condition => ({
  kind: 'value',
  property,
  test: { op: 'startsWith', value },
})

type Range = Extract<ValueCondition['test'], { op: 'range' }>

/** Bounds included unless told. */
export const range = (property: string, from?: number, to?: number, more: Partial<Range> = {}): Condition => ({
  kind: 'value',
  property,
  test: { op: 'range', from, to, includesFrom: true, includesTo: true, ...more },
})

export const refiner = (property: string, more: Partial<Refiner> = {}): Refiner => ({
  property,
  size: 10,
  sortBy: 'count',
  isDescending: true,
  minimumCount: 1,
  prefix: undefined,
  ranges: undefined,
  ...more,
})

/** An engine for the length of a block. */
export async function disposable(create: CreateIndex): Promise<AsyncDisposable & { readonly index: ItemIndex }> {
  const index = await create()
  return { index, [Symbol.asyncDispose]: async () => index[Symbol.asyncDispose]?.() }
}
