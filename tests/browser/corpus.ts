// Table of the items that the browser tests search. Invented; the people and groups are the sample organisation's.
import type { RunningServer } from './server.ts'

interface Entry {
  readonly id: string
  readonly title: string
  readonly editor: string
  /** Hours ago. */
  readonly age: number
  readonly content: string
  readonly readers: readonly string[]
  readonly barred?: readonly string[]
}

const FIRMWARE: readonly Entry[] = [
  {
    id: 'BCN-014',
    title: 'Beacon lantern: lens heater test at −20 °C',
    editor: 'Mei Tanaka',
    age: 3,
    content:
      'The lens heater kept the lantern clear for six hours at −20 °C. Current draw stayed under 410 mA in all five units.\n\nTwo units showed fog at the lower rim before the duty cycle was raised from 40 to 55 per cent. After that no fog was seen, and the extra draw is within the budget of the winter profile.\n\nNext: repeat with the new gasket, and with spray.',
    readers: ['Engineering'],
  },
  {
    id: 'BCN-021',
    title: 'Lantern firmware 4.2: what changed and how to roll back',
    editor: 'Kenji Watari',
    age: 26,
    content:
      'Release 4.2 shortens the wake-up of the lantern after a brown-out from nine seconds to two. The fog sensor is read each minute instead of each ten.\n\nTo roll back, hold the service magnet to the cap for ten seconds and wait for three white flashes.',
    readers: ['Engineering', 'Field Service'],
  },
  {
    id: 'BCN-030',
    title: 'Why the watchdog bites twice: a post-mortem',
    editor: 'Alina Petrescu',
    age: 120,
    content:
      'The second reset came from the boot loader, which took the lantern for unresponsive while it was still checking the lens heater. The fix moves the check behind the first heartbeat.',
    readers: ['Firmware'],
  },
  {
    id: 'BCN-033',
    title: 'Lantern pairing keys: handling and rotation',
    editor: 'Ivan Horvat',
    age: 200,
    content:
      'Pairing keys of a lantern are rotated at each service visit. A lost key is reported to Platform the same day.',
    readers: ['Engineering'],
    barred: ['Optics'],
  },
]

const FIELD: readonly Entry[] = [
  {
    id: 'FS-118',
    title: 'Field guide: replacing a lantern in fog',
    editor: 'Liam Gallagher',
    age: 74,
    content:
      'Call the harbour office first. A dark lantern in fog is a hazard and is reported within ten minutes.\n\nCarry the spare on the left, the tools on the right, and never work alone on the pontoon.',
    readers: ['everyone'],
  },
  {
    id: 'FS-121',
    title: 'Visit report: north mole, lantern 7',
    editor: 'Zanele Khumalo',
    age: 6,
    content: 'Lantern 7 was dark on arrival. The gasket had let in spray; replaced, sealed and tested for an hour.',
    readers: ['Operations', 'Firmware'],
  },
]

const PROPERTIES = [
  { name: 'title', type: 'string', isSearchable: true, isQueryable: true, isRetrievable: true, labels: ['title'] },
  { name: 'url', type: 'string', isRetrievable: true, labels: ['url'] },
  { name: 'icon', type: 'string', isRetrievable: true, labels: ['iconUrl'] },
  {
    name: 'editor',
    type: 'string',
    isSearchable: true,
    isQueryable: true,
    isRetrievable: true,
    labels: ['lastModifiedBy'],
  },
  { name: 'modified', type: 'dateTime', isQueryable: true, isRetrievable: true, labels: ['lastModifiedDateTime'] },
  {
    name: 'tags',
    type: 'stringCollection',
    isQueryable: true,
    isRetrievable: true,
    isRefinable: true,
    aliases: ['topic'],
  },
]

/** Two connections that are ready, one that is still a draft, and one refusal. */
export async function fill(server: RunningServer): Promise<void> {
  const groups = await groupIds(server)
  await connect(
    server,
    'firmware',
    'Firmware notebook',
    'Release notes, test reports and decisions of the lantern firmware.',
  )
  await connect(server, 'fieldservice', 'Field service log', 'Visits, parts and reports by harbour.')
  await server.graph('POST', '/external/connections', { id: 'handbook', name: 'People handbook' })
  for (const entry of FIRMWARE) await put(server, 'firmware', entry, groups)
  for (const entry of FIELD) await put(server, 'fieldservice', entry, groups)
  const broken = { acl: [], properties: { title: 'No list' }, content: { type: 'text', value: 'x' }, speed: 1 }
  await server.graph(
    'PUT',
    '/external/connections/firmware/items/BCN-099',
    { ...broken, properties: { severity: 'high' } },
    true,
  )
}

async function groupIds(server: RunningServer): Promise<ReadonlyMap<string, string>> {
  const answer = await server.graph('GET', '/groups?$top=100&$select=id,displayName')
  const { value } = (await answer.json()) as { value: { id: string; displayName: string }[] }
  return new Map(value.map(({ id, displayName }) => [displayName, id]))
}

/** Registers a connection with its schema and waits until it is ready. */
export async function connect(
  server: RunningServer,
  id: string,
  name: string,
  description: string,
  properties: readonly object[] = PROPERTIES,
  more: object = {},
): Promise<void> {
  await server.graph('POST', '/external/connections', { id, name, description, ...more })
  const accepted = await server.graph('PATCH', `/external/connections/${id}/schema`, {
    baseType: 'microsoft.graph.externalItem',
    properties,
  })
  for (;;) {
    const operation = await server.graph('GET', accepted.headers.get('location') ?? '')
    const { status } = (await operation.json()) as { status: string }
    if (status !== 'inprogress') return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function put(
  server: RunningServer,
  connection: string,
  { id, title, editor, age, content, readers, barred = [] }: Entry,
  groups: ReadonlyMap<string, string>,
): Promise<void> {
  const entry = (name: string, accessType: 'grant' | 'deny') =>
    name === 'everyone'
      ? { type: 'everyone', value: server.tenantId, accessType }
      : { type: 'group', value: groups.get(name) ?? '', accessType }
  await server.graph('PUT', `/external/connections/${connection}/items/${id}`, {
    acl: [...readers.map((name) => entry(name, 'grant')), ...barred.map((name) => entry(name, 'deny'))],
    properties: {
      title,
      url: `https://docs.lumenquay.example/${connection}/${id}`,
      editor,
      modified: new Date(Date.now() - age * 3_600_000).toISOString(),
      'tags@odata.type': 'Collection(String)',
      tags: ['lantern', connection],
    },
    content: { type: 'text', value: content },
  })
}
