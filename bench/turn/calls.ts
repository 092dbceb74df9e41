import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEgress, defaultPolicy } from '@jumpseat/egress'
import { createCaller, DEFAULT_BUDGET } from '@jumpseat/skills'
import { BERTHS, skillOf } from '../../packages/orchestrator/src/test/functions.ts'

const IN_FLIGHT = 64
const CALLS = 4_000

/** Calls of an HTTP function through the one way out, to a service on this machine. */
export async function callsPerSecond(): Promise<number> {
  const answer = JSON.stringify({ berths: [{ name: 'Berth 4', metres: 90 }] })
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'application/json').end(answer),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const egress = createEgress({ ...defaultPolicy, allow: ['127.0.0.1'] })
  const caller = createCaller()
  const [spec] = BERTHS
  if (!spec) throw new RangeError('no function')
  const plain = skillOf({ ...spec, required: [] })
  const operation = {
    method: 'GET',
    server: `http://127.0.0.1:${port}`,
    path: '/berths',
    parameters: [],
    body: undefined,
    accept: '*/*',
  }
  const skill = { ...plain, binding: { kind: 'http' as const, operation } }
  const context = {
    tenant: skill.tenant,
    user: undefined,
    egress,
    credentials: {
      serves: () => true,
      present: async () => ({ kind: 'given' as const, headers: {}, query: {}, cookies: {} }),
    },
    locale: 'en',
    budget: DEFAULT_BUDGET,
    session: 's',
  }
  let left = CALLS
  const run = async () => {
    while (left-- > 0) {
      const { outcome } = await caller.call(skill, {}, context)
      if (outcome.kind !== 'answered') throw new RangeError(JSON.stringify(outcome))
    }
  }
  try {
    await Promise.all(Array.from({ length: 8 }, async () => void (await caller.call(skill, {}, context))))
    const began = performance.now()
    await Promise.all(Array.from({ length: IN_FLIGHT }, run))
    return CALLS / ((performance.now() - began) / 1000)
  } finally {
    await caller.close()
    await egress.close()
    server.closeAllConnections()
    server.close()
  }
}
