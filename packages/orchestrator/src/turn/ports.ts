import type { AppScope } from '@jumpseat/egress'
import type { CallContext, CallReport, Credentials, Skill, SkillId, Unavailable } from '@jumpseat/skills'
import type { JsonObject } from '@jumpseat/wire'
import type { Agent } from '../agents/types.ts'
import type { Asker } from './types.ts'

/** An app as a confirmation names it. */
export interface AppFace {
  readonly id: string
  readonly name: string
  readonly privacyUrl: string | undefined
  readonly termsUrl: string | undefined
}

/** The functions that a person may use now: allowed by an administrator, installed, and switched on. */
export interface SkillSource {
  /** The same list object for as long as nothing changed, so that what is made of it can be kept. */
  skills(asker: Asker, agent: Agent | undefined): readonly Skill[]
  unavailable(asker: Asker, agent: Agent | undefined): readonly Unavailable[]
  /** Asked again right before each call: what was blocked or switched off meanwhile is gone. */
  skill(asker: Asker, agent: Agent | undefined, id: SkillId): Skill | undefined
  app(asker: Asker, appId: string): AppFace | undefined
}

/** Makes the call of a function. */
export type CallSkill = (skill: Skill, args: JsonObject, context: CallContext) => Promise<CallReport>

/** What calls need from outside. */
export interface Calling {
  readonly call: CallSkill
  readonly credentials: Credentials
  /** The way out of an app. */
  readonly egressOf: (app: AppScope) => CallContext['egress']
}
