// The connection of the contract's KQL vectors, with what refiners, sorting and filters need.
import type { ItemSpec, PropertySpec } from './connectors.ts'
import { EVERYONE } from './harbour.ts'
import { idsOf, openWorld, TENANT, type WorldOptions } from './world.ts'

export const FLEET_SCHEMA: readonly PropertySpec[] = [
  { name: 'vessel', labels: ['title'], isSearchable: true, isQueryable: true, aliases: ['ship'] },
  { name: 'berth', type: 'int64', isQueryable: true, isRefinable: true },
  { name: 'arrived', type: 'dateTime', labels: ['lastModifiedDateTime'], isQueryable: true, isRefinable: true },
  { name: 'code', isQueryable: true, isExactMatchRequired: true },
  { name: 'tags', type: 'stringCollection', labels: ['tags'], isQueryable: true, isRefinable: true },
  { name: 'status', isRefinable: true },
  { name: 'dues', type: 'double', isRefinable: true },
  { name: 'isOpen', type: 'boolean', isQueryable: true },
  { name: 'remark', isSearchable: true },
  { name: 'hidden', isSearchable: true, isQueryable: true, isRetrievable: false },
]

const item = (plainText: string, properties: ItemSpec['properties']): ItemSpec => ({
  acl: [EVERYONE],
  plainText,
  ...(properties ? { properties } : {}),
})

export const FLEET: Readonly<Record<string, ItemSpec>> = {
  gannet: item('Pilot boarded late because of fog, a long delay.', {
    vessel: 'MV Gannet',
    berth: 4,
    arrived: '2027-02-03T04:10:00Z',
    code: 'HL-2027-A14',
    tags: ['bulk', 'delayed'],
    status: 'Held up',
    dues: 99.5,
    isOpen: true,
    remark: 'Owes harbour dues',
    hidden: 'quicksand',
  }),
  tern: item('Fog and no pilot.', {
    vessel: 'Tern',
    berth: 12,
    arrived: '2027-02-28T23:59:59.500Z',
    code: 'HL-20',
    tags: ['bulk'],
    status: 'held up',
    dues: 100,
    isOpen: false,
  }),
  skua: item('Clear sky. The crew went ashore.', {
    vessel: 'Great Skua of the North',
    berth: 3,
    arrived: '2027-01-15T12:00:00Z',
    code: 'HL-7',
    tags: ['tanker', 'delayed'],
    status: 'Gone',
    dues: 1000,
  }),
  bare: item('A lantern in the window.', { vessel: 'Gannetry' }),
}

export async function openFleet(options: WorldOptions = {}) {
  const world = await openWorld(options)
  const uid = await world.connectors.connect(TENANT, 'fleet', FLEET_SCHEMA)
  for (const [id, spec] of Object.entries(FLEET)) await world.connectors.put(TENANT, 'fleet', id, spec)
  return {
    ...world,
    uid,
    /** Ids of what Maren finds, in the order of their names. */
    async ids(queryString: string, more: object = {}): Promise<string[]> {
      const answer = await world.query('Maren Voss', queryString, more)
      if (answer.status !== 200) throw new RangeError(answer.text)
      return idsOf(answer).toSorted()
    },
  }
}

export type Fleet = Awaited<ReturnType<typeof openFleet>>
