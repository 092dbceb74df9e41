import type { AgentConnector } from '@jumpseat/manifest'
import { own } from '@jumpseat/wire'
import { skillsErrors } from '../errors.ts'
import type { Authentication, McpServer, SkillSet, Source } from '../types.ts'
import { BEARER, mcpAuthentication } from './authentication.ts'
import { EMPTY } from './set.ts'
import { type Origin, unavailable } from './skill.ts'
import { skillOfTool } from './tool.ts'

// contract: packages 1.5
const CONNECTOR_SIGN_INS: Readonly<Record<string, (reference: string | undefined) => Authentication>> = {
  none: () => ({ kind: 'none' }),
  oauthpluginvault: (referenceId) => mcpAuthentication({ type: 'OAuthPluginVault', referenceId, hints: {} }),
  apikeypluginvault: (referenceId) => mcpAuthentication({ type: 'ApiKeyPluginVault', referenceId, hints: {} }),
  dynamicclientregistration: (reference) => ({ kind: 'registration', reference, placement: BEARER }),
}

/** The MCP server that an agent connector names. Contract: packages 1.5. */
export function skillsOfConnector(connector: AgentConnector, origin: Origin, actionId: string): SkillSet {
  const source: Source = {
    app: origin.app,
    action: {
      id: actionId,
      name: connector.displayName,
      namespace: connector.id,
      description: connector.description ?? '',
    },
    runtime: 'RemoteMCPServer',
    place: connector.pointer,
  }
  const fn = { name: connector.id, description: connector.description }
  if (connector.source.kind === 'plugin') return EMPTY
  if (connector.source.kind !== 'remoteMcpServer') {
    const reason = skillsErrors.runtimeUnserved({ name: connector.displayName, runtime: connector.source.kind })
    return { ...EMPTY, unavailable: [unavailable(source, fn, reason)] }
  }
  const authentication = own(CONNECTOR_SIGN_INS, connector.authType.toLowerCase())?.(connector.referenceId)
  if (authentication === undefined) {
    const reason = skillsErrors.signInUnserved({ scheme: connector.authType })
    return { ...EMPTY, unavailable: [unavailable(source, fn, reason)] }
  }
  const { url, tools } = connector.source
  const key = [origin.app.id, actionId].map(encodeURIComponent).join('/')
  const server: McpServer = { tenant: origin.tenant, key, url, authentication, source, pinned: tools, overrides: [] }
  return { ...EMPTY, skills: tools.map((tool) => skillOfTool(server, tool)), servers: [server] }
}
