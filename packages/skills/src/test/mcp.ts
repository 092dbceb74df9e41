// A real MCP server on loopback, made with the official SDK: sessions, streamable HTTP.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'

export interface Tool {
  readonly name: string
  readonly description?: string
  readonly inputSchema: { readonly type: 'object'; readonly properties?: object; readonly required?: string[] }
  readonly annotations?: object
  readonly title?: string
}

export interface McpTestServer {
  readonly url: string
  /** What is listed from now on. */
  tools: Tool[]
  /** What a tool answers. */
  answer: (name: string, args: Record<string, unknown>, session: string) => unknown
  /** Says with each call that the tools have changed. */
  announcesChange: boolean
  /** Status for every request while it is set. */
  refuse: number | undefined
  readonly requests: { method: string; authorization: string | undefined; session: string | undefined; body: string }[]
  readonly sessions: Map<string, WebStandardStreamableHTTPServerTransport>
  close(): Promise<void>
}

export async function mcpServer(tools: Tool[]): Promise<McpTestServer> {
  const sessions = new Map<string, WebStandardStreamableHTTPServerTransport>()

  async function open(): Promise<WebStandardStreamableHTTPServerTransport> {
    const server = new Server({ name: 'tides', version: '1.0.0' }, { capabilities: { tools: { listChanged: true } } })
    const transport: WebStandardStreamableHTTPServerTransport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        sessions.set(id, transport)
      },
    })
    server.setRequestHandler('tools/list', async () => ({ tools: state.tools as never }))
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      if (state.announcesChange) await mcpReq.notify({ method: 'notifications/tools/list_changed' })
      return (await state.answer(params.name, params.arguments ?? {}, transport.sessionId ?? '')) as never
    })
    await server.connect(transport)
    return transport
  }

  const http = createServer(async (request, response) => {
    const body = await text(request)
    const session = headerOf(request, 'mcp-session-id')
    state.requests.push({
      method: request.method ?? '',
      authorization: headerOf(request, 'authorization'),
      session,
      body,
    })
    if (state.refuse !== undefined) return response.writeHead(state.refuse).end()
    const transport = session === undefined ? await open() : sessions.get(session)
    if (transport === undefined) return response.writeHead(404).end()
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as [string, string]] : [],
    )
    const asked = new Request(`${state.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body !== '' && { body }),
    })
    const answer = await transport.handleRequest(asked)
    response.writeHead(answer.status, Object.fromEntries(answer.headers))
    if (answer.body !== null) for await (const chunk of answer.body) response.write(chunk)
    response.end()
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const state: McpTestServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`,
    tools,
    answer: (name, args) => ({ content: [{ type: 'text', text: JSON.stringify({ name, args }) }] }),
    announcesChange: false,
    refuse: undefined,
    requests: [],
    sessions,
    close: () =>
      new Promise((done) => {
        http.close(() => done())
        http.closeAllConnections()
      }),
  }
  return state
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}
