// Table of the berth calls that the tests of refiners, order and cards search. Invented.
import { connect } from './corpus.ts'
import type { RunningServer } from './server.ts'

interface Call {
  readonly id: string
  readonly vessel: string
  readonly status: string
  readonly cargo: readonly string[]
  readonly berth: number
  readonly arrived: string
  readonly notes: string
}

const year = new Date().getFullYear()
const CALLS: readonly Call[] = [
  {
    id: 'A14',
    vessel: 'MV Gannet',
    status: 'Delayed',
    cargo: ['bulk', 'grain'],
    berth: 3,
    arrived: `${year - 2}-02-03T04:10:00Z`,
    notes: 'Pilot boarded late because of fog. The berth was free an hour before.',
  },
  {
    id: 'A15',
    vessel: 'MV Tern',
    status: 'Moored',
    cargo: ['bulk'],
    berth: 7,
    arrived: `${year - 2}-05-11T16:00:00Z`,
    notes: 'Moored at the berth without delay. Fog cleared at noon.',
  },
  {
    id: 'A16',
    vessel: 'MV Kittiwake',
    status: 'Moored',
    cargo: ['timber'],
    berth: 3,
    arrived: new Date().toISOString(),
    notes: 'Berth three again. Fog signal tested on arrival.',
  },
  {
    id: 'A17',
    vessel: 'MV Dunlin',
    status: 'Sailed',
    cargo: ['timber', 'grain'],
    berth: 9,
    arrived: new Date().toISOString(),
    notes: 'Sailed from the berth on the morning tide.',
  },
]

const read = { isQueryable: true, isRetrievable: true }
const PROPERTIES = [
  { name: 'vessel', type: 'string', isSearchable: true, ...read, labels: ['title'] },
  { name: 'link', type: 'string', isRetrievable: true, labels: ['url'] },
  { name: 'status', type: 'string', ...read, isRefinable: true },
  { name: 'cargoKinds', type: 'stringCollection', ...read, isRefinable: true },
  { name: 'berth', type: 'int64', ...read, isRefinable: true },
  { name: 'arrived', type: 'dateTime', ...read, isRefinable: true, labels: ['lastModifiedDateTime'] },
  { name: 'picture', type: 'string', isRetrievable: true },
]

/** Everything a layout should be able to show, and everything it must not get. */
const LAYOUT = {
  type: 'AdaptiveCard',
  version: '1.5',
  refresh: { action: { type: 'Action.Execute', verb: 'spy' } },
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: bindings of the card
  body: [
    {
      type: 'ColumnSet',
      columns: [
        { type: 'Column', width: 'auto', items: [{ type: 'Image', url: '${picture}', size: 'Small' }] },
        {
          type: 'Column',
          width: 'stretch',
          items: [
            { type: 'TextBlock', text: '${vessel}', weight: 'Bolder', size: 'Medium', wrap: true },
            { type: 'TextBlock', text: '**Berth ${berth}**, <b>${toUpper(status)}</b>', isSubtle: true, wrap: true },
          ],
        },
      ],
    },
    {
      type: 'FactSet',
      facts: [
        { title: 'Cargo', value: "${join(cargoKinds, ', ')}" },
        { title: 'Arrived', value: '{{DATE(${substring(arrived, 0, 19)}Z, SHORT)}}' },
      ],
    },
    { type: 'TextBlock', $when: "${status == 'Delayed'}", text: 'Late', color: 'Attention' },
    { type: 'Image', url: '/api/me?from=card' },
    { type: 'Input.Text', id: 'name', placeholder: 'Your password' },
    { type: 'Media', sources: [{ mimeType: 'video/mp4', url: 'https://harbor.example/a.mp4' }] },
  ],
  actions: [
    { type: 'Action.OpenUrl', title: 'Open the log', url: '${link}' },
    { type: 'Action.OpenUrl', title: 'Run', url: 'javascript:alert(1)' },
    { type: 'Action.Submit', title: 'Send' },
    { type: 'Action.Execute', title: 'Execute' },
    { type: 'Action.Http', title: 'Call', method: 'POST', url: 'https://harbor.example/api' },
  ],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: bindings of the card
}

/** Two connections with cards: one wrapped as a client sends it, one with a layout that is none. */
export async function fillBerths(server: RunningServer): Promise<void> {
  const template = (layout: unknown) => ({
    searchSettings: { searchResultTemplates: [{ id: 'callcard', priority: 1, layout, rules: [] }] },
  })
  const wrapped = template({ additionalProperties: JSON.stringify(LAYOUT) })
  await connect(server, 'berthcalls', 'Berth calls', 'Calls of vessels at the berths.', PROPERTIES, wrapped)
  const broken = template({ type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: `\${range(0, 1000000000)}` }] })
  await connect(server, 'tides', 'Tide tables', 'Tides by harbour.', PROPERTIES, broken)
  for (const call of CALLS) await put(server, 'berthcalls', call)
  await put(server, 'tides', {
    ...CALLS[0],
    id: 'T1',
    vessel: 'Spring tide',
    notes: 'Highest of the berth year.',
  } as Call)
}

async function put(server: RunningServer, connection: string, call: Call): Promise<void> {
  const { id, vessel, status, cargo, berth, arrived, notes } = call
  await server.graph('PUT', `/external/connections/${connection}/items/${id}`, {
    acl: [{ type: 'everyone', value: server.tenantId, accessType: 'grant' }],
    properties: {
      vessel,
      link: `https://harbor.example/log/${id}`,
      status,
      'cargoKinds@odata.type': 'Collection(String)',
      cargoKinds: cargo,
      berth,
      arrived,
      picture: 'https://harbor.example/vessel.png',
    },
    content: { type: 'text', value: notes },
  })
}
