import type { JsonObject } from '@jumpseat/wire'
import { createCardRenderer } from '../cards/render.ts'
import type { CardRenderer } from '../cards/types.ts'
import { callTool } from '../mcp/call.ts'
import { type Discovery, discover } from '../mcp/discover.ts'
import type { AcceptedTool } from '../mcp/pin.ts'
import { createMcpSessions } from '../mcp/session.ts'
import type { McpServer, Skill } from '../types.ts'
import { callHttp } from './http.ts'
import type { CallContext, CallReport } from './types.ts'

/** Calls functions. Holds the sessions of MCP servers and the thread that makes cards. */
export interface Caller {
  /**
   * One call: at most one effect. Journal, confirmation and who may call are decided before; nothing here is retried but
   * what the other side refused with 401. Never rejects for what the other side does.
   */
  call(skill: Skill, args: JsonObject, context: CallContext): Promise<CallReport>
  /** The functions of a server, asked for now; see `discover`. */
  discover(server: McpServer, accepted: readonly AcceptedTool[], context: CallContext): Promise<Discovery>
  close(): Promise<void>
}

export interface CallerOptions {
  readonly cards?: CardRenderer
  readonly now?: () => number
  /** A server said, while it was called, that its tools have changed: time to `discover` them again. Its key. Contract: packages 7.7. */
  readonly onToolsChanged?: (server: string) => void
}

export function createCaller({
  cards = createCardRenderer(),
  now = Date.now,
  onToolsChanged = () => {},
}: CallerOptions = {}): Caller {
  const sessions = createMcpSessions({ now, onChanged: ({ key }) => onToolsChanged(key) })

  async function dispatch(skill: Skill, args: JsonObject, context: CallContext) {
    const { binding } = skill
    switch (binding.kind) {
      case 'http':
        return callHttp(skill, binding, args, context, cards)
      case 'mcp':
        return callTool(skill, binding, args, context, sessions, cards)
    }
  }

  return {
    async call(skill, args, context) {
      const startedAt = now()
      const report = await dispatch(skill, args, context)
      return { ...report, timing: { startedAt, ms: now() - startedAt } }
    },
    discover: (server, accepted, context) => discover(server, accepted, context, sessions),
    close: async () => {
      await Promise.all([sessions.close(), cards.close()])
    },
  }
}
