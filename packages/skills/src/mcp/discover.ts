import type { McpTool } from '@jumpseat/manifest'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import type { CallContext, Outcome } from '../call/types.ts'
import { skillsErrors } from '../errors.ts'
import { findingOf } from '../findings.ts'
import { textOf } from '../schema/text.ts'
import { skillOfTool } from '../sources/tool.ts'
import type { Finding, McpServer, Skill } from '../types.ts'
import { toolFailure } from './call.ts'
import { type AcceptedTool, type HeldTool, reviewTools } from './pin.ts'
import { blockedError, type McpSessions, optionsOf } from './session.ts'

export interface Discovery {
  readonly skills: readonly Skill[]
  /** To keep for the next time. The same as before when the server could not be asked. */
  readonly accepted: readonly AcceptedTool[]
  readonly held: readonly HeldTool[]
  readonly findings: readonly Finding[]
  /** Why the server could not be asked; the last good set serves. */
  readonly failure: Exclude<Outcome, { kind: 'answered' }> | undefined
}

const MOST_TOOLS = 500
// Wider than the models' own rules: the name on the wire is kept, see `lower/names.ts`.
const NAME = /^[\w./-]{1,128}$/

/**
 * The functions of a server, asked for now. `accepted`: what this returned the last time, none at first. Pinned tools of a
 * package win over what the server says. Contract: packages 7.7 and 8.3. Never rejects for what the server does.
 */
export async function discover(
  server: McpServer,
  accepted: readonly AcceptedTool[],
  context: CallContext,
  sessions: McpSessions,
): Promise<Discovery> {
  const listed = await listTools(server, context, sessions)
  if ('failure' in listed) {
    return {
      skills: skillsOf(
        server,
        accepted.map(({ tool }) => tool),
      ),
      accepted,
      held: [],
      findings: [],
      failure: listed.failure,
    }
  }
  const { tools, findings } = listed
  const isPinned = server.pinned.length > 0 || server.overrides.length > 0
  const review = reviewTools(accepted, isPinned ? tools.filter(({ name }) => isNamed(server, name)) : tools)
  const gone = review.gone.map((name) => findingOf(skillsErrors.toolGone({ name })))
  return {
    skills: skillsOf(
      server,
      review.accepted.map(({ tool }) => tool),
    ),
    accepted: review.accepted,
    held: review.held,
    findings: [...findings, ...missing(server, tools), ...gone],
    failure: undefined,
  }
}

const isNamed = ({ pinned, overrides }: McpServer, name: string) =>
  pinned.some((tool) => tool.name === name) || overrides.some((fn) => fn.name === name)

/** Pinned tools in the package's words, whether the server has them or not; else those that were accepted. */
function skillsOf(server: McpServer, accepted: readonly McpTool[]): readonly Skill[] {
  const declared = new Map(server.overrides.map((fn) => [fn.name, fn]))
  if (server.pinned.length > 0) return server.pinned.map((tool) => skillOfTool(server, tool, declared.get(tool.name)))
  return accepted.map((tool) => skillOfTool(server, tool, declared.get(tool.name)))
}

/** contract: packages 7.7, a missing pinned tool is reported */
function missing(server: McpServer, tools: readonly McpTool[]): readonly Finding[] {
  const names = new Set([...server.pinned, ...server.overrides].map(({ name }) => name))
  for (const { name } of tools) names.delete(name)
  return [...names].map((name) => findingOf(skillsErrors.operationMissing({ name }, { place: server.source.place })))
}

type Listed = { readonly tools: readonly McpTool[]; readonly findings: readonly Finding[] }

async function listTools(
  server: McpServer,
  context: CallContext,
  sessions: McpSessions,
): Promise<Listed | { readonly failure: NonNullable<Discovery['failure']> }> {
  try {
    const session = await sessions.take(server, context)
    try {
      const { tools }: { tools: unknown } = await session.client.listTools(undefined, optionsOf(context))
      return readTools(Array.isArray(tools) ? tools : [])
    } catch (error) {
      const blocked = session.blocked()
      throw blocked === undefined ? error : blockedError(server.source.action.name, blocked)
    }
  } catch (error) {
    await sessions.drop(server, context)
    const outcome = toolFailure({ name: server.source.action.name, effects: 'read' }, error)
    return { failure: outcome.kind === 'answered' ? { kind: 'arguments', problems: [] } : outcome }
  }
}

function readTools(listed: readonly unknown[]): Listed {
  const findings: Finding[] = []
  const tools = new Map<string, McpTool>()
  for (const given of listed.slice(0, MOST_TOOLS)) {
    const document: JsonObject = isJsonObject(given) ? given : {}
    const { name, description, inputSchema } = document
    if (typeof name !== 'string' || !NAME.test(name)) {
      findings.push(findingOf(skillsErrors.toolName({ name: textOf(name ?? '').slice(0, 60) })))
      continue
    }
    if (tools.has(name)) continue
    tools.set(name, {
      name,
      description: typeof description === 'string' ? description : undefined,
      inputSchema: isJsonObject(inputSchema) ? inputSchema : { type: 'object' },
      document,
    })
  }
  if (listed.length > MOST_TOOLS) findings.push(findingOf(skillsErrors.tooManyTools({ limit: MOST_TOOLS })))
  return { tools: [...tools.values()], findings }
}
