import type { LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { Caller } from '@jumpseat/directory'
import type { CallReport, MatchStep, SkillId } from '@jumpseat/skills'
import type { JsonObject, JsonValue, TenantId } from '@jumpseat/wire'

/** In order. `select` to `observe` repeat until the model has no more calls. Contract: plugins-and-packages 7.1. */
export const STEPS = ['check', 'ground', 'match', 'select', 'confirm', 'call', 'observe', 'answer', 'record'] as const
export type StepName = (typeof STEPS)[number]

/**
 * `waiting`: for the decision of a person. `interrupted`: the server ended while it ran. All but the first two are ends.
 */
export type TurnStatus = 'running' | 'waiting' | 'answered' | 'stopped' | 'failed' | 'refused' | 'interrupted'

/** By which way the question came in. */
export type Surface = 'chat' | 'graph' | 'openai'

/** What a person asks. */
export interface Prompt {
  readonly text: string
  /** BCP 47. */
  readonly locale: string
  /** IANA. */
  readonly timeZone: string
  /** Texts that the client adds. They are data. */
  readonly additions: readonly { readonly description: string; readonly text: string }[]
}

/** Something that the model was shown to answer from: data, whoever wrote it. */
export interface Source {
  /** From 1, by which the model cites it. */
  readonly n: number
  readonly kind: 'item' | 'file' | 'addition' | 'editorial' | 'result'
  readonly title: string
  readonly subtitle?: string | undefined
  readonly url: string | undefined
  readonly from: string
  readonly passages: readonly string[]
  readonly item?: { readonly connectionId: string; readonly itemId: string } | undefined
  /** The call whose result it is. */
  readonly callId?: string | undefined
  readonly iconUrl?: string | undefined
  readonly sensitivityLabelId?: string | null | undefined
  readonly modifiedAt?: string | undefined
  readonly score: number
  /** It reads like an attempt to give orders to a model. */
  readonly isSuspicious: boolean
}

/** A numbered citation of the answer. Contract: plugins-and-packages 4.6 and 7.5. */
export interface Citation {
  /** From 1, in order of appearance: `[^1^]` in the text. */
  readonly n: number
  readonly kind: Source['kind']
  /** Number of the source in the prompt. */
  readonly source: number
  readonly title: string
  readonly subtitle?: string | undefined
  readonly url?: string | undefined
  /** Host of `url` as it is on the wire. */
  readonly host?: string | undefined
  readonly from: string
  readonly item?: Source['item']
  readonly iconUrl?: string | undefined
  readonly sensitivityLabelId?: string | null | undefined
  /** Stretches of the answer, in UTF-16 units, that it stands for, with the share of their words that the source holds. */
  readonly spans: readonly { readonly start: number; readonly end: number; readonly support: number }[]
  /** False for links that something outside gave: show a page that names the host first. */
  readonly isOwnContent: boolean
}

/** An Adaptive Card of a result, already closed: no remote images, no links but those that name their host. */
export interface Card {
  readonly callId: string
  readonly title: string | undefined
  readonly card: JsonObject
}

export type Decision = 'allowOnce' | 'alwaysAllow' | 'decline'

/** Why a person is asked. */
export type Reason =
  | 'firstUse'
  | 'effects'
  | 'untrusted'
  /** The arguments hold words that come from elsewhere than the person and the app itself. */
  | 'derived'

export interface Confirmation {
  readonly callId: string
  readonly skill: SkillId
  readonly functionName: string
  readonly app: {
    readonly id: string
    readonly name: string
    readonly privacyUrl?: string | undefined
    readonly termsUrl?: string | undefined
  }
  readonly title: string
  /** Markdown subset of the answer; no links. */
  readonly body: string
  /** Exactly what would be sent. */
  readonly arguments: JsonObject
  readonly effects: 'read' | 'write' | 'destructive'
  readonly reasons: readonly Reason[]
  /** Words of the arguments that the person did not say, with where they come from. */
  readonly derived: readonly { readonly argument: string; readonly text: string; readonly from: string }[]
  readonly mayAlwaysAllow: boolean
}

/** `unknown`: it was sent and no answer came, so it may have happened. */
export type CallState =
  | 'proposed'
  | 'waiting'
  | 'allowed'
  | 'declined'
  | 'refused'
  | 'calling'
  | 'answered'
  | 'failed'
  | 'unknown'

/** A call that the model asked for. */
export interface Call {
  readonly id: string
  /** Name under which the model knows the function. */
  readonly tool: string
  readonly skill: SkillId | undefined
  readonly functionName: string
  readonly appId: string | undefined
  readonly appName: string
  readonly arguments: JsonObject
  /** When it was proposed, in milliseconds since 1970. */
  readonly at: number
  state: CallState
  /** It stands in the audit. */
  isTold?: boolean
  /** It stands in the journal of calls with effects. */
  isJournalled?: boolean
  confirmation?: Confirmation
  decision?: Decision
  /** For the model, and for the trace. */
  result?: string
  report?: CallReport | undefined
  problem?: string
}

export interface Candidate {
  readonly skill: SkillId
  readonly name: string
  readonly tool: string
  readonly app: string
  readonly score: number
  readonly reason: string
  /** Steps of the ladder that found it. Contract: plugins-and-packages 7.2. */
  readonly matched: readonly MatchStep[]
  /** Cosine of the question and the description. */
  readonly meaning?: number
  readonly isOffered: boolean
}

export interface Spent {
  steps: number
  calls: number
  tokens: number
  bytes: number
  /** Without the time that it waited for a person. */
  ms: number
}

/** One step as it was, for "how was this answered". */
export interface StepTrace {
  readonly step: StepName
  readonly ms: number
  readonly detail?: JsonValue
}

/** A turn with all that it needs to go on after a wait. Plain data. */
export interface Turn {
  readonly id: string
  readonly tenantId: TenantId
  readonly conversationId: string
  readonly position: number
  readonly createdAt: number
  readonly surface: Surface
  readonly prompt: Prompt
  readonly agentId: string | undefined
  agentName: string | undefined
  /** Names of the agents that worked for it. */
  workers?: readonly string[]
  model: string
  status: TurnStatus
  text: string
  citations: Citation[]
  cards: Card[]
  followUps: string[]
  notices: string[]
  error?: { readonly code: string; readonly message: string; readonly fix: string }
  sources: Source[]
  candidates: Candidate[]
  calls: Call[]
  /** The prompt as sent, with what followed. */
  messages: LanguageModelV4Prompt
  spent: Spent
  steps: StepTrace[]
  /** Something that neither the person nor the operator wrote is in the context. */
  isTainted: boolean
  isJailbreak: boolean
  auditParts: number
}

export type TurnEvent =
  | { readonly type: 'turn'; readonly conversationId: string; readonly turnId: string }
  | {
      readonly type: 'state'
      readonly state: 'checking' | 'searching' | 'choosing' | 'calling' | 'writing' | 'busy'
      readonly detail?: string
    }
  | { readonly type: 'text'; readonly delta: string }
  /** What was shown as text so far is replaced. */
  | { readonly type: 'replace'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'card'; readonly card: Card }
  | { readonly type: 'confirmation'; readonly confirmation: Confirmation }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'done' | 'error'; readonly turn: Turn }

export type Emit = (event: TurnEvent) => void

/** What a turn is asked for by. */
export interface Asker {
  readonly caller: Caller
  readonly address: string | undefined
}
