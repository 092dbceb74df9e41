import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { HOSTILE } from './testing/hostile.ts'
import type { Measured } from './testing/measure-hostile.ts'

/** security 2.20. */
const MOST_MS = 200
const MOST_MB = 64

/** A process of its own reads them, so that making them does not count. */
function measure(): readonly Measured[] {
  const script = fileURLToPath(new URL('testing/measure-hostile.ts', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'jumpseat-hostile-'))
  try {
    for (const [n, { bytes }] of HOSTILE.entries()) writeFileSync(join(folder, String(n).padStart(4, '0')), bytes())
    return JSON.parse(execFileSync(process.execPath, [script, folder], { encoding: 'utf8' }))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const measured: readonly Measured[] = measure().map((outcome, n) => ({ ...outcome, name: HOSTILE[n]?.name ?? '' }))

describe('hostile packages', () => {
  it('are more than a hundred', () => {
    expect(measured.length).toBeGreaterThan(100)
    expect(new Set(measured.map(({ name }) => name)).size).toBe(measured.length)
  })

  it('are each refused, in whole or in part', () => {
    expect(measured.filter(({ rules }) => rules.length === 0).map(({ name }) => name)).toEqual([])
  })

  it(`take at most ${MOST_MS} ms and ${MOST_MB} MB each`, () => {
    expect(measured.filter(({ cpuMs, peakMb }) => cpuMs > MOST_MS || peakMb > MOST_MB)).toEqual([])
  })

  it('lead to no connection, whatever they name', () => {
    expect(measured.at(-1)?.connections).toBe(0)
  })
})
