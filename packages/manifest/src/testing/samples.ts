// A small whole package, to be spoiled in one place at a time.

import { crc32, deflateSync } from 'node:zlib'
import type { JsonObject } from '@jumpseat/wire'

export const MANIFEST: JsonObject = {
  $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.24/MicrosoftTeams.schema.json',
  manifestVersion: '1.24',
  version: '1.0.0',
  id: '6f0c2f3a-9a53-4b0e-8d10-5f2f7d1f0a11',
  developer: {
    name: 'Lumen Quay',
    websiteUrl: 'https://lumenquay.example',
    privacyUrl: 'https://lumenquay.example/privacy',
    termsOfUseUrl: 'https://lumenquay.example/terms',
  },
  name: { short: 'Berth Desk', full: 'Berth Desk of the harbour' },
  description: { short: 'Find and book berths.', full: 'Looks up berths and books them on request.' },
  icons: { color: 'color.png', outline: 'outline.png' },
  accentColor: '#0A5C8A',
  copilotAgents: { declarativeAgents: [{ id: 'berthAgent', file: 'agent.json' }] },
}

export const AGENT: JsonObject = {
  $schema: 'https://developer.microsoft.com/json-schemas/copilot/declarative-agent/v1.6/schema.json',
  version: 'v1.6',
  name: 'Berth Desk',
  description: 'Finds and books berths.',
  instructions: "$[file('instructions.txt')]",
  capabilities: [{ name: 'GraphConnectors', connections: [{ connection_id: 'berths' }] }],
  conversation_starters: [{ title: 'Free berths', text: 'Which berths are free tomorrow?' }],
  actions: [{ id: 'berths', file: 'actions/berths.json' }],
}

export const PLUGIN: JsonObject = {
  $schema: 'https://developer.microsoft.com/json-schemas/copilot/plugin/v2.4/schema.json',
  schema_version: 'v2.4',
  name_for_human: 'Berth Desk',
  namespace: 'berthdesk',
  description_for_human: 'Finds and books berths.',
  functions: [
    { name: 'findBerths', description: 'List free berths for a ship length and date.' },
    {
      name: 'bookBerth',
      capabilities: {
        confirmation: { type: 'AdaptiveCard', title: 'Book?', body: 'Berth {{function.parameters.id}}' },
      },
    },
  ],
  runtimes: [
    {
      type: 'OpenApi',
      auth: { type: 'None' },
      spec: { url: 'openapi.yml' },
      run_for_functions: ['findBerths', 'bookBerth'],
    },
  ],
}

export const OPENAPI = `openapi: 3.0.3
info: { title: Berths, version: "1" }
servers: [{ url: https://berths.example/api }]
paths:
  /berths:
    get:
      operationId: findBerths
      summary: Free berths
      parameters: [{ name: length, in: query, required: true, schema: { type: number } }]
      responses: { "200": { description: Berths } }
  /berths/{id}/booking:
    post:
      operationId: bookBerth
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Booking" } } } }
      responses: { "200": { description: Booked } }
components:
  schemas:
    Booking: { type: object, properties: { from: { type: string }, nights: { type: integer } } }
`

export function png(width: number, height = width): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const head = Buffer.alloc(4)
    head.writeUInt32BE(data.length)
    const body = Buffer.concat([Buffer.from(type), data])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([head, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.alloc((Math.ceil(Math.min(width, 512) / 8) + 1) * Math.min(height, 512)))
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

export function wholePackage(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    'manifest.json': MANIFEST,
    'agent.json': AGENT,
    'instructions.txt': 'You help with berths.',
    'actions/berths.json': PLUGIN,
    'actions/openapi.yml': OPENAPI,
    'color.png': png(192),
    'outline.png': png(32),
    ...changes,
  }
}
