// The real sample connectors that we run as they are: where each lives, what its README has a user prepare, how it is
// started, and what must be there afterwards. Contract: connectors 9.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleId } from '@jumpseat/directory'
import type { AppCredentials } from '../harness/server.ts'
import { changeFeed, changeIds, foodProducts, forgeEvents, galleryCache } from './data.ts'

export interface SampleContext {
  readonly app: AppCredentials
  /** An app that people sign in to, with the scopes to read. */
  readonly publicAppId: string
  /** The sample's folder in its clean checkout. */
  readonly folder: string
  /** A module or program of the tools that samples expect on the machine. */
  readonly tool: (path: string) => string
  /** A free port for what the sample itself listens on. */
  readonly port: number
}

type Texts = Readonly<Record<string, string>>
export type Effect = 'all' | 'none' | readonly string[]

/** A command that goes through `jumpseat run`. */
export interface Step {
  readonly words: readonly string[]
  /** Who signs in when the command shows a device code. */
  readonly signInAs?: string
  /** What its output must not hold, for programs that end with 0 whatever they found. */
  readonly mustNotSay?: RegExp
}

export interface Sample {
  readonly name: string
  /** The client library under test, as the table of results names it. */
  readonly client: string
  readonly language: string
  readonly exercised: string
  readonly repository: string
  readonly commit: string
  readonly folder: string
  /** Fetches the sample's dependencies by its own lock file. */
  readonly install: readonly (readonly string[])[]
  /** Files that the README or the setup script has the user make. */
  readonly files?: (context: SampleContext) => Texts
  /** Source data that is on the internet, or left out by some mirrors: written only where the checkout has none. */
  readonly data?: Texts
  readonly env?: (context: SampleContext) => Texts
  /** The storage emulator that the README has the user start. */
  readonly needsStorage?: boolean
  /** Commands before the first that speaks to the server. */
  readonly prepare?: (context: SampleContext) => readonly (readonly string[])[]
  readonly steps: (context: SampleContext) => readonly (Step | readonly string[])[]
  readonly connection: string
  readonly items: (folder: string) => readonly string[]
  /** What each person of the sample organisation finds; by default members find all and guests nothing. */
  readonly sees?: Readonly<Record<string, Effect>>
  readonly notes: string
}

export const MEMBER = 'alina.petrescu@lumenquay.example'
export const GUEST = 'viktor.stahl@stahl-harbour.example'
export const EVERYONE_SEES: Readonly<Record<string, Effect>> = { [MEMBER]: 'all', [GUEST]: 'none' }

/** Programs that the READMEs take for granted, from the npm registry. */
export const TOOLS: Readonly<Record<string, string>> = {
  tsx: '4.23.15',
  azurite: '3.35.0',
  zx: '8.8.5',
  '@pnp/cli-microsoft365': '11.11.0',
}

/** Telemetry of the command-line client; its newest version asks for a package that registries do not all have. */
export const TOOL_OVERRIDES = { '@pnp/cli-microsoft365': { applicationinsights: '3.16.0' } }

const PNP = { repository: 'pnp/graph-connectors-samples', commit: '923967f9404ae2e7e3821f2aee07ff63fe4291d8' }
const CAMP = { repository: 'microsoft/copilot-camp', commit: '9b582849e5a646025b9ad3bc50a64814169f7e2d' }
// Install scripts only fetch the Functions host, which is not to be had offline and for which we have a stand-in.
const NPM_CI = [['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund']]
const NODE_CLIENT = '@microsoft/microsoft-graph-client, @azure/identity'

/** As `m365 entra app add` prints it, which the setup scripts write into a module. */
const appInfo = ({ app }: SampleContext) =>
  `export const appInfo = ${JSON.stringify({
    appId: app.appId,
    objectId: app.objectId,
    tenantId: app.tenantId,
    secrets: [{ displayName: 'Default', value: app.secret }],
  })};\n`

