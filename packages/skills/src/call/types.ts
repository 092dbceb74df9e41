import type { Egress } from '@jumpseat/egress'
import type { ResponseSemantics } from '@jumpseat/manifest'
import type { JsonObject, JsonValue, TenantId } from '@jumpseat/wire'
import type { Authentication, Effects, Finding, SkillId } from '../types.ts'

/** The port to whoever keeps secrets. Asked inside the call, once the address is final. */
export interface Credentials {
  /** Whether a sign-in of this kind can be given at all; else the function is listed as unavailable. */
  serves(authentication: Authentication): boolean
  present(need: CredentialNeed): Promise<CredentialAnswer>
}

export interface CredentialNeed {
  readonly tenant: TenantId
  /** Whoever is asking; `undefined` for work that nobody asks for, such as listing the tools of a server. */
  readonly user: string | undefined
  readonly app: string
  readonly authentication: Authentication
  /** Where the call goes: it must begin with the base address that the sign-in was set up for. Contract: packages 6.2. */
  readonly url: string
  /** 2 after a 401: time to refresh, or for the second key. Contract: packages 6.2 and 6.4. */
  readonly attempt: 1 | 2
}

export type CredentialAnswer =
  | {
      readonly kind: 'given'
      readonly headers: Readonly<Record<string, string>>
      readonly query: Readonly<Record<string, string>>
      readonly cookies: Readonly<Record<string, string>>
    }
  /** The person has to sign in first; `challenge` is for the caller to show. */
  | { readonly kind: 'signIn'; readonly challenge: JsonValue }
  | { readonly kind: 'refused'; readonly reason: Finding }

export interface CallContext {
  readonly tenant: TenantId
  readonly user: string | undefined
  /** The way out with the rules of the function's app. */
  readonly egress: Pick<Egress, 'fetch'>
  readonly credentials: Credentials
  /** BCP 47. */
  readonly locale: string
  readonly budget: Budget
  /** Functions of one server share its session within this key: a conversation of one person. */
  readonly session: string
  readonly signal?: AbortSignal
}

/** Contract: packages 4.4. */
export interface Budget {
  readonly items: number
  /** Of what the model reads. */
  readonly tokens: number
  readonly ms: number
  readonly bytes: number
}

export const DEFAULT_BUDGET: Budget = { items: 25, tokens: 4096, ms: 10_000, bytes: 4 * 1024 * 1024 }

/** What happened, for the turn, the journal, the debug card and the audit. */
export interface CallReport {
  readonly skill: SkillId
  readonly effects: Effects
  /** What was sent, or would have been (the outcome says which), without secrets; `undefined` when the arguments make no request. */
  readonly request: SentRequest | undefined
  readonly outcome: Outcome
  readonly timing: { readonly startedAt: number; readonly ms: number }
}

export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** At most some kibibytes of it. */
  readonly body: string | undefined
}

export type Outcome =
  | Answered
  /** The arguments do not fit; nothing was sent. */
  | { readonly kind: 'arguments'; readonly problems: readonly ArgumentProblem[] }
  | { readonly kind: 'signIn'; readonly challenge: JsonValue }
  /** The other side answered with an error, shortened for the model. Its effects, if any, have happened. */
  | { readonly kind: 'error'; readonly status: number | undefined; readonly reason: Finding; readonly text: string }
  /** Not answered. `isUnknown`: the request may have been carried out all the same. */
  | { readonly kind: 'failed'; readonly reason: Finding; readonly isUnknown: boolean }

export interface Answered {
  readonly kind: 'answered'
  readonly status: number
  /** For the model: within the budget, valid JSON when the answer was. Data, never instruction. */
  readonly text: string
  readonly isShortened: boolean
  /** The answer as it came; `undefined` when it was not JSON. */
  readonly data: JsonValue | undefined
  readonly results: readonly Result[]
  readonly findings: readonly Finding[]
  readonly semantics: ResponseSemantics | undefined
}

/** One result of an answer, as a citation and, where there is a template, as a card. */
export interface Result {
  readonly title: string | undefined
  readonly subtitle: string | undefined
  readonly url: string | undefined
  readonly thumbnailUrl: string | undefined
  readonly informationProtectionLabel: string | undefined
  readonly card: JsonObject | undefined
}

export interface ArgumentProblem {
  /** JSON pointer into the arguments. */
  readonly place: string
  readonly kind: 'missing' | 'wrong'
  readonly message: string
}
