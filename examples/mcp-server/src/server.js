import { createServer } from 'node:http'
import { localhostHostValidation, localhostOriginValidation, toNodeHandler } from '@modelcontextprotocol/node'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { HARBOUR_NAMES, levelAt, turns } from './tides.js'

const harbour = z.enum(HARBOUR_NAMES).describe('Name of the harbour')

/** What was seen at the quays, newest last. It is kept for as long as the program runs. */
const observations = []

function tideTables() {
  const server = new McpServer({ name: 'tide-tables', version: '1.0.0' })
  server.registerTool(
    'tide_table',
    {
      title: 'Tide table',
      description: 'High and low waters of a harbour on a day, with the level in metres.',
      inputSchema: z.object({ harbour, day: z.iso.date().describe('The day, such as 2026-03-20') }),
      annotations: { readOnlyHint: true },
    },
    ({ harbour, day }) => answer({ harbour, day, turns: turns(harbour, Date.parse(`${day}T00:00:00Z`), 24) }),
  )
  server.registerTool(
    'water_level',
    {
      title: 'Water level',
      description: 'The level of the water in a harbour at a moment, in metres.',
      inputSchema: z.object({ harbour, time: z.iso.datetime().describe('The moment, such as 2026-03-20T06:00:00Z') }),
      annotations: { readOnlyHint: true },
    },
    ({ harbour, time }) =>
      answer({ harbour, time, metres: Math.round(levelAt(harbour, Date.parse(time)) * 100) / 100 }),
  )
  server.registerTool(
    'log_observation',
    {
      title: 'Log an observation',
      description: 'Write down what was seen at the quay of a harbour.',
      inputSchema: z.object({ harbour, text: z.string().min(1).max(500).describe('What was seen') }),
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
    ({ harbour, text }) => {
      observations.push({ harbour, text, at: new Date().toISOString() })
      return answer({ logged: observations.at(-1), observations: observations.length })
    },
  )
  return server
}

function answer(value) {
  return { content: [{ type: 'text', text: JSON.stringify(value) }] }
}

/** The MCP server on a loopback port, at `/mcp`; 0 takes a free one. Resolves with the HTTP server when it listens. */
export function serve(port = 0) {
  const handle = toNodeHandler(createMcpHandler(tideTables))
  const isHost = localhostHostValidation()
  const isOrigin = localhostOriginValidation()
  const server = createServer((request, response) => {
    if (!isHost(request, response) || !isOrigin(request, response)) return
    if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/mcp') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('MCP is spoken at /mcp')
      return
    }
    handle(request, response)
  })
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(server)))
}
