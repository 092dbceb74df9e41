import { z } from 'zod'

/** One setting: where it comes from, what it may be, and what it does, for the code and for the reference alike. */
export interface Setting {
  readonly schema: z.ZodType
  readonly default: unknown
  readonly describe: string
  /** Command-line flag of `jumpseat serve`; settings without one come from the environment or the file. */
  readonly flag?: string
  /** A flag without a value. */
  readonly isSwitch?: boolean
  /** Contract section that leaves the choice open, where one does. */
  readonly section?: string
  /** Never printed. */
  readonly isSecret?: boolean
  /** Refused in the file, which is read by more eyes than the environment. */
  readonly isEnvironmentOnly?: boolean
}

export type SettingTable = Readonly<Record<string, Setting>>

const port = z.number().int().min(0).max(65_535)
const flag = z.boolean()
const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').map((part) => part.trim()))])

export const SERVER_SETTINGS = {
  data: {
    schema: z.string().min(1),
    default: '.data',
    flag: 'data',
    describe: 'Folder that holds everything the server keeps. One process per folder.',
  },
  host: {
    schema: z.string().min(1),
    default: '127.0.0.1',
    flag: 'host',
    describe: 'Address to listen on. Beyond loopback plain HTTP is refused unless insecure is set.',
  },
  port: {
    schema: z.union([port, z.literal('off')]),
    default: 8365,
    flag: 'port',
    describe: 'Port for HTTP; 0 picks a free one, "off" opens none.',
  },
  httpsPort: {
    schema: port,
    default: 8443,
    flag: 'https-port',
    describe: 'Port for HTTPS with a certificate of the own CA; 0 picks a free one.',
  },
  sample: {
    schema: flag,
    default: false,
    flag: 'sample',
    isSwitch: true,
    describe: 'Start with the sample organisation Lumen Quay and one-click sign-in. Loopback only.',
  },
  dev: {
    schema: flag,
    default: false,
    flag: 'dev',
    isSwitch: true,
    describe: 'One-click sign-in and `jumpseat token` for the organisation of this folder. Loopback only.',
  },
  json: {
    schema: flag,
    default: false,
    flag: 'json',
    isSwitch: true,
    describe: 'Print one JSON line on standard output when requests are accepted.',
  },
  insecure: {
    schema: flag,
    default: false,
    flag: 'insecure',
    isSwitch: true,
    describe: 'Allow plain HTTP beyond loopback, for a reverse proxy that ends TLS.',
  },
  hosts: {
    schema: list,
    default: [],
    describe: 'Further host names that this server answers for, for example the name behind a reverse proxy.',
  },
  publicUrl: {
    schema: z.url().or(z.literal('')),
    default: '',
    describe: 'Address that people type, when it is not the one the server listens on. Sign-in returns there.',
  },
  organisation: {
    schema: z.string().min(1).max(128),
    default: 'My organisation',
    describe: 'Name of the organisation that a first start without --sample makes.',
  },
  domain: {
    schema: z.string().regex(/^[a-z0-9.-]+$/i),
    default: 'jumpseat.example',
    describe: 'Domain of the organisation that a first start makes: its administrator is admin@domain.',
  },
  masterKey: {
    schema: z.string(),
    default: '',
    isSecret: true,
    describe: 'Base64 of 32 bytes that wrap the content keys; empty takes the file master.key in the data folder.',
  },
  logLevel: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
    default: 'info',
    describe: 'How much is logged to standard error. No level logs secrets or content.',
  },
  sessionHours: {
    schema: z.number().min(0.1).max(720),
    default: 12,
    describe: 'Hours that a sign-in on the pages lasts.',
  },
  stopSeconds: {
    schema: z.number().min(0).max(600),
    default: 10,
    describe: 'Seconds that requests under way are given when the server stops.',
  },
  indexSnapshotSeconds: {
    schema: z.number().min(0.05).max(86_400),
    default: 300,
    describe:
      'Seconds between two looks at whether the index is to be written to disk, so that a start need not read every item.',
  },
  indexSnapshotShare: {
    schema: z.number().min(0).max(1),
    default: 0.01,
    describe:
      'Share of the items that must have changed for the index to be written at a look; less is written at every twelfth look, and at a stop.',
  },
  batchBytes: {
    schema: z.number().int().min(1_000).max(256_000_000),
    default: 20_000_000,
    section: '8.7',
    describe: 'Largest body of a $batch request, in bytes.',
  },
  egressAllow: {
    schema: list,
    default: [],
    describe: 'Host names or CIDR blocks in private or loopback ranges that webhooks and key documents may be on.',
  },
  egressTimeout: {
    schema: z.number().int().min(100).max(300_000),
    default: 30_000,
    section: '1.8',
    describe: 'Milliseconds that an outbound call may take.',
  },
  egressMaxBytes: {
    schema: z.number().int().min(1_000),
    default: 10_000_000,
    describe: 'Largest answer of an outbound call, in bytes.',
  },
  egressMaxRedirects: {
    schema: z.number().int().min(0).max(20),
    default: 5,
    describe: 'Redirects that an outbound call follows; each is checked anew.',
  },
  egressOpen: {
    schema: z.number().int().min(1).max(10_000),
    default: 16,
    describe: 'Outbound calls that one host and port is asked at a time, by all together.',
  },
  egressWaiting: {
    schema: z.number().int().min(0).max(100_000),
    default: 200,
    describe: 'Outbound calls that wait for their turn at one host and port; more are refused.',
  },
  trustedIssuers: {
    schema: z.array(
      z.object({ issuer: z.url(), tenantId: z.guid(), jwksUri: z.url().optional(), jwks: z.unknown().optional() }),
    ),
    default: [],
    section: '8.2',
    describe: 'Outside issuers whose tokens are accepted for one tenant each. File only.',
  },
} as const satisfies SettingTable

export type ServerSettings = {
  readonly [K in keyof typeof SERVER_SETTINGS]: z.output<(typeof SERVER_SETTINGS)[K]['schema']>
}
