import { createHash } from 'node:crypto'
import { platformFetch } from '@jumpseat/egress'
import { CodedError } from '@jumpseat/wire'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { present } from '../call/present.ts'
import type { CallContext, Outcome } from '../call/types.ts'
import { skillsErrors } from '../errors.ts'
import type { Authentication, Source } from '../types.ts'

/** What a session needs to know of its server. */
export interface SessionServer {
  readonly key: string
  readonly url: string
  readonly authentication: Authentication
  readonly source: Source
}

/** One person's connection to one server. */
export interface McpSession {
  readonly client: Client
  /** Why requests cannot be made, when the credential is the reason. */
  readonly blocked: () => Extract<Outcome, { kind: 'signIn' | 'failed' }> | undefined
  /** The rules of the call that comes next: way out, limits, who asks. */
  readonly adopt: (context: CallContext) => void
  readonly close: () => Promise<void>
}

/** Opens a session: `initialize` in any version of the protocol from 2024-10-07 to 2025-11-25. Contract: packages 8.3. Errors: the SDK's, egress's, and `signInNeeded`. */
export async function openSession(
  server: SessionServer,
  first: CallContext,
  onChanged: (server: SessionServer) => void,
): Promise<McpSession> {
  let context = first
  let blocked: ReturnType<McpSession['blocked']>

  /** The SDK's fetch: through egress, with the credential of the moment, tried once more after a 401. */
  async function fetchWithCredential(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input)
    // Nothing listens between calls: a stream that the server could push on is not opened.
    if ((init.method ?? 'GET') === 'GET') return new Response(null, { status: 405 })
    const { ms, bytes } = context.budget
    const send = platformFetch(context.egress, { timeout: ms, maxBytes: bytes })
    let answer: Response | undefined
    for (const attempt of [1, 2] as const) {
      const credential = await present(server, server.url, attempt, context)
      if (credential.kind !== 'given') {
        blocked = credential
        throw blockedError(server.source.action.name, credential)
      }
      const target = new URL(url)
      for (const [name, value] of Object.entries(credential.query)) target.searchParams.set(name, value)
      const headers = new Headers(init.headers)
      headers.set('accept-language', context.locale)
      for (const [name, value] of Object.entries(credential.headers)) headers.set(name, value)
      const cookies = Object.entries(credential.cookies).map(([name, value]) => `${name}=${value}`)
      if (cookies.length > 0) headers.set('cookie', cookies.join('; '))
      answer = await send(target, { ...init, headers })
      if (answer.status !== 401 || server.authentication.kind === 'none') return answer
      await answer.body?.cancel()
    }
    return answer ?? new Response(null, { status: 401 })
  }

  const client = new Client(
    { name: 'jumpseat', version: '0.1.0' },
    {
      capabilities: {},
      listMaxPages: 20,
      // Output schemas come from strangers; what a tool returns is data in any case.
      jsonSchemaValidator: {
        getValidator: () => (input: unknown) => ({ valid: true, data: input as never, errorMessage: undefined }),
      },
    },
  )
  client.setNotificationHandler('notifications/tools/list_changed', () => {
    onChanged(server)
  })
  const transport = new StreamableHTTPClientTransport(new URL(server.url), { fetch: fetchWithCredential })
  const session: McpSession = {
    client,
    blocked: () => blocked,
    adopt: (next) => {
      context = next
      blocked = undefined
    },
    close: async () => {
      await transport.terminateSession().catch(() => {})
      await client.close().catch(() => {})
    },
  }
  try {
    await client.connect(transport, optionsOf(first))
  } catch (error) {
    await client.close().catch(() => {})
    throw blocked === undefined ? error : blockedError(server.source.action.name, blocked)
  }
  return session
}

type BlockedOutcome = NonNullable<ReturnType<McpSession['blocked']>>

/** The error of a session that cannot be used for want of a credential; the outcome travels as its cause. */
export const blockedError = (name: string, outcome: BlockedOutcome) =>
  skillsErrors.signInNeeded({ name }, { cause: outcome })

/** The outcome that `blockedError` was made of. */
export function blockedOutcome(error: unknown): BlockedOutcome | undefined {
  const isBlocked = error instanceof CodedError && error.code === skillsErrors.specs.signInNeeded.code
  return isBlocked ? (error.more.cause as BlockedOutcome | undefined) : undefined
}

export const optionsOf = ({ budget, signal }: CallContext) => ({
  timeout: budget.ms,
  maxTotalTimeout: budget.ms,
  ...(signal && { signal }),
})

/** Sessions by server, person and conversation, each closed when it has been idle. */
export interface McpSessions {
  take(server: SessionServer, context: CallContext): Promise<McpSession>
  /** Forgets a session that failed. */
  drop(server: SessionServer, context: CallContext): Promise<void>
  close(): Promise<void>
}

const IDLE = 5 * 60_000
const MOST = 500

/** `onChanged`: a server said, while it was called, that its tools have changed. */
export function createMcpSessions({
  now = Date.now,
  onChanged = () => {},
}: {
  now?: () => number
  onChanged?: (server: SessionServer) => void
} = {}): McpSessions {
  const held = new Map<string, { readonly session: Promise<McpSession>; used: number }>()

  const end = (key: string) => {
    const entry = held.get(key)
    held.delete(key)
    return entry?.session.then(({ close }) => close()).catch(() => {})
  }

  return {
    async take(server, context) {
      for (const [key, { used }] of held) if (now() - used > IDLE || held.size > MOST) void end(key)
      const key = keyOf(server, context)
      const known = held.get(key)
      if (known !== undefined) {
        // The order of the map is the order of use.
        held.delete(key)
        held.set(key, { ...known, used: now() })
        const session = await known.session
        session.adopt(context)
        return session
      }
      const session = openSession(server, context, onChanged)
      held.set(key, { session, used: now() })
      session.catch(() => held.delete(key))
      return session
    },
    drop: async (server, context) => {
      await end(keyOf(server, context))
    },
    close: async () => {
      await Promise.all([...held.keys()].map(end))
    },
  }
}

/** Whoever asks and how they sign in is part of the key: an answer never reaches another person. */
function keyOf({ key, url, authentication }: SessionServer, { tenant, user, session }: CallContext): string {
  return createHash('sha256')
    .update(JSON.stringify([tenant, key, url, authentication, user, session]))
    .digest('hex')
}
