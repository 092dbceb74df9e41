// The connection that the contract's examples speak of, in Lumen Quay.
import type { AclEntry } from '@jumpseat/index'
import type { PropertySpec } from './connectors.ts'
import { groupId, TENANT, userId, type World } from './world.ts'

export const EVERYONE: AclEntry = { type: 'everyone', value: TENANT, accessType: 'grant' }
export const grant = (type: AclEntry['type'], value: string): AclEntry => ({ type, value, accessType: 'grant' })
export const deny = (type: AclEntry['type'], value: string): AclEntry => ({ type, value, accessType: 'deny' })
export const person = (name: string) => userId(name)
export const team = (name: string) => groupId(name)

export const HARBOUR_SCHEMA: readonly PropertySpec[] = [
  { name: 'vessel', labels: ['title'], isSearchable: true },
  { name: 'link', labels: ['url'] },
  { name: 'arrived', type: 'dateTime', labels: ['lastModifiedDateTime'] },
  { name: 'berth', type: 'int64' },
  { name: 'tags', type: 'stringCollection', labels: ['tags'], isSearchable: true },
  { name: 'remark', isSearchable: true, isRetrievable: false },
]

export const A14 = {
  acl: [EVERYONE],
  properties: {
    vessel: 'MV Gannet',
    link: 'https://harbor.example/log/2027/A14',
    arrived: '2027-02-03T04:10:00Z',
    berth: 14,
    tags: ['bulk', 'delayed'],
    remark: 'Owes harbour dues',
  },
  plainText: 'Pilot boarded late because of fog in the outer basin.',
}

/** `harborlogs` with one item that everyone may read; gives the incarnation of the connection. */
export async function harbour({ connectors }: World): Promise<string> {
  const uid = await connectors.connect(TENANT, 'harborlogs', HARBOUR_SCHEMA)
  await connectors.put(TENANT, 'harborlogs', '2027-A14', A14)
  return uid
}
