// A model server that plays transcripts as the two wire formats have them; it keeps what it was sent.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One answer of a transcript. `cut` ends the connection in the middle. */
export type Scene =
  | { readonly text: readonly string[]; readonly cut?: boolean; readonly reason?: string }
  | {
      readonly calls: readonly { readonly name: string; readonly args: string; readonly id?: string }[]
      readonly cut?: boolean
    }
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly hang: true }

export type Format = 'openai' | 'anthropic'

export async function playTranscript(format: Format, scenes: readonly Scene[] | ((n: number) => Scene)) {
  const asked: {
    readonly url: string
    readonly headers: Record<string, unknown>
    readonly body: Record<string, unknown>
  }[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => {
      text += part
    })
    request.on('end', () => {
      const n = asked.push({ url: request.url ?? '', headers: request.headers, body: JSON.parse(text) }) - 1
      const scene = typeof scenes === 'function' ? scenes(n) : (scenes[n] ?? { text: ['That is all.'] })
      void play(format, scene, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    asked,
    url: `http://127.0.0.1:${port}/v1`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function play(format: Format, scene: Scene, response: ServerResponse): Promise<void> {
  if ('hang' in scene) return
  if ('status' in scene) {
    response.writeHead(scene.status, { 'content-type': 'application/json', ...scene.headers }).end(scene.body)
    return
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const events = format === 'openai' ? openAiEvents(scene) : anthropicEvents(scene)
  const sent = scene.cut ? events.slice(0, Math.max(1, Math.ceil(events.length / 2))) : events
  for (const event of sent) {
    response.write(event)
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (scene.cut) response.destroy()
  else response.end()
}

type Played = Extract<Scene, { text: unknown }> | Extract<Scene, { calls: unknown }>

function openAiEvents(scene: Played): string[] {
  const event = (delta: object, finish_reason: string | null = null, more: object = {}) =>
    `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason }], ...more })}\n\n`
  const usage = { usage: { prompt_tokens: 50, completion_tokens: 10, total_tokens: 60 } }
  if ('text' in scene)
    return [
      event({ role: 'assistant', content: '' }),
      ...scene.text.map((content) => event({ content })),
      event({}, scene.reason ?? 'stop', usage),
      'data: [DONE]\n\n',
    ]
  const calls = scene.calls.flatMap(({ name, args, id }, index) => [
    event({ tool_calls: [{ index, id: id ?? `call_${index}`, type: 'function', function: { name, arguments: '' } }] }),
    ...(args.match(/.{1,7}/gs) ?? []).map((part) => event({ tool_calls: [{ index, function: { arguments: part } }] })),
  ])
  return [event({ role: 'assistant', content: null }), ...calls, event({}, 'tool_calls', usage), 'data: [DONE]\n\n']
}

function anthropicEvents(scene: Played): string[] {
  const event = (type: string, data: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`
  const start = event('message_start', {
    message: {
      id: 'm',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 50, output_tokens: 1 },
    },
  })
  const end = (stop_reason: string) => [
    event('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 10 } }),
    event('message_stop', {}),
  ]
  if ('text' in scene)
    return [
      start,
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      ...scene.text.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
      event('content_block_stop', { index: 0 }),
      ...end(scene.reason ?? 'end_turn'),
    ]
  const calls = scene.calls.flatMap(({ name, args, id }, index) => [
    event('content_block_start', {
      index,
      content_block: { type: 'tool_use', id: id ?? `call_${index}`, name, input: {} },
    }),
    ...(args.match(/.{1,7}/gs) ?? []).map((partial_json) =>
      event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json } }),
    ),
    event('content_block_stop', { index }),
  ])
  return [start, ...calls, ...end('tool_use')]
}
