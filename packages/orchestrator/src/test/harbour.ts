// Documents of Lumen Quay that the tests ask about.
import { groupId, TENANT, type World } from './world.ts'

export const EVERYONE = { type: 'everyone', value: TENANT, accessType: 'grant' } as const
export const only = (name: string) => ({ type: 'group', value: groupId(name), accessType: 'grant' }) as const

const SCHEMA = [
  { name: 'title', labels: ['title'], isSearchable: true },
  { name: 'link', labels: ['url'] },
  { name: 'folder', labels: ['itemPath'] },
  { name: 'kind', isQueryable: true },
] as const

export interface Document {
  readonly title: string
  readonly text: string
  readonly acl?: readonly (typeof EVERYONE | ReturnType<typeof only>)[]
  readonly link?: string
  readonly folder?: string
  readonly kind?: string
}

export const DOCUMENTS: Readonly<Record<string, Document>> = {
  fog: {
    title: 'Fog delays in February',
    text: 'Two vessels were held up by fog in February. MV Gannet waited nine hours for a pilot. The outer basin was closed until noon.',
    link: 'https://harbour.example/log/fog',
    folder: '/logs/2027',
    kind: 'log',
  },
  travel: {
    title: 'Travel policy',
    text: 'Book rail journeys below four hours. Hotels may cost up to 140 euros a night. Receipts are kept for six years.',
    link: 'https://harbour.example/policies/travel',
    folder: '/policies',
    kind: 'policy',
  },
  pay: {
    title: 'Salary bands',
    text: 'The salary band of a firmware engineer begins at 61,000 euros. Bonuses are paid in March.',
    acl: [only('Payroll')],
    link: 'https://harbour.example/payroll/bands',
    folder: '/payroll',
    kind: 'policy',
  },
}

export async function put(
  { connectors }: World,
  id: string,
  { title, text, acl = [EVERYONE], ...more }: Document,
): Promise<void> {
  await connectors.put(TENANT, 'library', id, { acl, plainText: text, properties: { title, ...more } })
}

export async function openLibrary(world: World): Promise<void> {
  await world.connectors.connect(TENANT, 'library', SCHEMA)
  for (const [id, document] of Object.entries(DOCUMENTS)) await put(world, id, document)
}
