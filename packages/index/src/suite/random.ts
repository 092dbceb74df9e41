import type { ConnectionId, ExternalGroupId, ItemId, ObjectId } from '@jumpseat/wire'
import fc from 'fast-check'
import type {
  AclEntry,
  Condition,
  IndexedItem,
  IndexedValue,
  IndexQuery,
  ItemIndex,
  ItemKey,
  ItemVectors,
  Meaning,
  Reader,
  Refiner,
  Scope,
  TextCondition,
  ValueCondition,
} from '../types.ts'
import { fingerprintOf } from '../vectors/embedded.ts'
import { wordsOf } from '../words.ts'
import { DAY, LOGS, NOW, OTHER_TENANT, PLANS, suiteItem, suiteReader, TENANT } from './fixtures.ts'

// Few words, names and values, so that random things meet: forms of one stem, diacritics, letters that are words, hostile keys.
const WORDS = ['fog', 'fogs', 'delay', 'delayed', 'Ärger', '東京', 'HL-4', 'berth']
const VALUES: readonly IndexedValue[] = ['fog', 'Fog', 'FOG', 'fog delay', 'ärger', '4', 4, 0, -2.5, 400, true, false]
const TEXT_PROPERTIES = ['notes', 'heading', '__proto__']
const PROPERTIES = [...TEXT_PROPERTIES, 'berth', 'vessel']
const NAMES = ['p0', 'p1', 'p2', 'P1', 'x1']
const FOREIGN = '3'.repeat(32)
export const CONNECTIONS = [LOGS, PLANS, FOREIGN]

const option = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const word = fc.constantFrom(...WORDS)
const words = fc.array(word, { maxLength: 6, size: 'max' }).map((some) => some.join(' '))
const property = fc.constantFrom(...PROPERTIES)
const moment = fc.constantFrom(NOW, NOW + DAY, NOW - DAY, NOW - 90 * DAY, NOW - 900 * DAY)

const entry: fc.Arbitrary<AclEntry> = fc.record({
  type: fc.constantFrom('user', 'group', 'everyone', 'everyoneExceptGuests', 'externalGroup'),
  value: fc.constantFrom(...NAMES),
  accessType: fc.constantFrom('grant', 'grant', 'deny'),
})
const open = fc.constant<AclEntry[]>([{ type: 'everyone', value: TENANT, accessType: 'grant' }])
export const acl = fc.oneof(open, open, fc.array(entry, { maxLength: 4 }))

const own = <T>(
  keys: readonly string[],
  value: fc.Arbitrary<readonly T[]>,
): fc.Arbitrary<Record<string, readonly T[]>> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 4, selector: ([key]) => key, size: 'max' })
    .map((members) => Object.fromEntries(members))

export const item: fc.Arbitrary<IndexedItem> = fc
  .record({
    connectionUid: fc.constantFrom(LOGS, LOGS, PLANS, PLANS, FOREIGN),
    itemId: fc.integer({ min: 0, max: 30 }).map((n) => `i${n}` as ItemId),
    acl,
    title: option(words),
    content: words,
    searchable: own(TEXT_PROPERTIES, fc.array(words, { maxLength: 2 })),
    values: own(PROPERTIES, fc.array(fc.constantFrom(...VALUES), { maxLength: 3 })),
    modifiedAt: option(moment),
    interest: fc.constantFrom(0, 0, 0.3, 1),
  })
  .map((more) =>
    suiteItem(more.itemId, {
      ...more,
      // A connection belongs to one tenant.
      ...(more.connectionUid === FOREIGN ? { tenantId: OTHER_TENANT, connectionId: 'foreign' as ConnectionId } : {}),
    }),
  )

export const items = (maxLength: number) => fc.uniqueArray(item, { maxLength, selector: nameOf, size: 'max' })
export const nameOf = ({ connectionUid, itemId }: ItemKey) => `${connectionUid}/${itemId}`

/** Two models, one with vectors that are longer than what a kernel takes at a time. */
const DIMENSIONS = { small: 3, large: 40 } as const
const MODELS = ['small', 'large'] as const
const arrayOf = (length: number, number: fc.Arbitrary<number>) =>
  fc.array(number, { minLength: length, maxLength: length })
const small = fc.constantFrom(0, 0, 1, -1, 64, -127, 127)
/** Also numbers that only their lower halves tell apart. */
const passageOf = (length: number) =>
  fc.oneof(
    arrayOf(length, small),
    arrayOf(length, fc.constantFrom(0, 20_000, 20_001, 19_999, -20_000, 32_639, -32_639)),
  )

/** Vectors for any item; those of another text are what comes too late. */
export const embedding = fc.constantFrom(...MODELS).chain((modelId) =>
  fc.record({
    modelId: fc.constant(modelId),
    dimensions: fc.constant(DIMENSIONS[modelId]),
    isLate: fc.nat(9).map((n) => n === 0),
    passages: fc.array(fc.record({ from: fc.nat(50), to: fc.nat(50), vector: passageOf(DIMENSIONS[modelId]) }), {
      maxLength: 3,
      size: 'max',
    }),
  }),
)
export type Embedding = typeof embedding extends fc.Arbitrary<infer T> ? T : never

