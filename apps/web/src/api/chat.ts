import { call, get, type Outcome, openStream, type Problem, post } from './http.ts'

// The shapes of `/api/chat`; packages/orchestrator/README.md describes them.

export interface Conversation {
  readonly id: string
  readonly title: string
  readonly agentId: string | null
  readonly state: string
  readonly runningTurnId: string | null
  readonly turnCount: number
  readonly createdAt: string
  readonly changedAt: string
}

export interface Addition {
  readonly description: string
  readonly text: string
}

export interface Citation {
  readonly n: number
  readonly kind: string
  readonly title: string
  readonly subtitle?: string
  readonly url?: string
  readonly host?: string
  readonly from: string
  readonly item?: { readonly connectionId: string; readonly itemId: string }
  readonly isOwnContent: boolean
  readonly isGone: boolean
}

export interface TurnCard {
  readonly callId: string
  readonly title?: string
  readonly card: unknown
}

export type Effects = 'read' | 'write' | 'destructive'

export interface Confirmation {
  readonly callId: string
  readonly skill: string
  readonly functionName: string
  readonly app: {
    readonly id: string
    readonly name: string
    readonly privacyUrl?: string
    readonly termsUrl?: string
  }
  readonly title: string
  readonly body: string
  readonly arguments: Readonly<Record<string, unknown>>
  readonly effects: Effects
  readonly reasons: readonly string[]
  readonly derived: readonly { readonly argument: string; readonly text: string; readonly from: string }[]
  readonly mayAlwaysAllow: boolean
}

export interface TurnCall {
  readonly id: string
  readonly functionName: string
  readonly appName: string
  readonly skill: string | null
  readonly state: string
  readonly problem: string | null
}

export interface Turn {
  readonly id: string
  readonly conversationId: string
  readonly status: 'running' | 'waiting' | 'answered' | 'stopped' | 'failed' | 'refused' | 'interrupted'
  readonly createdAt: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly prompt: { readonly text: string; readonly additions: readonly Addition[] }
  readonly text: string
  /** What every answer says of itself. */
  readonly label: string
  readonly citations: readonly Citation[]
  readonly cards: readonly TurnCard[]
  readonly followUps: readonly string[]
  readonly notices: readonly string[]
  readonly calls: readonly TurnCall[]
  readonly confirmations: readonly Confirmation[]
  readonly error: { readonly code: string; readonly message: string; readonly fix: string } | null
  readonly ms: number
}

/** How a turn was answered. Members beyond these are shown as they come, in the raw view. */
export interface Trace {
  readonly model: string
  readonly agent: { readonly id: string; readonly name: string; readonly version: string } | null
  /** Names of the agents that worked for it. */
  readonly workers?: readonly string[]
  readonly steps: readonly { readonly step: string; readonly ms: number; readonly detail?: unknown }[]
  readonly sources: readonly {
    readonly n: number
    readonly kind: string
    readonly title: string
    readonly from?: string
    readonly score?: number
    readonly isSuspicious?: boolean
  }[]
  readonly candidates: readonly {
    readonly name: string
    readonly app: string
    readonly score: number
    readonly reason: string
    /** Steps of the ladder that found it; absent in turns of earlier versions. */
    readonly matched?: readonly string[]
    readonly meaning?: number
    readonly isOffered: boolean
  }[]
  readonly calls: readonly {
    readonly id: string
    readonly functionName: string
    readonly appName: string
    readonly state: string
    readonly arguments: unknown
    readonly decision?: string
    readonly problem?: string
    readonly report?: unknown
  }[]
  readonly prompt: unknown
  readonly spent: Readonly<Record<'steps' | 'calls' | 'tokens' | 'bytes' | 'ms', number>>
  readonly isTainted: boolean
}

export interface Agent {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly starters: readonly { readonly title?: string | null; readonly text: string }[]
  readonly disclaimer?: string | null
  readonly capabilities: readonly { readonly name: string; readonly isAvailable: boolean; readonly note: string }[]
  /** What it brings along, each with why it is not read. */
  readonly files: readonly { readonly name: string; readonly problem: string | null }[]
}

export interface Plugin {
  readonly id: string
  readonly name: string
  readonly app: { readonly name: string; readonly publisher: string }
  readonly description: string
  readonly isOn: boolean
  readonly privacyUrl?: string | null
  readonly termsUrl?: string | null
  readonly functions: readonly {
    readonly id: string
    readonly name: string
    readonly description: string
    readonly effects: Effects | null
    /** Why it cannot be called. */
    readonly problem: string | null
  }[]
}

export interface Allowed {
  readonly skill: string
  readonly name: string
  readonly app: string
  readonly at: string
}

interface List<T> {
  readonly value: readonly T[]
}

