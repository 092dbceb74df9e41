// A package as a maker of agents would send it, made in memory.
import { deflateSync } from 'node:zlib'
import { type Zippable, zipSync } from 'fflate'

const MANIFEST_ID = '7c1f0c52-3f0b-4d5e-9a55-2b1a4f7e9d10'
export const APP_ID = `T_${MANIFEST_ID}`

/** A PNG of one colour. */
function png(size: number): Uint8Array {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc(body))
    return Buffer.concat([length, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((size + 1) * size)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

export interface PackageSpec {
  readonly id?: string
  readonly version?: string
  readonly agent?: object
  readonly plugin?: object
  readonly server?: string
  readonly security?: object
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

export function packageZip({
  id = MANIFEST_ID,
  version = '1.0.0',
  agent = {},
  plugin = {},
  server = 'https://desk.example/v1',
  security,
  files = {},
}: PackageSpec = {}): Uint8Array {
  const json = (value: unknown) => Buffer.from(JSON.stringify(value))
  const content: Zippable = {
    'manifest.json': json({
      $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.22/MicrosoftTeams.schema.json',
      manifestVersion: '1.22',
      id,
      version,
      developer: {
        name: 'Lumen Quay',
        websiteUrl: 'https://lumenquay.example',
        privacyUrl: 'https://lumenquay.example/privacy',
        termsOfUseUrl: 'https://lumenquay.example/terms',
      },
      name: { short: 'Berth Desk', full: 'Berth Desk' },
      description: { short: 'Berths', full: 'Finds and books berths.' },
      icons: { color: 'color.png', outline: 'outline.png' },
      accentColor: '#0F6C73',
      copilotAgents: { declarativeAgents: [{ id: 'desk', file: 'agent.json' }] },
      validDomains: [],
    }),
    'agent.json': json({
      version: 'v1.6',
      name: 'Berth helper',
      description: 'Helps with berths.',
      instructions: 'Answer about berths only.',
      conversation_starters: [{ title: 'Berths', text: 'Which berths are free?' }],
      actions: [{ id: 'desk', file: 'plugin.json' }],
      ...agent,
    }),
    'plugin.json': json({
      schema_version: 'v2.2',
      name_for_human: 'Berths',
      namespace: 'berths',
      description_for_human: 'Berths of the harbour',
      functions: [
        { name: 'findBerths', description: 'List free berths for a ship of a length.' },
        { name: 'bookBerth', description: 'Book a berth for a vessel.' },
      ],
      runtimes: [
        {
          type: 'OpenApi',
          auth: { type: 'None' },
          spec: { url: 'openapi.json' },
          run_for_functions: ['findBerths', 'bookBerth'],
        },
      ],
      ...plugin,
    }),
    'openapi.json': json({
      openapi: '3.0.3',
      info: { title: 'Berths', version: '1' },
      servers: [{ url: server }],
      ...(security === undefined
        ? {}
        : { components: { securitySchemes: { key: security } }, security: [{ key: [] }] }),
      paths: {
        '/berths': {
          get: {
            operationId: 'findBerths',
            parameters: [
              {
                name: 'length',
                in: 'query',
                required: true,
                schema: { type: 'number' },
                description: 'Length of the ship',
              },
            ],
            responses: { 200: { description: 'ok' } },
          },
        },
        '/bookings': {
          post: {
            operationId: 'bookBerth',
            requestBody: {
              required: true,
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['berth', 'vessel'],
                    properties: { berth: { type: 'integer' }, vessel: { type: 'string' } },
                  },
                },
              },
            },
            responses: { 200: { description: 'ok' } },
          },
        },
      },
    }),
    'color.png': png(192),
    'outline.png': png(32),
    ...Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === 'string' ? Buffer.from(content) : content,
      ]),
    ),
  }
  return zipSync(content)
}
