// Samples in Python, and the current Python SDK under a script of ours.

import { join } from 'node:path'
import { sampleId } from '@jumpseat/directory'
import { changeFeed, changeIds } from '../data.ts'
import { frontMatter, GUEST, MEMBER, NO_REPOSITORY, OTHER_MEMBER, PNP, type Sample } from '../sample.ts'

const SCRIPTS = join(import.meta.dirname, '../python')
/** What the notebook imports; its README has no list. Later versions of the SDK lack a model that it imports. */
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

export const pythonSamples: readonly Sample[] = [
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
    items: (folder) => frontMatter('slug', join(folder, 'content')),
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
    env: ({ folder }) => ({
      USER_ID: sampleId('user', 'Alina Petrescu'),
      PYTHONPATH: SCRIPTS,
      COMPAT_FEED_URL: 'https://developer.microsoft.com/en-us/graph/changelog/rss',
      COMPAT_FEED_FILE: join(folder, '../feed.xml'),
    }),
    steps: () => [['../venv/bin/python', join(SCRIPTS, 'notebook.py'), 'EndToEndGraphChangeLogConnector.ipynb', '1']],
    connection: 'fabsgclpython3',
    items: () => changeIds,
    notes: 'The feed it reads comes from a local file; every cell is executed',
  },
  {
    ...NO_REPOSITORY,
    name: 'python-current-sdk',
    client: 'msgraph-sdk 1.65, azure-identity 1.27',
    language: 'Python',
    exercised:
      'create, PATCH schema, operations, groups and members, PUT, GET, list, addActivities, DELETE, typed errors',
    install: [
      ['python3', '-m', 'venv', 'venv'],
      ['venv/bin/pip', 'install', '--quiet', 'msgraph-sdk==1.65.0', 'azure-identity==1.27.0', 'aiohttp'],
    ],
    env: () => ({ MEMBER_ID: sampleId('user', 'Alina Petrescu'), MEMBER_GROUP_ID: sampleId('group', 'Firmware') }),
    steps: () => [['venv/bin/python', join(SCRIPTS, 'life.py')]],
    connection: 'pythonlogs',
    items: () => ['log-1', 'log-2', 'log-3', 'log-4'],
    sees: {
      [MEMBER]: 'all',
      [OTHER_MEMBER]: ['log-2', 'log-4'],
      [GUEST]: 'none',
    },
    notes: 'A script of ours, because no sample uses the current SDK; doubles the slash behind the version',
  },
]