/** Values of `name: …` in the front matter of every file in a folder. */
const frontMatter = (name: string, folder: string, part: string) =>
  readdirSync(join(folder, part))
    .filter((file) => /\.(md|markdown)$/.test(file))
    .map((file) => {
      const text = readFileSync(join(folder, part, file), 'utf8')
      return new RegExp(`^${name}:\\s*(["']?)(.+?)\\1\\s*$`, 'm').exec(text)?.[2] ?? ''
    })

const HOST = join(import.meta.dirname, 'functions-host.cjs')
const PLAN = 'plan.json'
const functionsHost = ({ tool, folder }: SampleContext) => [
  ['node', '--require', tool('tsx/dist/cjs/index.cjs'), HOST, join(folder, '..', PLAN)],
]

/** The three samples that share one design: a timer function that provisions and ingests when the host starts. */
const policies = (
  more: Pick<Sample, 'name' | 'repository' | 'commit' | 'folder' | 'connection'> & { content: string; env: Texts },
): Sample => ({
  client: NODE_CLIENT,
  language: 'TypeScript',
  exercised: 'GET 404, create, POST schema, Location, PATCH searchSettings, PUT',
  install: NPM_CI,
  ...more,
  files: ({ port }) => ({
    [`../${PLAN}`]: JSON.stringify({ modules: ['src/functions/connections.ts'], port, start: ['deployConnection'] }),
  }),
  env: ({ app }) => ({
    AZURE_CLIENT_ID: app.appId,
    AZURE_CLIENT_SECRET: app.secret,
    AZURE_TENANT_ID: app.tenantId,
    ...more.env,
  }),
  steps: functionsHost,
  items: (folder) => frontMatter('id', folder, more.content),
  notes:
    'Settings of env/.env.dev in the environment; booleans of the schema arrive as text; stand-in for the Functions host',
})

/** What the doctor prints of a check that must pass and did not; recommendations may fail. */
const REQUIRED_FAILED = /"type": "required",\s*(?:"errorMessage": .*\s*)?"status": "failed"/
const CLI_CONNECTION = 'harbourcli'
const CLI_SCHEMA = {
  baseType: 'microsoft.graph.externalItem',
  properties: [
    { name: 'title', type: 'String', isSearchable: true, isQueryable: true, isRetrievable: true, labels: ['title'] },
    { name: 'link', type: 'String', isRetrievable: true, labels: ['url'] },
    { name: 'iconUrl', type: 'String', isRetrievable: true, labels: ['iconUrl'] },
    { name: 'tags', type: 'StringCollection', isQueryable: true, isRetrievable: true, isRefinable: true },
  ],
}
const cliItem = (id: string, acls: string) => [
  'external',
  'item',
  'add',
  '--id',
  id,
  '--externalConnectionId',
  CLI_CONNECTION,
  '--content',
  `About ${id}`,
  '--title',
  id,
  '--link',
  `https://harbour.example/${id}`,
  '--iconUrl',
  'https://harbour.example/icon.png',
  '--tags@odata.type',
  'Collection(String)',
  '--tags',
  'red;#green',
  '--acls',
  acls,
]
const cliHome = ({ folder }: SampleContext) => ({
  HOME: join(folder, '..'),
  XDG_CONFIG_HOME: join(folder, '..', 'config'),
})
const cliQuiet = ({ tool }: SampleContext) => [
  [
    'node',
    tool('@pnp/cli-microsoft365/dist/index.js'),
    'cli',
    'config',
    'set',
    '--key',
    'disableTelemetry',
    '--value',
    'true',
  ],
]
const cliLogin = ({ app, tool }: SampleContext) => [
  'node',
  tool('@pnp/cli-microsoft365/dist/index.js'),
  'login',
  '--authType',
  'secret',
  '--appId',
  app.appId,
  '--tenant',
  app.tenantId,
  '--secret',
  app.secret,
]

/** What the notebook imports; its README has no list. */
const NOTEBOOK_PACKAGES = [
  'msgraph-sdk==1.2.0',
  'azure-identity==1.27.0',
  'aiohttp',
  'feedparser==6.0.14',
  'beautifulsoup4',
  'requests',
  'python-dotenv',
  'nbclient',
  'ipykernel',
]

