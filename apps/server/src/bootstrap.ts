import { randomUUID } from 'node:crypto'
import {
  type App,
  createSampleOrganisation,
  type Directory,
  newUser,
  SAMPLE_TENANT,
  type Tenant,
} from '@jumpseat/directory'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import { serverErrors } from './errors.ts'
import { CALLBACK_PATH } from './session/sign-in.ts'

export interface BootstrapOptions {
  readonly store: Store
  readonly directory: Directory
  readonly folder: string
  readonly sample: boolean
  readonly organisation: string
  readonly domain: string
}

export interface FirstStart {
  readonly tenant: Tenant
  /** One-time code of the first administrator; only on the very first start without the sample organisation. */
  readonly welcomeCode: string | undefined
}

/** The organisation of this data folder; the first start makes it. */
export async function bootstrap(options: BootstrapOptions): Promise<FirstStart> {
  const [existing] = options.directory.tenants()
  if (options.sample) return { tenant: await sampleTenant(options, existing), welcomeCode: undefined }
  const tenant = existing ?? (await createOwnOrganisation(options, options.organisation, options.domain))
  return { tenant, welcomeCode: tenant.isSample ? undefined : await welcomeCodeOf(options.directory, tenant) }
}

async function sampleTenant(
  { store, directory, folder }: BootstrapOptions,
  existing: Tenant | undefined,
): Promise<Tenant> {
  if (existing && existing.id !== SAMPLE_TENANT.id)
    throw serverErrors.notSampleFolder({ folder, name: existing.displayName })
  await store.sealer.createKey(SAMPLE_TENANT.id as TenantId)
  return createSampleOrganisation(directory)
}

/** The key comes first: an organisation without one could never be mended, a key without one harms nobody. */
export async function createOwnOrganisation(
  { store, directory }: Pick<BootstrapOptions, 'store' | 'directory'>,
  displayName: string,
  domain: string,
): Promise<Tenant> {
  const id = randomUUID() as TenantId
  await store.sealer.createKey(id)
  const administrator = newUser({ userPrincipalName: `admin@${domain}`, displayName: 'Administrator' })
  return directory.createOrganisation({
    tenant: { id, displayName, domain, isSample: false },
    users: [{ ...administrator, roles: ['globalAdministrator'] }],
    groups: [],
    apps: [],
  })
}

/** A code until the administrator has set a password: a restart gives a new one, so a lost link locks nobody out. */
export async function welcomeCodeOf(directory: Directory, tenant: Tenant): Promise<string | undefined> {
  const administrator = directory.user(tenant.id, `admin@${tenant.domain}`)
  if (!administrator || directory.hasPassword(tenant.id, administrator.id)) return undefined
  return directory.createWelcomeCode(tenant.id, administrator.id)
}

const PAGES_APP = 'Jumpseat pages'
/** What anybody who is signed in may do. Not which connections there are: the pages of administrators go by roles. */
const PAGES_SCOPES = ['User.Read', 'User.Read.All', 'Group.Read.All', 'ExternalItem.Read.All']

/** The pages' own registration in an organisation. */
export function pagesApp(directory: Directory, tenantId: TenantId): App {
  const app = directory.appByName(tenantId, PAGES_APP)
  if (!app) throw serverErrors.signInFailed({ reason: 'the pages are not registered in this organisation' })
  return app
}

/** Registers the pages, with the origins that this start is reached by. */
export async function registerPages(
  directory: Directory,
  tenantId: TenantId,
  origins: readonly string[],
): Promise<void> {
  const redirectUris = origins.map((origin) => `${origin}${CALLBACK_PATH}`)
  const app = directory.appByName(tenantId, PAGES_APP)
  if (!app) {
    const wanted = { displayName: PAGES_APP, permissions: [], scopes: PAGES_SCOPES, redirectUris, isPublic: true }
    await directory.createApp(tenantId, wanted, 'system')
    return
  }
  const missing = redirectUris.filter((uri) => !app.redirectUris.includes(uri))
  if (missing.length > 0) await directory.grant(tenantId, app.appId, { redirectUris: missing }, 'system')
}
