// The command-line client for Microsoft 365, in a sample and by itself.
import { join } from 'node:path'
import { sampleId } from '@jumpseat/directory'
import {
  frontMatter,
  GUEST,
  MEMBER,
  NO_REPOSITORY,
  NPM_CI,
  OTHER_MEMBER,
  PNP,
  type Sample,
  type SampleContext,
} from '../sample.ts'

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

export const commandLineSamples: readonly Sample[] = [
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
    items: (folder) => frontMatter('slug', join(folder, 'content')),
    notes: 'Asks for literal odata.metadata=none; signed in with a client secret',
  },
  {
    name: 'cli-microsoft365',
    client: '@pnp/cli-microsoft365',
    language: 'TypeScript',
    exercised: 'connection add, get, list, resolver add, schema add, item add; device code; connection doctor',
    ...NO_REPOSITORY,
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
      [OTHER_MEMBER]: 'all',
      [GUEST]: 'none',
    },
    notes: 'From the npm registry; access lists with deny and everyoneExceptGuests',
  },
]
