// API descriptions that a package names by address. contract: plugins-and-packages 2.6 and 4.1; publishing-and-governance REQ-62
import { createHash } from 'node:crypto'
import { type Actor, authorOf } from '@jumpseat/directory'
import { PACKAGE_LIMITS, resolvePackage } from '@jumpseat/manifest'
import { DEFAULT_BUDGET } from '@jumpseat/skills'
import type { Statement, Store } from '@jumpseat/store'
import { CodedError, type TenantId } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'
import type { Calling } from '../turn/ports.ts'
import type { InstalledApp } from './types.ts'

/** A description as it was fetched. */
export interface DescriptionCopy {
  /** SHA-256 of the bytes. */
  readonly hash: string
  readonly base64: string
}

/** What is known of one address: the copy that serves, and the one that waits for an administrator. */
export interface ApiDescription {
  readonly url: string
  readonly accepted: DescriptionCopy | undefined
  readonly held: DescriptionCopy | undefined
  /** Why it could not be fetched the last time; what was accepted before serves meanwhile. */
  readonly problem: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

type Needs = Pick<Context, 'store' | 'now'> & {
  readonly record: Context['audit']['record']
  readonly reach: Pick<Calling, 'egressOf'>
}
type OfApp = Pick<InstalledApp, 'tenantId' | 'id'>

/** Addresses of one package; the rest is not fetched. */
const MOST_DESCRIPTIONS = 10

export const addressesOf = ({ pkg }: Pick<InstalledApp, 'pkg'>): readonly string[] =>
  pkg.outsideDocuments.slice(0, MOST_DESCRIPTIONS)

/**
 * Fetches the description now, by the way out of the app and without any sign-in. The first copy serves, as it came with
 * the package that an administrator installs; one that differs from it waits until somebody has looked.
 */
export async function askForDescription(needs: Needs, app: OfApp, url: string): Promise<ApiDescription> {
  const { store, now } = needs
  const before = descriptionsOf(store, app).find((description) => description.url === url)
  const answer = await fetched(needs, app, url)
  const accepted = before?.accepted ?? answer.copy
  const isHeld = answer.copy !== undefined && answer.copy.hash !== accepted?.hash
  const description: ApiDescription = {
    url,
    accepted,
    // A copy that became the accepted one again waits no longer.
    held: answer.copy === undefined ? before?.held : isHeld ? answer.copy : undefined,
    problem: answer.problem,
    at: now(),
  }
  await store.write([keepDescription(store, app, description)])
  return description
}

async function fetched(
  { reach }: Needs,
  { tenantId, id }: OfApp,
  url: string,
): Promise<{ readonly copy?: DescriptionCopy; readonly problem?: string }> {
  try {
    const response = await reach.egressOf({ tenant: tenantId, app: id }).fetch(url, {
      headers: { accept: 'application/json, application/yaml, text/yaml, */*;q=0.5' },
      timeout: DEFAULT_BUDGET.ms,
      maxBytes: PACKAGE_LIMITS.document,
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    if (!response.ok) return { problem: `The address answered with status ${response.status}.` }
    if (!isDescription(bytes)) return { problem: 'What the address holds is no API description.' }
    const hash = createHash('sha256').update(bytes).digest('hex')
    return { copy: { hash, base64: Buffer.from(bytes).toString('base64') } }
  } catch (error) {
    return { problem: error instanceof CodedError ? error.message : 'The address could not be reached.' }
  }
}

const isDescription = (bytes: Uint8Array) =>
  resolvePackage({ files: new Map([['openapi.yaml', bytes]]), findings: [] }).kind === 'openapi'

/** An administrator has looked at the copy that waits. Errors: `descriptionNotHeld`. */
export async function acceptDescription(
  { store, record }: Needs,
  app: OfApp,
  url: string,
  hash: string,
  actor: Actor,
): Promise<void> {
  const before = descriptionsOf(store, app).find((description) => description.url === url)
  if (before?.held === undefined || before.held.hash !== hash) throw orchestratorErrors.descriptionNotHeld({ url })
  await store.write([
    keepDescription(store, app, { ...before, accepted: before.held, held: undefined }),
    ...record({
      ...authorOf(actor),
      tenantId: app.tenantId,
      action: 'description.accept',
      object: { type: 'description', id: `${app.id}/${url}`, name: url },
      before: { hash: before.accepted?.hash ?? null },
      after: { hash },
    }),
  ])
}

/** The copies that serve, by address, as `resolvePackage` takes them. */
export const copiesOf = (descriptions: readonly ApiDescription[]): ReadonlyMap<string, Uint8Array> =>
  new Map(descriptions.flatMap(({ url, accepted }) => (accepted ? [[url, bytesOf(accepted)] as const] : [])))

export const bytesOf = ({ base64 }: DescriptionCopy): Uint8Array => Buffer.from(base64, 'base64')

const sealContext = (app: string, key: string) => `chat_descriptions:${app}:${key}`
/** An address may be long, and may hold what no plain column should. */
const keyOf = (url: string) => createHash('sha256').update(url).digest('hex')

export function descriptionsOf(store: Pick<Store, 'read' | 'sealer'>, { tenantId, id }: OfApp): ApiDescription[] {
  const rows = store.read<{ address: string; sealed: Uint8Array }>({
    sql: 'SELECT address, sealed FROM chat_descriptions WHERE tenant = ? AND app = ? ORDER BY address',
    parameters: [tenantId, id],
  })
  return rows.map(({ address, sealed }) =>
    JSON.parse(store.sealer.openText(tenantId, sealContext(id, address), sealed)),
  )
}

function keepDescription(
  { sealer }: Pick<Store, 'sealer'>,
  { tenantId, id }: OfApp,
  description: ApiDescription,
): Statement {
  const key = keyOf(description.url)
  return {
    sql: `INSERT INTO chat_descriptions (tenant, app, address, sealed) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, app, address) DO UPDATE SET sealed = excluded.sealed`,
    parameters: [tenantId, id, key, sealer.seal(tenantId, sealContext(id, key), JSON.stringify(description))],
  }
}

export const dropDescriptions = (tenantId: TenantId, appId: string): Statement => ({
  sql: 'DELETE FROM chat_descriptions WHERE tenant = ? AND app = ?',
  parameters: [tenantId, appId],
})
