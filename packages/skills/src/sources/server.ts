import type { Authentication, McpServer } from '../types.ts'
import type { Origin } from './skill.ts'

export interface AddedServer {
  /** Among the servers of the tenant. */
  readonly id: string
  readonly name: string
  readonly description: string
  readonly url: string
  readonly authentication: Authentication
}

/** An MCP server that an administrator added: an app of its own, with all its tools. */
export function addedServer(
  tenant: Origin['tenant'],
  { id, name, description, url, authentication }: AddedServer,
): McpServer {
  return {
    tenant,
    key: `added/${encodeURIComponent(id)}`,
    url,
    authentication,
    source: {
      app: { id, version: '1', name },
      action: { id: 'server', name, namespace: id, description },
      runtime: 'RemoteMCPServer',
      place: '',
    },
    pinned: [],
    overrides: [],
  }
}
