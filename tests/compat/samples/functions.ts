// Samples that are Azure Functions, under our stand-in for the host.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { foodProducts, forgeEvents } from '../data.ts'
import { CAMP, frontMatter, NODE_CLIENT, NPM_CI, PNP, type Sample, type SampleContext, type Texts } from '../sample.ts'

const HOST = join(import.meta.dirname, '../functions-host.cjs')
const PLAN = '../plan.json'
const hostWords = ({ tool, folder }: SampleContext) => [
  'node',
  '--require',
  tool('tsx/dist/cjs/index.cjs'),
  HOST,
  join(folder, PLAN),
]
const common = {
  client: NODE_CLIENT,
  language: 'TypeScript',
  install: NPM_CI,
  steps: (context: SampleContext) => [hostWords(context)],
}

interface Policies extends Pick<Sample, 'name' | 'repository' | 'commit' | 'folder' | 'connection'> {
  readonly content: string
  /** Values of the sample's own env/.env.dev. */
  readonly settings: Texts
}

/** The samples that share one design: a timer function that provisions and ingests when the host starts. */
const policies = ({ content, settings, ...sample }: Policies): Sample => ({
  ...common,
  ...sample,
  exercised: 'GET 404, create, POST schema, Location, PATCH searchSettings, PUT',
  files: ({ port }) => ({
    [PLAN]: JSON.stringify({ modules: ['src/functions/connections.ts'], port, start: ['deployConnection'] }),
  }),
  env: () => ({ TEAMSFX_ENV: 'dev', CONNECTOR_BASE_URL: 'https://localhost:3000/', ...settings }),
  items: (folder) => frontMatter('id', join(folder, content)),
  notes: 'Booleans of its schema arrive as text',
})

export const functionSamples: readonly Sample[] = [
  policies({
    ...PNP,
    name: 'nodejs-typescript-policies',
    folder: 'samples/nodejs-typescript-policies',
    connection: 'policiesdev',
    content: 'content/it',
    settings: {
      CONNECTOR_ID: 'policies',
      CONNECTOR_NAME: 'Policy Management',
      CONNECTOR_DESCRIPTION: 'Contains information about your policies.',
      CONNECTOR_SCENARIO: 'it',
    },
  }),
  policies({
    ...PNP,
    name: 'nodejs-typescript-policies-dc',
    folder: 'samples/nodejs-typescript-policies-dc',
    connection: 'policiesdev',
    content: 'content',
    settings: {
      CONNECTOR_ID: 'policies',
      CONNECTOR_NAME: 'Policy Management',
      CONNECTOR_DESCRIPTION: 'Contains information about your policies.',
    },
  }),
  policies({
    ...CAMP,
    name: 'trey-feedback-connector',
    folder: 'src/extend-m365-copilot/path-e-bonus-gc-lab/trey-feedback-connector',
    connection: 'tfcfeedbackdev',
    content: 'content',
    settings: {
      CONNECTOR_ID: 'tfcfeedback',
      CONNECTOR_NAME: 'Trey Feedback Connector',
      CONNECTOR_DESCRIPTION: 'Feedback of clients about consultants in Trey Research.',
    },
  }),
  {
    ...common,
    ...PNP,
    name: 'nodejs-typescript-github',
    exercised: 'beta: GET 404, create with a template without priority, PATCH schema with aliases, PUT',
    folder: 'samples/nodejs-typescript-github',
    files: ({ port }) => ({
      [PLAN]: JSON.stringify({
        modules: ['src/index.ts', 'src/functions/createConnection.ts', 'src/functions/notify.ts'],
        port,
        calls: [
          { method: 'GET', path: '/api/createConnection' },
          // The README says to wait a quarter of an hour.
          { waitMs: 5_000 },
          ...forgeEvents.map(({ event, body }) => ({
            method: 'POST',
            path: '/api/notify',
            headers: { 'content-type': 'application/json', 'x-github-event': event },
            body,
          })),
        ],
      }),
    }),
    env: () => ({ CONNECTION_ID: 'github' }),
    connection: 'github',
    items: () => ['9001', '9002', 'c0ffee42'],
    notes: 'Webhook calls of a source forge, made up by us',
  },
  {
    ...PNP,
    name: 'nodejs-typescript-food-catalog',
    client: NODE_CLIENT,
    language: 'TypeScript',
    exercised:
      'signed notification, create with ticket and connectorId, PATCH schema (raw answer), api(Location), PUT, DELETE',
    folder: 'samples/nodejs-typescript-food-catalog',
    install: NPM_CI,
    files: ({ port }) => ({
      [PLAN]: JSON.stringify({
        modules: ['http-content', 'http-notification', 'http-products', 'queue-connection', 'queue-content'].map(
          (file) => `src/functions/${file}.ts`,
        ),
        port,
        stays: true,
      }),
    }),
    data: { 'scripts/products.json': JSON.stringify(foodProducts) },
    needsStorage: true,
    env: ({ port }) => ({
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      NOTIFICATION_ENDPOINT: `http://127.0.0.1:${port}`,
      GRAPH_SCHEMA_STATUS_INTERVAL: '2',
    }),
    prepare: () => [['node', 'scripts/tables.js']],
    webhook: (context) => ({ words: hostWords(context), path: '/api/notification' }),
    connection: 'foodstore',
    items: (folder) => {
      const seed: typeof foodProducts = JSON.parse(readFileSync(join(folder, 'scripts/products.json'), 'utf8'))
      return seed.products.map(({ _id }) => _id)
    },
    notes: 'With the storage emulator; reads x5c of our keys; switched on, then off',
  },
]