export const embedded = (item: IndexedItem, { modelId, dimensions, isLate, passages }: Embedding): ItemVectors => ({
  tenantId: item.tenantId,
  connectionUid: item.connectionUid,
  itemId: item.itemId,
  modelId,
  dimensions,
  fingerprint: fingerprintOf(item) + Number(isLate),
  passages: passages.map(({ from, to }) => ({ from, to })),
  vectors: Int16Array.from(passages.flatMap(({ vector }) => vector)),
})

const meaning: fc.Arbitrary<Meaning> = fc.constantFrom(...MODELS, 'large', 'absent').chain((modelId) =>
  fc.record({
    modelId: fc.constant(modelId),
    vector: fc
      .tuple(arrayOf(modelId === 'small' ? 3 : 40, small), fc.constantFrom(1, 16, 257))
      .map(([numbers, finer]) => Int16Array.from(numbers, (number) => number * finer)),
    weight: fc.constantFrom(0, 0.3, 0.5, 0.9),
    echo: fc.constantFrom(0, 0.3, 0.6),
    depth: fc.constantFrom(1, 3, 50),
    rescored: fc.constantFrom(0, 1, 3, 50),
    least: fc.constantFrom(0.01, 0.4),
    // Words as `wordsOf` gives them, that are looked for or not; now and then of another length.
    words: fc.uniqueArray(
      fc.record({
        term: fc.constantFrom('fog', 'delay', 'arger', 'hl', '東', 'sea'),
        vector: fc
          .tuple(arrayOf(DIMENSIONS[modelId === 'absent' ? 'large' : modelId], small), fc.constantFrom(0.37, 1))
          .map(([numbers, length]) => Float32Array.from(numbers, (number) => number * length)),
      }),
      { maxLength: 4, selector: ({ term }) => term },
    ),
  }),
)

const graph = fc.dictionary(fc.constantFrom(...NAMES), fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }))

/** All that is reached from these names, cycles included. */
function closureOf(names: readonly string[], parents: Readonly<Record<string, readonly string[]>>): Set<string> {
  const reached = new Set(names)
  for (const name of reached) for (const parent of parents[name] ?? []) reached.add(parent)
  return reached
}

/** A reader with nested groups and, per connection, nested external groups that hold some of those. */
export const reader: fc.Arbitrary<Reader> = fc
  .record({
    tenantId: fc.constantFrom(...Array(9).fill(TENANT), OTHER_TENANT),
    userId: fc.constantFrom('p0', 'p1', 'p2'),
    isGuest: fc.boolean(),
    direct: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
    groups: graph,
    external: fc.array(graph, { minLength: CONNECTIONS.length, maxLength: CONNECTIONS.length }),
  })
  .map(({ tenantId, userId, isGuest, direct, groups, external }) => {
    const closure = closureOf(
      direct.map((name) => name.toLowerCase()),
      groups,
    )
    return suiteReader(userId, {
      tenantId,
      isGuest,
      groups: closure as Set<ObjectId>,
      externalGroups: (uid) => {
        const parents = external[CONNECTIONS.indexOf(uid)] ?? {}
        const first = [...closure].flatMap((name) => parents[name] ?? [])
        return closureOf(first, parents) as Set<ExternalGroupId>
      },
    })
  })

const textOf = (names: fc.Arbitrary<string | undefined>): fc.Arbitrary<TextCondition> =>
  fc
    .record({
      some: fc.array(fc.oneof({ weight: 5, arbitrary: word }, fc.constant('absent')), { minLength: 1, maxLength: 2 }),
      isWord: fc.boolean(),
      cut: option(fc.integer({ min: 1, max: 4 })),
      property: names,
    })
    .map(({ some, isWord, cut, property }) => {
      const terms = wordsOf(some.join(' ')).map(({ term }) => term)
      const chosen = isWord ? terms.slice(0, 1) : terms
      return {
        kind: 'text',
        terms: cut === undefined ? chosen : [...chosen.slice(0, -1), (chosen.at(-1) ?? '').slice(0, cut)],
        isPrefix: cut !== undefined,
        property,
      }
    })
const anywhere = fc.constant(undefined)
const text = fc.oneof({ weight: 3, arbitrary: textOf(anywhere) }, textOf(fc.constantFrom(...PROPERTIES, 'absent')))

const bound = option(fc.constantFrom(-2.5, 0, 1, 4, 400))
const test: fc.Arbitrary<ValueCondition['test']> = fc.oneof(
  fc.record({ op: fc.constant('equals'), value: fc.constantFrom(...VALUES) }),
  fc.record({ op: fc.constant('startsWith'), value: fc.constantFrom('f', 'FOG', 'fog d', 'Är', '') }),
  fc.record({
    op: fc.constant('range'),
    from: bound,
    to: bound,
    includesFrom: fc.boolean(),
    includesTo: fc.boolean(),
  }),
)

