// What has changed, in memory that the writing thread and the reading one share. A topic is a table, unless a statement
// names a part of one. Its counter grows when a commit that changes it begins and when it has ended: it is odd between.

/** Topics with a counter of their own; what comes later shares the first, which everything that is remembered heeds. */
const TOPICS = 256
const ANYTHING = 0

export interface Commits {
  readonly counters: Int32Array<SharedArrayBuffer>
  /** The number of a topic's counter. */
  numberOf(topic: string): number
}

export function createCommits(): Commits {
  const numbers = new Map<string, number>()
  return {
    counters: new Int32Array(new SharedArrayBuffer(TOPICS * Int32Array.BYTES_PER_ELEMENT)),
    numberOf(topic) {
      const known = numbers.get(topic)
      if (known !== undefined) return known
      const number = numbers.size + 1
      if (number >= TOPICS) return ANYTHING
      numbers.set(topic, number)
      return number
    },
  }
}

const CHANGING =
  /^\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+(?:"(\w+)"|(\w+))/i

/** The table that a statement changes; undefined when it changes none. What is not understood may change anything. */
export function tableChangedBy(sql: string): string | undefined {
  const match = CHANGING.exec(sql)
  const table = match?.[1] ?? match?.[2]
  if (table !== undefined) return table.toLowerCase()
  return /^\s*SELECT\b/i.test(sql) ? undefined : ''
}

/** The counter of what a statement changes; undefined when it changes nothing. */
export function counterOf(commits: Commits, sql: string, topic: string | undefined): number | undefined {
  const changed = topic ?? tableChangedBy(sql)
  if (changed === undefined) return undefined
  return changed === '' ? ANYTHING : commits.numberOf(changed)
}

/** For the writer: `work` shows the readers what was written, or fails. */
export function countCommit(counters: Int32Array, changed: ReadonlySet<number>, work: () => void): void {
  for (const topic of changed) Atomics.add(counters, topic, 1)
  try {
    work()
  } finally {
    for (const topic of changed) Atomics.add(counters, topic, 1)
  }
}

/** Keys remembered; beyond them all is forgotten, which only costs time. */
const LIMIT = 10_000

/** What `read` gave for a key, for as long as no commit that changes the topics has begun: it is what `read` would give now. */
export function rememberUntilChange<Key, Value>(
  { counters, numberOf }: Commits,
  topics: readonly string[],
  read: (key: Key) => Value,
): (key: Key) => Value {
  const watched = [ANYTHING, ...topics.map(numberOf)]
  const known = new Map<Key, Value>()
  let knownAt: number | undefined
  /** Counters only grow, so their sum tells whether one has. Undefined during a commit. */
  const moment = (): number | undefined => {
    let sum = 0
    for (const topic of watched) {
      const count = Atomics.load(counters, topic)
      if (count % 2 !== 0) return undefined
      sum += count
    }
    return sum
  }
  return (key) => {
    const now = moment()
    if (now !== undefined && now === knownAt) {
      const value = known.get(key)
      if (value !== undefined || known.has(key)) return value as Value
    }
    const value = read(key)
    if (now === undefined || moment() !== now) return value
    if (now !== knownAt || known.size >= LIMIT) known.clear()
    knownAt = now
    known.set(key, value)
    return value
  }
}