export const SAMPLES: readonly Sample[] = [
  {
    ...PNP,
    name: 'nodejs-typescript-graphdocs',
    client: NODE_CLIENT,
    language: 'TypeScript',
    exercised: 'create with resolvers and layout, PATCH schema, Location, PUT',
    folder: 'samples/nodejs-typescript-graphdocs',
    install: NPM_CI,
    files: (context) => ({ 'src/env.ts': appInfo(context) }),
    steps: ({ tool }) =>
      ['createConnection', 'loadContent'].map((step) => [
        'node',
        '--import',
        tool('tsx/dist/loader.mjs'),
        `src/${step}.ts`,
      ]),
    connection: 'msgraphdocs',
    items: (folder) =>
      readdirSync(join(folder, 'content'), { recursive: true })
        .map(String)
        .filter((path) => path.endsWith('.md'))
        .map((path) => path.replace('/', '__').replace('.md', '')),
    notes: 'Follows Location with its own middleware and waits a minute',
  },
  {
    ...PNP,
    name: 'nodejs-javascript-markdown',
    client: NODE_CLIENT,
    language: 'JavaScript',
    exercised: 'create with resolvers and layout, PATCH schema, Location, PUT',
    folder: 'samples/nodejs-javascript-markdown',
    install: NPM_CI,
    files: (context) => ({ 'env.js': appInfo(context) }),
    steps: () => [
      ['node', 'createConnection.js'],
      ['node', 'loadContent.js'],
    ],
    connection: 'waldekblog',
    items: (folder) => frontMatter('slug', folder, 'content'),
    notes: 'The webhook for the admin centre is not part of this run',
  },
  {
    ...PNP,
    name: 'nodejs-javascript-solutiongallery',
    client: NODE_CLIENT,
    language: 'JavaScript',
    exercised: 'create, PATCH schema with isExactMatchRequired, Location, ten PUTs at a time',
    folder: 'samples/nodejs-javascript-solutiongallery',
    install: NPM_CI,
    files: (context) => ({ 'env.js': appInfo(context) }),
    data: { 'cache.json': JSON.stringify(galleryCache) },
    steps: () => [
      ['node', 'createConnection.js'],
      ['node', 'loadContent.js'],
    ],
    connection: 'samplesolutiongallery',
    items: (folder) =>
      (JSON.parse(readFileSync(join(folder, 'cache.json'), 'utf8')) as { sampleId: string }[]).map(
        ({ sampleId }) => sampleId,
      ),
    notes: 'Reads its own cache file; ours where the mirror leaves it out',
  },
  policies({
    ...PNP,
    name: 'nodejs-typescript-policies',
    folder: 'samples/nodejs-typescript-policies',
    connection: 'policiesdev',
    content: 'content/it',
    env: {
      TEAMSFX_ENV: 'dev',
      CONNECTOR_ID: 'policies',
      CONNECTOR_NAME: 'Policy Management',
      CONNECTOR_DESCRIPTION: 'Contains information about your policies.',
      CONNECTOR_SCENARIO: 'it',
      CONNECTOR_BASE_URL: 'https://localhost:3000/',
    },
  }),
  policies({
    ...PNP,
    name: 'nodejs-typescript-policies-dc',
    folder: 'samples/nodejs-typescript-policies-dc',
    connection: 'policiesdev',
    content: 'content',
    env: {
      TEAMSFX_ENV: 'dev',
      CONNECTOR_ID: 'policies',
      CONNECTOR_NAME: 'Policy Management',
      CONNECTOR_DESCRIPTION: 'Contains information about your policies.',
      CONNECTOR_BASE_URL: 'https://localhost:3000/',
    },
  }),
  policies({
    ...CAMP,
    name: 'trey-feedback-connector',
    folder: 'src/extend-m365-copilot/path-e-bonus-gc-lab/trey-feedback-connector',
    connection: 'tfcfeedbackdev',
    content: 'content',
    env: {
      TEAMSFX_ENV: 'dev',
      CONNECTOR_ID: 'tfcfeedback',
      CONNECTOR_NAME: 'Trey Feedback Connector',
      CONNECTOR_DESCRIPTION: 'Feedback of clients about consultants in Trey Research.',
      CONNECTOR_BASE_URL: 'https://localhost:3000/',
    },
  }),
  {
    ...PNP,
    name: 'nodejs-typescript-github',
    client: NODE_CLIENT,
    language: 'TypeScript',
    exercised: 'beta: GET 404, create with a template without priority, PATCH schema with aliases, PUT',
    folder: 'samples/nodejs-typescript-github',
    install: NPM_CI,
    files: ({ port }) => ({
      [`../${PLAN}`]: JSON.stringify({
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
    env: ({ app }) => ({
      MicrosoftAppTenantId: app.tenantId,
      MicrosoftAppId: app.appId,
      MicrosoftAppPassword: app.secret,
      CONNECTION_ID: 'github',
    }),
    steps: functionsHost,
    connection: 'github',
    items: () => ['9001', '9002', 'c0ffee42'],
    notes:
      'Settings of local.settings.json in the environment; webhook calls of our own; stand-in for the Functions host',
  },
  {
    ...PNP,
    name: 'nodejs-typescript-food-catalog',
    client: NODE_CLIENT,
    language: 'TypeScript',
    exercised: 'create with ticket and connectorId, PATCH schema (raw answer), api(Location), PUT',
    folder: 'samples/nodejs-typescript-food-catalog',
    install: NPM_CI,
    files: ({ port }) => ({
      [`../${PLAN}`]: JSON.stringify({
        modules: ['http-content', 'http-notification', 'http-products', 'queue-connection', 'queue-content'].map(
          (file) => `src/functions/${file}.ts`,
        ),
        port,
        queue: [
          {
            name: 'queue-connection',
            body: { action: 'create', connectorId: '3b0ba3a6-6f3f-4c0e-9d5c-1d5b4b7c9a10', connectorTicket: 'ticket' },
          },
        ],
      }),
    }),
    data: { 'scripts/products.json': JSON.stringify(foodProducts) },
    needsStorage: true,
    env: ({ app, port }) => ({
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      ENTRA_APP_CLIENT_ID: app.appId,
      ENTRA_APP_CLIENT_SECRET: app.secret,
      ENTRA_APP_TENANT_ID: app.tenantId,
      NOTIFICATION_ENDPOINT: `http://127.0.0.1:${port}`,
      GRAPH_SCHEMA_STATUS_INTERVAL: '2',
    }),
    prepare: () => [['node', 'scripts/tables.js']],
    steps: functionsHost,
    connection: 'foodstore',
    items: (folder) =>
      (JSON.parse(readFileSync(join(folder, 'scripts/products.json'), 'utf8')) as typeof foodProducts).products.map(
        ({ _id }) => _id,
      ),
    notes: 'Storage emulator; the message that the webhook would put into the queue; stand-in for the Functions host',
  },
  {
    ...PNP,
    name: 'nodejs-zx_clim365-markdown',
    client: '@pnp/cli-microsoft365 under zx',
    language: 'JavaScript',
    exercised: 'connection add, resolver add (PATCH), schema add with wait, item add',
    folder: 'samples/nodejs-zx_clim365-markdown',
    install: NPM_CI,
    env: (context) => ({ ...cliHome(context), PATH: `${context.tool('.bin')}:${process.env.PATH ?? ''}` }),
    prepare: cliQuiet,
    steps: (context) => [cliLogin(context), ['zx', 'index.js']],
    connection: 'waldekblogcli',
    items: (folder) => frontMatter('slug', folder, 'content'),
    notes: 'Asks for literal odata.metadata=none; signed in with a client secret',
  },
  {
    ...PNP,
    name: 'python-markdown',
    client: 'msgraph-sdk 1.0.0a16, azure-identity 1.14',
    language: 'Python',
    exercised: 'create, PATCH schema, Location, PUT with activities, HTTP/2 offered',
    folder: 'samples/python-markdown',
    install: [
      ['python3', '-m', 'venv', 'venv'],
      ['venv/bin/pip', 'install', '--quiet', '-r', 'requirements.txt'],
    ],
    files: ({ app }) => ({
      'config.ini': `[AZURE]\nCLIENT_ID = ${app.appId}\nCLIENT_SECRET = ${app.secret}\nTENANT_ID = ${app.tenantId}\n`,
    }),
    steps: () => [
      ['venv/bin/python', 'main.py', 'create-connection'],
      ['venv/bin/python', 'main.py', 'load-content'],
    ],
    connection: 'waldekblogpython',
    items: (folder) => frontMatter('slug', folder, 'content'),
    notes: 'Dates without a time zone; the person of its activities is not in the directory',
  },
  {
    ...PNP,
    name: 'python-jupyter-notebook',
    client: 'msgraph-sdk 1.2, azure-identity 1.27',
    language: 'Python',
    exercised: 'create, PATCH schema, PUT with activities, asynchronous credential',
    folder: 'samples/python-jupyter-notebook',
    install: [
      ['python3', '-m', 'venv', '../venv'],
      ['../venv/bin/pip', 'install', '--quiet', ...NOTEBOOK_PACKAGES],
    ],
    files: () => ({ '../feed.xml': changeFeed }),
    env: ({ app, folder }) => ({
      TENANT_ID: app.tenantId,
      CLIENT_ID: app.appId,
      CLIENT_SECRET: app.secret,
      USER_ID: sampleId('user', 'Alina Petrescu'),
      PYTHONPATH: join(import.meta.dirname, 'python'),
      COMPAT_FEED_URL: 'https://developer.microsoft.com/en-us/graph/changelog/rss',
      COMPAT_FEED_FILE: join(folder, '../feed.xml'),
    }),
    steps: () => [
      [
        '../venv/bin/python',
        join(import.meta.dirname, 'python/notebook.py'),
        'EndToEndGraphChangeLogConnector.ipynb',
        '1',
      ],
    ],
    connection: 'fabsgclpython3',
    items: () => changeIds,
    notes: 'The feed it reads comes from a local file; every cell is executed',
  },
  {
    name: 'cli-microsoft365',
    client: '@pnp/cli-microsoft365',
    language: 'TypeScript',
    exercised: 'connection add, get, list, resolver add, schema add, item add; device code; connection doctor',
    repository: '',
    commit: '',
    folder: '',
    install: [],
    env: cliHome,
    prepare: cliQuiet,
    steps: (context) => {
      const m365 = (...words: readonly string[]) => [
        'node',
        context.tool('@pnp/cli-microsoft365/dist/index.js'),
        ...words,
      ]
      const connection = (...words: readonly string[]) => m365('external', 'connection', ...words)
      return [
        cliLogin(context),
        connection('add', '--id', CLI_CONNECTION, '--name', 'Harbour CLI', '--description', 'Written by a shell'),
        connection(
          'urltoitemresolver',
          'add',
          '--externalConnectionId',
          CLI_CONNECTION,
          '--baseUrls',
          'https://harbour.example',
          '--urlPattern',
          '/(?<slug>[^/]+)',
          '--itemId',
          '{slug}',
          '--priority',
          '1',
        ),
        connection(
          'schema',
          'add',
          '--externalConnectionId',
          CLI_CONNECTION,
          '--schema',
          JSON.stringify(CLI_SCHEMA),
          '--wait',
        ),
        connection('get', '--id', CLI_CONNECTION),
        connection('list'),
        m365(...cliItem('everybody', 'grant,everyoneExceptGuests,everyoneExceptGuests')),
        m365(...cliItem('notalina', `grant,everyone,everyone;deny,user,${sampleId('user', 'Alina Petrescu')}`)),
        {
          words: m365(
            'login',
            '--authType',
            'deviceCode',
            '--appId',
            context.publicAppId,
            '--tenant',
            context.app.tenantId,
          ),
          signInAs: MEMBER,
        },
        { words: connection('doctor', '--id', CLI_CONNECTION), mustNotSay: REQUIRED_FAILED },
      ]
    },
    connection: CLI_CONNECTION,
    items: () => ['everybody', 'notalina'],
    sees: {
      [MEMBER]: ['everybody'],
      'ruth.adeyemi@lumenquay.example': 'all',
      [GUEST]: 'none',
    },
    notes: 'From the npm registry; access lists with deny and everyoneExceptGuests',
  },
]
