// What this machine allows, measured in the same run: nothing durable is faster than the disk's flush, nothing that is read
// and written is faster than memory.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { percentile } from './load.ts'

export interface Limits {
  /** Flushes of one page in a second, one after the other. */
  readonly flushesPerSecond: number
  /** Milliseconds. */
  readonly flushP99: number
  /** Bytes that one thread copies in a second. */
  readonly copiedPerSecond: number
}

const FLUSH_MS = 1_000
const PAGE = 4_096
const COPY_BYTES = 64 * 1024 * 1024
const COPIES = 10

export function limitsOfThisMachine(): Limits {
  const times = flushTimes()
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return {
    flushesPerSecond: Math.round(1000 / mean),
    flushP99: percentile(times, 0.99),
    copiedPerSecond: copiedPerSecond(),
  }
}

/** The file has its size before, as a log that is written again has: a flush carries data and no metadata. */
function flushTimes(): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-flush-'))
  const file = openSync(join(folder, 'log'), 'w')
  const page = Buffer.alloc(PAGE, 1)
  const times: number[] = []
  try {
    for (let n = 0; n < 1_000; n++) writeSync(file, page)
    fdatasyncSync(file)
    const until = performance.now() + FLUSH_MS
    for (let n = 0; performance.now() < until; n++) {
      const at = performance.now()
      writeSync(file, page, 0, PAGE, (n % 1_000) * PAGE)
      fdatasyncSync(file)
      times.push(performance.now() - at)
    }
    return times
  } finally {
    closeSync(file)
    rmSync(folder, { recursive: true })
  }
}

function copiedPerSecond(): number {
  const from = Buffer.alloc(COPY_BYTES, 1)
  const to = Buffer.alloc(COPY_BYTES)
  const times = Array.from({ length: COPIES }, () => {
    const at = performance.now()
    from.copy(to)
    return performance.now() - at
  })
  return Math.round((COPY_BYTES / Math.min(...times)) * 1000)
}
