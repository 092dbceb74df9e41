import { type Both, PERSON, QUESTION } from './both.ts'

const TURNS = 40
const DELAY_MS = 20

/** From the model's first token to the first byte of text that a client has, over a real connection. Shortest first. */
export async function firstByteTimes({ world, script }: Pick<Both, 'world' | 'script'>): Promise<number[]> {
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'x-caller': JSON.stringify(PERSON), 'content-type': 'application/json' }
  const times: number[] = []
  const tokens = new Map<string, number>()
  Object.assign(script, { delay: DELAY_MS, firstTokens: tokens })
  for (let n = 0; n < TURNS; n++) {
    const { body } = await world.call(PERSON, 'POST', '/api/chat/conversations', {})
    const mark = `mark-${n}`
    const answer = await fetch(`${address}/api/chat/conversations/${body.id}/turns`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ text: `${QUESTION} ${mark}` }),
    })
    const decoder = new TextDecoder()
    let seen = ''
    for await (const part of answer.body ?? []) {
      seen += decoder.decode(part, { stream: true })
      const token = tokens.get(mark)
      if (token === undefined || !seen.includes('event: text')) continue
      times.push(performance.now() - token)
      break
    }
  }
  Object.assign(script, { delay: 0, firstTokens: undefined })
  return times.toSorted((a, b) => a - b)
}
