// Functions that a server tells of itself. contract: plugins-and-packages 7.7; publishing-and-governance REQ-62
import { type Actor, authorOf } from '@jumpseat/directory'
import {
  type AcceptedTool,
  type CallContext,
  type Caller,
  DEFAULT_BUDGET,
  type HeldTool,
  type McpServer,
  type Skill,
} from '@jumpseat/skills'
import type { Statement, Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { orchestratorErrors } from '../errors.ts'
import type { Calling } from '../turn/ports.ts'
import type { InstalledApp } from './types.ts'

/** What is known of one server: what is offered, and what waits for an administrator. */
export interface ServerTools {
  readonly key: string
  readonly accepted: readonly AcceptedTool[]
  readonly held: readonly HeldTool[]
  /** Why it could not be asked the last time; what was accepted before is offered meanwhile. */
  readonly problem: string | undefined
  /** Milliseconds since 1970. */
  readonly at: number
}

type Needs = Pick<Context, 'store' | 'now'> & {
  readonly record: Context['audit']['record']
  readonly discover: Caller['discover']
  readonly reach: Pick<Calling, 'egressOf' | 'credentials'>
}

/** Servers whose functions the package does not name. */
export const liveServers = ({ skills }: Pick<InstalledApp, 'skills'>): readonly McpServer[] =>
  skills.servers.filter(({ pinned, overrides }) => pinned.length === 0 && overrides.length === 0)

/** Asks the server now; a tool that is new passes a screen, one that changed waits for an administrator. */
export async function askServer(
  needs: Needs,
  server: McpServer,
): Promise<{ skills: readonly Skill[]; tools: ServerTools }> {
  const { store, now, discover, reach } = needs
  const before = serverTools(store, server)
  const context: CallContext = {
    credentials: reach.credentials,
    egress: reach.egressOf({ tenant: server.tenant, app: server.source.app.id }),
    tenant: server.tenant,
    user: undefined,
    locale: 'en',
    budget: DEFAULT_BUDGET,
    session: `servers/${server.key}`,
  }
  const { skills, accepted, held, failure } = await discover(server, before?.accepted ?? [], context)
  const problem =
    failure === undefined ? undefined : 'reason' in failure ? failure.reason.message : 'The server asks for a sign-in.'
  const tools: ServerTools = {
    key: server.key,
    accepted,
    held: failure === undefined ? held : (before?.held ?? []),
    problem,
    at: now(),
  }
  await store.write([keepServer(store, server, tools)])
  return { skills, tools }
}

/** An administrator has looked at the tool that waits, in exactly this definition. Errors: `toolNotHeld`. */
export async function acceptTool(
  needs: Needs,
  app: InstalledApp,
  key: string,
  name: string,
  hash: string,
  actor: Actor,
): Promise<void> {
  const { store, record } = needs
  const server = liveServers(app).find((each) => each.key === key)
  const tools = server && serverTools(store, server)
  const held = tools?.held.find(({ tool, hash: is }) => tool.name === name && is === hash)
  if (!server || !tools || !held) throw orchestratorErrors.toolNotHeld({ name })
  const accepted = [...tools.accepted.filter(({ tool }) => tool.name !== name), { tool: held.tool, hash }]
  await store.write([
    keepServer(store, server, { ...tools, accepted, held: tools.held.filter((each) => each !== held) }),
    ...record({
      ...authorOf(actor),
      tenantId: app.tenantId,
      action: 'tool.accept',
      object: { type: 'tool', id: `${key}/${name}`, name },
      before: { hash: held.accepted?.hash ?? null },
      after: { hash },
    }),
  ])
}

const sealContext = (key: string) => `chat_servers:${key}`

export function serverTools(
  store: Pick<Store, 'read' | 'sealer'>,
  { tenant, key }: Pick<McpServer, 'tenant' | 'key'>,
): ServerTools | undefined {
  const [row] = store.read<{ sealed: Uint8Array }>({
    sql: 'SELECT sealed FROM chat_servers WHERE tenant = ? AND server = ?',
    parameters: [tenant, key],
  })
  return row && JSON.parse(store.sealer.openText(tenant, sealContext(key), row.sealed))
}

function keepServer(
  { sealer }: Pick<Store, 'sealer'>,
  { tenant, key, source }: McpServer,
  tools: ServerTools,
): Statement {
  return {
    sql: `INSERT INTO chat_servers (tenant, server, app, sealed) VALUES (?, ?, ?, ?)
      ON CONFLICT (tenant, server) DO UPDATE SET sealed = excluded.sealed`,
    parameters: [tenant, key, source.app.id, sealer.seal(tenant, sealContext(key), JSON.stringify(tools))],
  }
}

export const dropServers = (tenantId: TenantId, appId: string): Statement => ({
  sql: 'DELETE FROM chat_servers WHERE tenant = ? AND app = ?',
  parameters: [tenantId, appId],
})
