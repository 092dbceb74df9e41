// Design rule 7: a side effect happens at most once, or the person is told that the outcome is unknown.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BERTHS, sourceOf } from './test/functions.ts'
import { openWorld } from './test/world.ts'

const CHILD = fileURLToPath(new URL('./test/kill-child.ts', import.meta.url))
const MAREN = 'Maren Voss'

let folder: string
let upstream: Server
let effects: number
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jumpseat-kill-'))
  effects = 0
  upstream = createServer((request, response) => {
    request.resume().on('end', () => {
      effects++
      response.writeHead(200).flushHeaders()
      setTimeout(() => response.end('{}'), 100)
    })
  })
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  upstream.closeAllConnections()
  await new Promise((resolve) => upstream.close(resolve))
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the child until it dies or ends; gives the ids that it printed. */
async function runUntil(point: string): Promise<{ conversation: string; turn: string }> {
  const { port } = upstream.address() as AddressInfo
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', CHILD, folder, point, `http://127.0.0.1:${port}/`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  await new Promise((resolve) => child.once('exit', resolve))
  return JSON.parse(text)
}

interface Wanted {
  readonly effects: number
  readonly call: string
}

describe('a server that is killed', () => {
  it.each<[string, Wanted]>([
    ['before the journal', { effects: 0, call: 'refused' }],
    ['after the journal', { effects: 0, call: 'unknown' }],
    ['while it is carried out', { effects: 1, call: 'unknown' }],
    ['after the answer', { effects: 1, call: 'unknown' }],
    ['before the end is recorded', { effects: 1, call: 'unknown' }],
    ['after the end is recorded', { effects: 1, call: 'any' }],
    ['never', { effects: 1, call: 'answered' }],
  ])('%s', async (point, wanted) => {
    const { conversation, turn: turnId } = await runUntil(point)
    expect(effects).toBe(wanted.effects)
    const world = await openWorld({ folder, skills: sourceOf(BERTHS), newId: () => crypto.randomUUID() })
    try {
      const path = `/api/chat/conversations/${conversation}`
      const { body: turn } = await world.call(MAREN, 'GET', `${path}/turns/${turnId}`)
      if (wanted.call !== 'any') expect(turn.calls[0].state).toBe(wanted.call)
      expect(turn.status).toBe(point === 'never' ? 'answered' : turn.status)
      expect(['answered', 'interrupted']).toContain(turn.status)
      if (wanted.call === 'unknown')
        expect(turn.notices.join(' ')).toMatch(/bookBerth is not known.*Check in Berth Desk/)
      // Nothing makes it be sent again: neither a decision, nor another start.
      const decisions = [{ callId: turn.calls[0].id, decision: 'allowOnce' }]
      expect((await world.call(MAREN, 'POST', `${path}/turns/${turnId}/decisions`, { decisions })).status).toBe(409)
      expect((await world.ask(MAREN, 'Hello?', { conversation })).turn.status).toBe('answered')
      expect(effects).toBe(wanted.effects)
    } finally {
      await world.close({ keep: true })
    }
  })
})