export type StreamEvent =
  | { readonly name: 'turn'; readonly conversationId: string; readonly turnId: string }
  | { readonly name: 'state'; readonly state: string; readonly detail?: string }
  | { readonly name: 'text'; readonly delta: string }
  | { readonly name: 'replace'; readonly text: string }
  | { readonly name: 'citation'; readonly citation: Citation }
  | { readonly name: 'card'; readonly card: TurnCard }
  | { readonly name: 'confirmation'; readonly confirmation: Confirmation }
  | { readonly name: 'notice'; readonly text: string }
  | { readonly name: 'done' | 'error'; readonly turn: Turn }

const id = encodeURIComponent
const at = (conversation: string, rest = '') => `/api/chat/conversations/${id(conversation)}${rest}`

export const readConversations = (
  signal?: AbortSignal,
): Promise<Outcome<List<Conversation> & { next: string | null }>> => get('/api/chat/conversations?limit=50', signal)
export const createConversation = (agentId: string | undefined): Promise<Outcome<Conversation>> =>
  post('/api/chat/conversations', agentId === undefined ? {} : { agentId })
export const readConversation = (
  conversation: string,
  signal?: AbortSignal,
): Promise<Outcome<Conversation & { readonly turns: readonly Turn[] }>> => get(at(conversation), signal)
export const renameConversation = (conversation: string, title: string): Promise<Outcome<unknown>> =>
  call('PATCH', at(conversation), { body: { title } })
export const deleteConversation = (conversation: string): Promise<Outcome<unknown>> =>
  call('DELETE', at(conversation), { isLast: true })
export const stopTurn = (conversation: string): Promise<Outcome<unknown>> => post(at(conversation, '/stop'), {})
export const readTurn = (conversation: string, turn: string, signal?: AbortSignal): Promise<Outcome<Turn>> =>
  get(at(conversation, `/turns/${id(turn)}`), signal)
export const readTrace = (conversation: string, turn: string, signal?: AbortSignal): Promise<Outcome<Trace>> =>
  get(at(conversation, `/turns/${id(turn)}/trace`), signal)
export const rateTurn = (
  conversation: string,
  turn: string,
  body: { readonly rating: 'up' | 'down' | 'none'; readonly text?: string },
): Promise<Outcome<unknown>> => call('PUT', at(conversation, `/turns/${id(turn)}/feedback`), { body })

export const readAgents = (signal?: AbortSignal): Promise<Outcome<List<Agent>>> => get('/api/chat/agents', signal)
export const readPlugins = (signal?: AbortSignal): Promise<Outcome<List<Plugin>>> => get('/api/chat/plugins', signal)
export const switchPlugin = (plugin: string, isOn: boolean): Promise<Outcome<unknown>> =>
  call('PUT', `/api/chat/plugins/${id(plugin)}`, { body: { isOn } })
export const readAllowed = (signal?: AbortSignal): Promise<Outcome<List<Allowed>>> => get('/api/chat/allowed', signal)
export const forgetAllowed = (skill: string): Promise<Outcome<unknown>> =>
  call('DELETE', `/api/chat/allowed/${id(skill)}`)

/** What a person asks for; each is answered by a stream. */
export type Request =
  | { readonly kind: 'ask'; readonly text: string; readonly agentId?: string; readonly additions: readonly Addition[] }
  | { readonly kind: 'edit'; readonly turnId: string; readonly text: string; readonly additions: readonly Addition[] }
  | { readonly kind: 'retry'; readonly turnId: string }
  | {
      readonly kind: 'decide'
      readonly turnId: string
      readonly decisions: readonly { readonly callId: string; readonly decision: Decision }[]
    }
export type Decision = 'allowOnce' | 'alwaysAllow' | 'decline'

/**
 * Asks, and hands over each event of the answer. The problem when the server refused or could not be reached; a stream
 * that breaks off ends without one, and without `done` or `error`: the turn goes on at the server.
 */
export function ask(
  conversation: string,
  request: Request,
  onEvent: (event: StreamEvent) => void,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const [rest, body] = wireOf(request)
  return openStream(at(conversation, rest), body, signal, (name, data) =>
    onEvent({ ...(data as object), name } as StreamEvent),
  )
}

function wireOf(request: Request): readonly [path: string, body: object] {
  const where = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, locale: navigator.language }
  switch (request.kind) {
    case 'ask': {
      const { text, agentId, additions } = request
      return ['/turns', { text, additions, ...where, ...(agentId === undefined ? {} : { agentId }) }]
    }
    case 'edit':
      return [`/turns/${id(request.turnId)}/edit`, { text: request.text, additions: request.additions, ...where }]
    case 'retry':
      return [`/turns/${id(request.turnId)}/retry`, where]
    case 'decide':
      return [`/turns/${id(request.turnId)}/decisions`, { decisions: request.decisions }]
  }
}
