import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { ruleChecker } from './check/rules.ts'
import type { Checker } from './check/types.ts'
import type { Context, Models } from './context.ts'
import { conversationRoutes } from './conversation/routes.ts'
import type { Desk } from './conversation/service.ts'
import { graphRoutes } from './graph/routes.ts'
import { modelsOf } from './models/models.ts'

export interface OrchestratorOptions
  extends Pick<Context, 'store' | 'audit' | 'directory' | 'search' | 'settings'>,
    Partial<Pick<Context, 'now' | 'newId'>> {
  /** Models beside the built-in one; default: those of the settings. */
  readonly models?: Models
  /** Default: the rules that come with the server. */
  readonly checker?: Checker
}

export interface Orchestrator {
  /** `/copilot/conversations`; mount below `/beta`. */
  readonly graphRoutes: (app: FastifyInstance) => Promise<void>
  /** `/api/chat/…`. */
  readonly pageRoutes: (app: FastifyInstance) => Promise<void>
}

/** Turns, conversations, and the ways in to them. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const now = options.now ?? Date.now
  const context: Context = {
    newId: randomUUID,
    models: modelsOf(new Map(), now),
    checker: ruleChecker,
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
    async pageRoutes(app) {
      await app.register(conversationRoutes(desk))
    },
  }
}