const several = { maxLength: 3, size: 'max' } as const
const near: fc.Arbitrary<Condition> = fc.oneof(anywhere, anywhere, fc.constantFrom('notes', 'vessel')).chain((name) =>
  fc.record({
    kind: fc.constant('near'),
    of: fc.array(textOf(fc.constant(name)), { minLength: 1, ...several }),
    distance: fc.integer({ min: 0, max: 4 }),
    isOrdered: fc.boolean(),
  }),
)

export const condition: fc.Arbitrary<Condition> = fc.letrec<{ any: Condition; leaf: Condition }>((tie) => ({
  leaf: fc.oneof(
    { weight: 8, arbitrary: text },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('value'), property, test }) },
    { weight: 3, arbitrary: near },
    { weight: 1, arbitrary: fc.constantFrom<Condition>({ kind: 'everything' }, { kind: 'nothing' }) },
  ),
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: tie('leaf') },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('or'), of: fc.array(tie('any'), several) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('and'), of: fc.array(tie('any'), several) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('not'), of: tie('any') }) },
  ),
})).any

const filter: fc.Arbitrary<Pick<Scope, 'filter'>> = fc.oneof(
  fc.constant({}),
  fc.constant<Pick<Scope, 'filter'>>({ filter: { kind: 'everything' } }),
  condition.map((one) => ({ filter: one })),
)

const withheld: fc.Arbitrary<Pick<Scope, 'withheld'>> = fc.oneof(
  fc.constant({}),
  fc
    .record({ title: fc.boolean(), properties: fc.uniqueArray(fc.constantFrom(...PROPERTIES), { maxLength: 2 }) })
    .map((one) => ({ withheld: one })),
)

/** Mostly one condition for all connections, sometimes one for each. */
const scopes: fc.Arbitrary<readonly Scope[]> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(condition, filter, withheld)
      .map(([one, more, hides]) =>
        CONNECTIONS.map((connectionUid) => ({ connectionUid, condition: one, ...more, ...hides })),
      ),
  },
  fc.uniqueArray(
    fc
      .tuple(fc.constantFrom(...CONNECTIONS), condition, filter, withheld)
      .map(([connectionUid, one, more, hides]) => ({ connectionUid, condition: one, ...more, ...hides })),
    {
      maxLength: 3,
      selector: ({ connectionUid }) => connectionUid,
    },
  ),
)

const refiner: fc.Arbitrary<Refiner> = fc.record({
  property,
  size: fc.constantFrom(1, 2, 100),
  sortBy: fc.constantFrom('count', 'keyAsString', 'keyAsNumber'),
  isDescending: fc.boolean(),
  minimumCount: fc.constantFrom(0, 1, 2),
  prefix: fc.constantFrom(undefined, undefined, 'FO', 'fog '),
  within: fc.constantFrom(undefined, undefined, [], [LOGS], [PLANS, FOREIGN]),
  ranges: option(fc.array(fc.record({ from: bound, to: bound }), { maxLength: 3 })),
})

const wordQuery = fc.record({
  scopes,
  from: fc.constantFrom(0, 0, 2),
  size: fc.constantFrom(3, 100),
  sort: fc.array(fc.record({ property, isDescending: fc.boolean() }), { maxLength: 2 }),
  refiners: fc.array(refiner, { maxLength: 2 }),
  collapse: fc.array(
    fc.record({
      properties: fc.uniqueArray(property, { minLength: 1, maxLength: 2 }),
      limit: fc.constantFrom(1, 2),
    }),
    { maxLength: 2 },
  ),
  now: fc.constant(NOW),
})
const query: fc.Arbitrary<IndexQuery> = fc
  .tuple(wordQuery, option(meaning))
  .map(([words, one]) => ({ ...words, ...(one ? { meaning: one } : {}) }))

/** One of each kind of question. */
export interface Question {
  readonly query: IndexQuery
  readonly beginning: string
  readonly limit: number
  readonly words: readonly string[]
}

export const question: fc.Arbitrary<Question> = fc.record({
  query,
  beginning: fc.constantFrom('f', 'FO', 'del', 'ä', 'x', ''),
  limit: fc.constantFrom(1, 10),
  words: fc.array(fc.constantFrom('fgo', 'dealy', 'delaying', 'Arge', 'brth', 'hl', 'zzzzz', '京'), { maxLength: 4 }),
})

/** Everything that a reader gets to see of an index, as bytes; explanations of the items named. */
export async function observed(
  index: ItemIndex,
  { query, beginning, limit, words }: Question,
  who: Reader,
  keys: readonly ItemKey[],
): Promise<string> {
  const seen = {
    search: await index.search(query, who),
    suggest: await index.suggest(beginning, query.scopes, who, limit),
    correct: [...(await index.correct(words, query.scopes, who))],
    readable: await index.readable(query.scopes, who),
    explain: await Promise.all(keys.map(async (key) => [nameOf(key), await index.explain(query, key, who)])),
  }
  return JSON.stringify(seen, null, 1)
}

/** Taken from SEED, so that a failure can be run again. */
export function seedOf(name: string): number {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
  console.info(`${name}: seed ${seed}`)
  return seed
}
