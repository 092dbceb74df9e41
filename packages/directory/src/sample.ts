// Table of the sample organisation. Invented for this project; any likeness is chance.
import { createHash } from 'node:crypto'
import type { DirectoryRole } from './types.ts'

/** A stable GUID for a thing of the sample organisation, so that guides can name it. */
export function sampleId(kind: 'tenant' | 'user' | 'group' | 'app' | 'service-principal', name: string): string {
  const hex = createHash('sha256').update(`lumenquay/${kind}/${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const SAMPLE_TENANT = {
  id: sampleId('tenant', 'Lumen Quay'),
  displayName: 'Lumen Quay',
  domain: 'lumenquay.example',
} as const

export interface SamplePerson {
  readonly givenName: string
  readonly surname: string
  readonly jobTitle: string
  readonly department: string
  readonly roles?: readonly DirectoryRole[]
  /** The organisation that a guest comes from. */
  readonly guestOf?: string
}

const person = (
  givenName: string,
  surname: string,
  jobTitle: string,
  department: string,
  more: Pick<SamplePerson, 'roles' | 'guestOf'> = {},
): SamplePerson => ({ givenName, surname, jobTitle, department, ...more })

/** Lumen Quay makes lights, lanterns and sensors for harbours. 38 members and two guests. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  person('Maren', 'Voss', 'Chief Executive Officer', 'Leadership'),
  person('Tobias', 'Achterberg', 'Chief Financial Officer', 'Leadership'),
  person('Priya', 'Raman', 'Chief Technology Officer', 'Leadership'),
  person('Odile', 'Fournier', 'Chief Operating Officer', 'Leadership'),
  person('Samuel', 'Okonjo', 'Chief People Officer', 'Leadership'),
  person('Hanna', 'Lindqvist', 'Financial Controller', 'Finance'),
  person('Diego', 'Marchetti', 'Financial Analyst', 'Finance'),
  person('Bea', 'Kowalczyk', 'Accounts Payable Clerk', 'Finance'),
  person('Ruth', 'Adeyemi', 'Payroll Lead', 'Finance'),
  person('Jonas', 'Brandt', 'Payroll Specialist', 'Finance'),
  person('Clara', 'Nyström', 'HR Business Partner', 'People'),
  person('Ahmed', 'Farouk', 'Recruiter', 'People'),
  person('Lucía', 'Ortega', 'Learning Lead', 'People'),
  person('Kenji', 'Watari', 'Firmware Lead', 'Engineering'),
  person('Alina', 'Petrescu', 'Firmware Engineer', 'Engineering'),
  person('Marcus', 'Webb', 'Firmware Engineer', 'Engineering'),
  person('Noor', 'Haddad', 'Firmware Engineer', 'Engineering'),
  person('Elif', 'Demir', 'Platform Lead', 'Engineering'),
  person('Tomasz', 'Zielinski', 'Site Reliability Engineer', 'Engineering'),
  person('Grace', 'Mbeki', 'Platform Engineer', 'Engineering'),
  person('Ivan', 'Horvat', 'Security Engineer', 'Engineering'),
  person('Sofia', 'Lindgren', 'Optics Lead', 'Engineering'),
  person('Rafael', 'Teixeira', 'Optical Engineer', 'Engineering'),
  person('Mei', 'Tanaka', 'Test Engineer', 'Engineering'),
  person('Björn', 'Halvorsen', 'Operations Manager', 'Operations'),
  person('Amara', 'Diallo', 'Supply Planner', 'Operations'),
  person('Peter', 'Novak', 'Warehouse Lead', 'Operations'),
  person('Liam', 'Gallagher', 'Field Service Lead', 'Operations'),
  person('Zanele', 'Khumalo', 'Field Technician', 'Operations'),
  person('Oskar', 'Nyberg', 'Field Technician', 'Operations'),
  person('Farah', 'Siddiqui', 'Service Coordinator', 'Operations'),
  person('Charlotte', 'Dubois', 'Head of Sales', 'Sales'),
  person('Mateo', 'Rojas', 'Account Manager', 'Sales'),
  person('Yuki', 'Sato', 'Account Manager', 'Sales'),
  person('Nadia', 'Benali', 'Tender Manager', 'Sales'),
  person('Ingrid', 'Solberg', 'IT Manager', 'IT and Legal', { roles: ['globalAdministrator'] }),
  person('Arthur', 'Pell', 'Knowledge Lead', 'IT and Legal', { roles: ['searchAdministrator'] }),
  person('Helena', 'Costa', 'General Counsel', 'IT and Legal', { roles: ['complianceAdministrator'] }),
  person('Viktor', 'Stahl', 'Harbour Consultant', 'Guests', { guestOf: 'stahl-harbour.example' }),
  person('Dana', 'Whitfield', 'Port Liaison', 'Guests', { guestOf: 'meridian-port.example' }),
]

/** `maren.voss@lumenquay.example`; guests carry their own organisation's domain. */
export function samplePrincipalName({ givenName, surname, guestOf }: SamplePerson): string {
  const plain = `${givenName}.${surname}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return `${plain}@${guestOf ?? SAMPLE_TENANT.domain}`
}

export interface SampleGroup {
  readonly displayName: string
  readonly description: string
  /** Members by `Given Surname`. */
  readonly people: readonly string[]
  /** Groups that are members of this one. */
  readonly groups?: readonly string[]
}

/** Twelve groups; a member of Payroll is in Finance, a member of Firmware in Engineering and Project Beacon. */
export const SAMPLE_GROUPS: readonly SampleGroup[] = [
  {
    displayName: 'Leadership',
    description: 'The executive team',
    people: ['Maren Voss', 'Tobias Achterberg', 'Priya Raman', 'Odile Fournier', 'Samuel Okonjo'],
  },
  {
    displayName: 'Finance',
    description: 'Controlling, accounts and, by nesting, payroll',
    people: ['Tobias Achterberg', 'Hanna Lindqvist', 'Diego Marchetti', 'Bea Kowalczyk'],
    groups: ['Payroll'],
  },
  { displayName: 'Payroll', description: 'Salaries and taxes', people: ['Ruth Adeyemi', 'Jonas Brandt'] },
  {
    displayName: 'People Team',
    description: 'Human resources, recruiting and learning',
    people: ['Samuel Okonjo', 'Clara Nyström', 'Ahmed Farouk', 'Lucía Ortega'],
  },
  {
    displayName: 'Engineering',
    description: 'All who build the product',
    people: ['Priya Raman'],
    groups: ['Firmware', 'Platform', 'Optics'],
  },
  {
    displayName: 'Firmware',
    description: 'What runs inside the lanterns',
    people: ['Kenji Watari', 'Alina Petrescu', 'Marcus Webb', 'Noor Haddad'],
  },
  {
    displayName: 'Platform',
    description: 'Fleet service, infrastructure and security',
    people: ['Elif Demir', 'Tomasz Zielinski', 'Grace Mbeki', 'Ivan Horvat'],
  },
  {
    displayName: 'Optics',
    description: 'Lenses, light sources and their tests',
    people: ['Sofia Lindgren', 'Rafael Teixeira', 'Mei Tanaka'],
  },
  {
    displayName: 'Operations',
    description: 'Supply, warehouse and, by nesting, field service',
    people: ['Odile Fournier', 'Björn Halvorsen', 'Amara Diallo', 'Peter Novak'],
    groups: ['Field Service'],
  },
  {
    displayName: 'Field Service',
    description: 'Those who go out to the harbours',
    people: ['Liam Gallagher', 'Zanele Khumalo', 'Oskar Nyberg', 'Farah Siddiqui'],
  },
  {
    displayName: 'Sales',
    description: 'Accounts and tenders',
    people: ['Charlotte Dubois', 'Mateo Rojas', 'Yuki Sato', 'Nadia Benali'],
  },
  {
    displayName: 'Project Beacon',
    description: 'The next lantern: people from several departments and a consultant',
    people: ['Sofia Lindgren', 'Charlotte Dubois', 'Viktor Stahl'],
    groups: ['Firmware'],
  },
]

export interface SampleApp {
  readonly displayName: string
  readonly permissions: readonly string[]
  readonly scopes: readonly string[]
  readonly isPublic: boolean
}

export const SAMPLE_APPS: readonly SampleApp[] = [
  {
    displayName: 'Harbour documents connector',
    permissions: [
      'ExternalConnection.ReadWrite.OwnedBy',
      'ExternalItem.ReadWrite.OwnedBy',
      'User.Read.All',
      'Group.Read.All',
    ],
    scopes: [],
    isPublic: false,
  },
  {
    displayName: 'Operations desk',
    permissions: ['ExternalConnection.Read.All', 'ExternalItem.Read.All'],
    scopes: [],
    isPublic: false,
  },
  {
    displayName: 'Lantern line',
    permissions: [],
    scopes: ['openid', 'profile', 'offline_access', 'User.Read', 'ExternalItem.Read.All'],
    isPublic: true,
  },
]
