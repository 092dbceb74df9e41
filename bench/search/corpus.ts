// A corpus that is computed from the number of the item, so that nothing of it need be stored and every process sees the same.
// Words follow Zipf's law and come in inflected forms; access lists have a heavy tail.
import type { ConnectionId, ExternalGroupId, ItemId, ObjectId, TenantId } from '@jumpseat/wire'
import type { AclEntry, IndexedItem, Reader } from '../../packages/index/src/types.ts'

export const TENANT = '00000000-0000-4000-8000-0000000000aa' as TenantId
export const CONNECTION = 'b'.repeat(32)
export const NOW = Date.UTC(2027, 0, 1)
const DAY = 86_400_000

/** Random numbers from 0 to 1 that depend on the seed only. */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Draws ranks of which the one at r is drawn 1 / (r + 2.7) as often. */
export function zipf(size: number): (random: () => number) => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank++) {
    sum += 1 / (rank + 2.7)
    sums[rank] = sum
  }
  return (random) => {
    const wanted = random() * sum
    let [low, high] = [0, size - 1]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

const SYLLABLES =
  'ba be bo ca ce co da de do fa fi fo ga go ha he ho ja ka ke la le lo ma me mi mo na ne no pa pe po ra re ro sa se si so ta te ti to va ve vi wa we za'.split(
    ' ',
  )
const FUNCTION_WORDS = 'the of and to in is for that on with as are it be this by an or from at'.split(' ')
const LEMMAS = 30_000
const RARE = 500_000

/** A word per rank: the first ones are short and everywhere, the others have two to four syllables. */
function lemmaOf(rank: number): string {
  const common = FUNCTION_WORDS[rank]
  if (common !== undefined) return common
  let word = ''
  for (let left = rank + 40; left > 0; left = Math.floor(left / SYLLABLES.length))
    word += SYLLABLES[left % SYLLABLES.length]
  return `${word}nt`
}
const WORDS = Array.from({ length: LEMMAS }, (_, rank) => lemmaOf(rank))
const drawWord = zipf(LEMMAS)
const drawRare = zipf(RARE)

function wordFrom(random: () => number): string {
  const rank = drawWord(random)
  const lemma = WORDS[rank] ?? ''
  const form = random()
  if (rank < FUNCTION_WORDS.length || form < 0.7) return lemma
  return lemma + (form < 0.85 ? 's' : form < 0.93 ? 'ed' : 'ing')
}

function textFrom(random: () => number, words: number): string {
  let text = ''
  for (let n = 0; n < words; n++) text += (n === 0 ? '' : n % 13 === 0 ? '. ' : ' ') + wordFrom(random)
  return text
}

/** Upper ends of the bands that items fall into; a reader of a share is in the groups of all bands below it. */
export const SHARES = [0.0001, 0.01, 0.13, 0.4, 0.6, 0.9] as const
/** The reader whose figures stand for the whole: somebody in 50 groups who may see two items in five. */
export const TYPICAL = 0.4
export type Share = (typeof SHARES)[number]
const TEAMS = 10_000
const LISTS_PER_BAND = 3000
const drawList = zipf(LISTS_PER_BAND)
const drawDepartment = zipf(5000)
const drawTeam = zipf(TEAMS)

const group = (value: string, accessType: AclEntry['accessType'] = 'grant'): AclEntry => ({
  type: 'group',
  value,
  accessType,
})
const listOf = new Map<number, readonly AclEntry[]>()

/** One of a few thousand lists of the band: mostly one or two groups, some up to twenty, some with a deny. */
function sharedList(band: number, list: number): readonly AclEntry[] {
  const key = band * LISTS_PER_BAND + list
  const known = listOf.get(key)
  if (known) return known
  const random = randomFrom(key ^ 0x5bd1e995)
  const more = Math.min(18, Math.floor(1 / (random() + 0.02)) - 1)
  const entries = [group(`band-${band}`)]
  for (let n = 0; n < more; n++) entries.push(group(`department-${drawDepartment(random)}`))
  // Teams hold nothing but what members of the organisation see anyway.
  if (band === 1) for (let n = 0; n < 3; n++) entries.push(group(`team-${drawTeam(random)}`))
  if (band === 2)
    entries.push(
      { type: 'everyoneExceptGuests', value: TENANT, accessType: 'grant' },
      group(`team-${drawTeam(random)}`),
    )
  if (random() < 0.05) entries.push(group(`barred-${Math.floor(random() * 20)}`, 'deny'))
  listOf.set(key, entries)
  return entries
}

export function aclOf(n: number): readonly AclEntry[] {
  const random = randomFrom(n + 0x1234567)
  const place = random()
  const at = SHARES.findIndex((end) => place < end)
  const band = at < 0 ? SHARES.length : at
  const list = sharedList(band, drawList(random))
  if (random() > 0.15) return list
  return [...list, { type: 'user', value: `user-${Math.floor(random() * 20_000)}`, accessType: 'grant' }]
}

const STATUSES = ['open', 'closed', 'Draft', 'review']
const KINDS = Array.from({ length: 12 }, (_, n) => `kind ${n}`)

export function itemOf(n: number): IndexedItem {
  const random = randomFrom(n)
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  // Characters: log-normal with a mean of about 810.
  const length = Math.min(1300, Math.max(5, Math.round(84 * Math.exp(0.75 * normal))))
  let content = textFrom(random, length)
  for (let rare = 2 + Math.floor(random() * 4); rare > 0; rare--) content += ` x${drawRare(random).toString(36)}q`
  return {
    tenantId: TENANT,
    connectionId: 'bench' as ConnectionId,
    connectionUid: CONNECTION,
    itemId: `item-${n}` as ItemId,
    acl: aclOf(n),
    title: textFrom(random, 3 + Math.floor(random() * 5)),
    content,
    searchable: { summary: [textFrom(random, 8)] },
    values: {
      kind: [KINDS[Math.floor(random() ** 2 * KINDS.length)] ?? ''],
      status: [STATUSES[Math.floor(random() * STATUSES.length)] ?? ''],
      priority: [Math.floor(random() * 5)],
      created: [NOW - Math.floor(random() * 1000) * DAY],
    },
    modifiedAt: NOW - Math.floor(random() ** 2 * 1000 * DAY),
    interest: random() < 0.1 ? random() : 0,
  }
}

/** Somebody who may see that share of all items and is in so many groups. The two lowest shares are guests. */
export function readerOf(share: Share, groups: number): Reader {
  const bands = SHARES.flatMap((end, band) => (end <= share ? [`band-${band}`] : []))
  const isGuest = share < 0.13
  const names = new Set(bands)
  if (!isGuest && groups > 20) names.add('barred-7')
  for (let n = 0; names.size < groups; n++) names.add(isGuest ? `elsewhere-${n}` : `team-${n}`)
  const none: ReadonlySet<ExternalGroupId> = new Set()
  return {
    tenantId: TENANT,
    userId: `reader-${share}-${groups}` as ObjectId,
    isGuest,
    groups: names as ReadonlySet<string> as ReadonlySet<ObjectId>,
    externalGroups: () => none,
  }
}

/** Questions of so many words, drawn from the texts of items, so that frequent words are asked often. */
export function questionsOf(words: number, count: number, items: number): string[][] {
  return Array.from({ length: count }, (_, n) => {
    const random = randomFrom(0xabc000 + words * 1000 + n)
    const question = new Set<string>()
    while (question.size < words) {
      const { content } = itemOf(Math.floor(random() * items))
      const all = content.split(/[ .]+/)
      question.add(all[Math.floor(random() * all.length)] ?? '')
    }
    return [...question]
  })
}
