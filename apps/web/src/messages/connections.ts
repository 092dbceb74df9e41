import { count, plural } from '../lib/count.ts'
import { duration } from '../lib/time.ts'

interface Amount {
  readonly indexed: number
  readonly received: number
}

interface Pace {
  /** Items a second. */
  readonly rate: number | null
  readonly etaSeconds: number | null
}

export const fillText = {
  label: 'Indexing',
  vectors: 'Indexing by meaning',
  vectorShare: ({ indexed, received }: Amount) => `${count(indexed)} of ${count(received)} by meaning`,
  of: (name: string) => `Indexing ${name}`,
  share: ({ indexed, received }: Amount) => `${count(indexed)} of ${count(received)}`,
  line: ({ indexed, received, rate, etaSeconds }: Amount & Pace) =>
    [
      `${count(indexed)} of ${count(received)} items`,
      `${count(received - indexed)} behind`,
      rate ? `${count(Math.round(rate))} a second` : '',
      etaSeconds === null ? '' : `${duration(etaSeconds)} left`,
    ]
      .filter(Boolean)
      .join(' · '),
} as const

export const connectionsText = {
  title: 'Connections',
  lead: 'What connectors fill the search with, and how they are doing.',
  emptyTitle: 'No connections yet',
  empty: 'A connection holds what one connector sends. Run yours against this server and it appears here:',
  command: 'npx jumpseat run -- node your-connector.js',
  choose: 'Choose one or several',
  stale: 'The live feed is interrupted. The figures may be old; they catch up by themselves.',
  states: {
    draft: 'Draft',
    ready: 'Ready',
    limitExceeded: 'Limit exceeded',
    obsolete: 'Obsolete',
  } as Readonly<Record<string, string>>,
  tabs: { overview: 'Overview', schema: 'Schema', items: 'Items', refused: 'Refused', access: 'Apps' },
  id: 'Id',
  name: 'Name',
  description: 'Description',
  descriptionHint: 'Say what is in it and which questions it answers. Search and agents decide by this.',
  noDescription: 'No description yet. Agents use it to decide when to look here.',
  state: 'State',
  items: 'Items',
  received: 'Received',
  indexed: 'Indexed',
  vectors: 'Indexed by meaning',
  vectorProblem: (problem: string) => `Vectors are not being made at the moment: ${problem} Search by words works.`,
  refused: 'Refused',
  lastChange: 'Last change',
  never: 'Never',
  owner: 'Created by',
  created: 'Created',
  operations: 'Schema operations',
  noOperations: 'None yet',
  operationStates: {
    inprogress: 'In progress',
    completed: 'Completed',
    failed: 'Failed',
  } as Readonly<Record<string, string>>,
  property: 'Property',
  type: 'Type',
  labels: 'Labels',
  searchable: 'Searchable',
  queryable: 'Queryable',
  retrievable: 'Retrievable',
  refinable: 'Refinable',
  alsoAs: (aliases: string) => `also ${aliases}`,
  switchedOff: 'This connection is switched off. Searches do not show its items.',
  packaged: 'Packaged connector',
  packagedStates: { enabled: 'switched on', disabled: 'switched off' } as Readonly<Record<string, string>>,
  notRegistered: 'not registered',
  noSchemaTitle: 'No schema yet',
  noSchema: 'The connection is a draft until its connector registers a schema.',
  item: 'Item',
  receivedAt: 'Received',
  access: 'Who may read it',
  not: (name: string) => `Not ${name}`,
  andMore: (n: number) => `and ${count(n)} more`,
  moreItems: 'More items',
  noItemsTitle: 'No items yet',
  noItems: 'Items appear here as the connector sends them:',
  wholeConnection: 'Connection',
  noRefusalsTitle: 'Nothing was refused',
  noRefusals: 'When the server turns something down, it is listed here with the rule, the place and the fix.',
  apps: 'Apps that may fill it',
  appsLead: 'Besides apps with rights to every connection, these may change the connection and its items.',
  noApps: 'No app is named.',
  resolvers: 'Activity settings',
  resolversLead: 'How a shared web address is recognised as an item.',
  templates: 'Result templates',
  templatesLead: 'How results of this connection are laid out.',
  notSet: 'Not set.',
  edit: 'Edit',
  editTitle: 'Edit connection',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete ${name}?`,
  removeBody: (n: number) =>
    `This deletes the connection, its schema and ${plural(n, 'item', 'items')} for everyone. It cannot be undone. The source keeps its own data.`,
  removeType: (name: string) => `Type ${name} to confirm`,
} as const
