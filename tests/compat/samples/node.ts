// Samples that are plain Node programs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { galleryCache } from '../data.ts'
import { frontMatter, NODE_CLIENT, NPM_CI, PNP, type Sample, type SampleContext } from '../sample.ts'

/** As `m365 entra app add` prints it, which the setup scripts write into a module. */
const appInfo = ({ app }: SampleContext) =>
  `export const appInfo = ${JSON.stringify({
    appId: app.appId,
    objectId: app.objectId,
    tenantId: app.tenantId,
    secrets: [{ displayName: 'Default', value: app.secret }],
  })};\n`

const markdown = {
  ...PNP,
  client: NODE_CLIENT,
  language: 'JavaScript',
  folder: 'samples/nodejs-javascript-markdown',
  install: NPM_CI,
  files: (context: SampleContext) => ({ 'env.js': appInfo(context) }),
  connection: 'waldekblog',
  items: (folder: string) => frontMatter('slug', join(folder, 'content')),
}

export const nodeSamples: readonly Sample[] = [
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
    ...markdown,
    name: 'nodejs-javascript-markdown',
    exercised: 'create with resolvers and layout, PATCH schema, Location, PUT',
    steps: () => [
      ['node', 'createConnection.js'],
      ['node', 'loadContent.js'],
    ],
    notes: 'Follows Location with its own middleware and waits a minute',
  },
  {
    ...markdown,
    name: 'nodejs-javascript-markdown-webhook',
    exercised: 'signed notification, GraphConnectors-Ticket on create and delete, then as above',
    env: ({ port }) => ({ PORT: String(port) }),
    webhook: () => ({ words: ['node', 'notification.js'], path: '/api/notification' }),
    notes: 'Checks our notification with the keys of login.microsoftonline.com; switched on, then off',
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
    items: (folder) => {
      const cache: { sampleId: string }[] = JSON.parse(readFileSync(join(folder, 'cache.json'), 'utf8'))
      return cache.map(({ sampleId }) => sampleId)
    },
    notes: 'Reads its own cache file; ours where the mirror leaves it out',
  },
]
