/** How many commits have begun and ended, in memory that the writing thread and the reading one share: odd during one. */
export type Commits = Int32Array<SharedArrayBuffer>

export const createCommits = (): Commits => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))

/** For the writer: `work` makes what was written visible to the readers, or fails. */
export function countCommit(commits: Commits, work: () => void): void {
  Atomics.add(commits, 0, 1)
  try {
    work()
  } finally {
    Atomics.add(commits, 0, 1)
  }
}

/** Keys remembered; beyond them all is forgotten, which only costs time. */
const LIMIT = 10_000

/** What `read` gave for a key, for as long as no commit has begun since: it is what `read` would give now. */
export function rememberUntilCommit<Key, Value>(commits: Commits, read: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>()
  let knownAt = -1
  return (key) => {
    const now = Atomics.load(commits, 0)
    const isCommitting = now % 2 !== 0
    if (now === knownAt) {
      const value = known.get(key)
      if (value !== undefined || known.has(key)) return value as Value
    }
    const value = read(key)
    if (isCommitting || Atomics.load(commits, 0) !== now) return value
    if (now !== knownAt || known.size >= LIMIT) known.clear()
    knownAt = now
    known.set(key, value)
    return value
  }
}
