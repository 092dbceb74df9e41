// A service that speaks the OpenAI embeddings protocol, on loopback, as far as tests need one.

import { hash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Asked {
  readonly model: string
  readonly input: readonly string[]
  readonly encoding_format?: string
  readonly dimensions?: number
}

/** Answers one call; what gives nothing leaves it to the next, and at last to vectors. */
export type Script = (asked: Asked, response: ServerResponse, request: IncomingMessage) => boolean | undefined

export interface EmbeddingServer extends AsyncDisposable {
  readonly url: string
  /** What was asked, call by call. */
  readonly calls: (Asked & { readonly headers: IncomingMessage['headers']; readonly path: string })[]
  /** Scripts for the calls that come next, one each. */
  readonly next: Script[]
  /** What a call waits for before it is answered. */
  hold: (asked: Asked) => Promise<void> | undefined
}

/** Numbers that depend on the text alone. */
export const numbersOf = (text: string, dimensions: number): number[] =>
  Array.from(
    { length: dimensions },
    (_, at) => Number.parseInt(hash('sha1', `${at} ${text}`).slice(0, 6), 16) / 2 ** 23 - 1,
  )

type NumbersOf = (text: string, dimensions: number) => number[]

export async function openServer(dimensions = 8, numbers: NumbersOf = numbersOf): Promise<EmbeddingServer> {
  const calls: EmbeddingServer['calls'] = []
  const next: Script[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const asked = JSON.parse(body) as Asked
    calls.push({ ...asked, headers: request.headers, path: request.url ?? '' })
    await opened.hold(asked)
    if (next.shift()?.(asked, response, request)) return
    answer(response, 200, embeddings(asked, dimensions, numbers))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const opened: EmbeddingServer = {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    next,
    hold: () => undefined,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return opened
}

/** As the service of that name writes it, in base64 where that is asked for. */
export function embeddings({ model, input, encoding_format }: Asked, dimensions: number, of = numbersOf): object {
  const encoded = (numbers: number[]) =>
    encoding_format === 'base64' ? Buffer.from(Float32Array.from(numbers).buffer).toString('base64') : numbers
  return {
    object: 'list',
    data: input.map((text, index) => ({ object: 'embedding', index, embedding: encoded(of(text, dimensions)) })),
    model,
    usage: { prompt_tokens: 5, total_tokens: 5 },
  }
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
  return true
}
