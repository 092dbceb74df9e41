import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { ruleChecker } from './check/rules.ts'
import type { Checker } from './check/types.ts'
import { consentRoutes } from './consent/routes.ts'
import type { Context, Models } from './context.ts'
import { recover } from './conversation/recover.ts'
import { conversationRoutes } from './conversation/routes.ts'
import type { Desk } from './conversation/service.ts'
import { graphRoutes } from './graph/routes.ts'
import { modelsOf } from './models/models.ts'
import { type Calling, NO_SKILLS, type SkillSource } from './turn/ports.ts'

export interface OrchestratorOptions
  extends Pick<Context, 'store' | 'audit' | 'directory' | 'search' | 'settings'>,
    Partial<Pick<Context, 'now' | 'newId'>> {
  /** Models beside the built-in one; default: those of the settings. */
  readonly models?: Models
  /** Default: the rules that come with the server. */
  readonly checker?: Checker
  /** Default: those of the installed apps. */
  readonly skills?: SkillSource
  readonly calling: Calling
}

export interface Orchestrator {
  /** `/copilot/conversations`; mount below `/beta`. */
  readonly graphRoutes: (app: FastifyInstance) => Promise<void>
  /** `/api/chat/…`. */
  readonly pageRoutes: (app: FastifyInstance) => Promise<void>
  /** Ends the turns that were cut off when the server ended. Call it once, before requests are accepted. */
  recover(): Promise<void>
}

/** Turns, conversations, and the ways in to them. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const now = options.now ?? Date.now
  const context: Context = {
    newId: randomUUID,
    models: modelsOf(new Map(), now),
    checker: ruleChecker,
    skills: NO_SKILLS,
    ...options,
    now,
  }
  const desk: Desk = {
    context,
    running: new Map(),
    agentOf: () => undefined,
    modelFor: () => context.settings.model,
  }
  return {
    graphRoutes: graphRoutes(desk),
    recover: () => recover(context),
    async pageRoutes(app) {
      await app.register(conversationRoutes(desk))
      await app.register(consentRoutes(context))
    },
  }
}
