import { randomUUID } from 'node:crypto'
import type { CallContext, Caller } from '@jumpseat/skills'
import type { Vault } from '@jumpseat/vault'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyInstance } from 'fastify'
import { agentRoutes } from './agents/routes.ts'
import { vaultCredentials } from './apps/credentials.ts'
import { appRoutes } from './apps/routes.ts'
import { createApps } from './apps/service.ts'
import { appSkills } from './apps/source.ts'
import { type Access, type Apps, OPEN_ACCESS } from './apps/types.ts'
import { ruleChecker } from './check/rules.ts'
import { consentReader } from './consent/records.ts'
import { consentRoutes } from './consent/routes.ts'
import type { Context } from './context.ts'
import { recover } from './conversation/recover.ts'
import { conversationRoutes } from './conversation/routes.ts'
import type { Desk } from './conversation/service.ts'
import { createDocumentReader } from './documents/reader.ts'
import { feedbackRoutes } from './feedback/routes.ts'
import { graphRoutes } from './graph/routes.ts'
import { chosenModel, modelChoices } from './models/choice.ts'
import { type Environment, modelsOf } from './models/providers.ts'
import { modelRoutes } from './models/routes.ts'
import { openAiRoutes } from './openai/routes.ts'
import type { Calling, CallSkill } from './turn/ports.ts'
import type { Asker } from './turn/types.ts'

export interface OrchestratorOptions
  extends Pick<Context, 'store' | 'audit' | 'directory' | 'search' | 'settings'>,
    Partial<Pick<Context, 'now' | 'newId' | 'models' | 'checker' | 'skills'>> {
  readonly vault: Pick<Vault, 'keyFor' | 'forget'>
  /** The ways out for functions, one for each app. */
  readonly egressOf: Calling['egressOf']
  /** The way out to the models of the settings; see `modelHosts`. */
  readonly modelEgress: CallContext['egress']
  /** Holds the keys of the models. Default: the process's own. */
  readonly environment?: Environment
  readonly call: CallSkill
  readonly embedder?: Context['embedder']
  /** Asks a live server for its functions. */
  readonly discover: Caller['discover']
  /** Who may use which app. Default: everyone may use what is installed. */
  readonly access?: Access
}

export interface Orchestrator {
  /** `/copilot/conversations`; mount below `/beta`. */
  readonly graphRoutes: (app: FastifyInstance) => Promise<void>
  /** `/api/chat/…` and `/api/admin/apps`. */
  readonly pageRoutes: (app: FastifyInstance) => Promise<void>
  /** `/v1/models` and `/v1/chat/completions`. */
  readonly openAiRoutes: (app: FastifyInstance) => Promise<void>
  readonly apps: Apps
  /** Reads the installed apps, and ends the turns that were cut off when the server ended. Call it once, before requests are accepted. */
  begin(): Promise<void>
  close(): Promise<void>
}

/** Turns, conversations, apps, and the ways in to them. */
export function createOrchestrator(options: OrchestratorOptions): Orchestrator {
  const { store, audit, directory, search, settings, vault, egressOf, call, access = OPEN_ACCESS } = options
  const { now = Date.now, newId = randomUUID, checker = ruleChecker } = options
  const credentials = vaultCredentials(vault)
  const documents = createDocumentReader()
  const apps = createApps({
    store,
    audit,
    settings,
    checker,
    now,
    forget: vault.forget,
    documents,
    discover: options.discover,
    reach: { egressOf, credentials },
  })
  const context: Context = {
    store,
    audit,
    directory,
    search,
    settings,
    now,
    newId,
    checker,
    hasConsent: consentReader(store),
    embedder: options.embedder,
    models: options.models ?? modelsOf(settings, options.modelEgress, options.environment ?? process.env, now),
    skills: options.skills ?? appSkills({ store, apps, access, credentials }),
    calling: { call, credentials, egressOf },
  }
  const choicesOf = store.remember(['chat_models'], (tenantId: TenantId) => modelChoices(store, tenantId))
  const teamOf = ({ caller }: Asker) =>
    apps
      .list(caller.tenantId)
      .filter(({ id, state }) => state === 'allowed' && access.mayUse(caller, id))
      .flatMap(({ agents }) => agents)
  const agentsOf = (asker: Asker) => teamOf(asker).filter(({ isWorkerOnly }) => !isWorkerOnly)
  const desk: Desk = {
    context,
    running: new Map(),
    agentsOf,
    teamOf,
    agentOf: (asker, id) => agentsOf(asker).find((agent) => agent.id === id),
    modelFor: ({ caller }, agentId) => chosenModel(choicesOf(caller.tenantId), agentId, settings.model),
  }
  return {
    apps,
    graphRoutes: graphRoutes(desk),
    openAiRoutes: openAiRoutes(desk),
    async pageRoutes(app) {
      await app.register(conversationRoutes(desk))
      await app.register(consentRoutes(context))
      await app.register(feedbackRoutes(desk))
      await app.register(modelRoutes(context))
      await app.register(agentRoutes(desk))
      await app.register(appRoutes({ ...context, apps, access }))
    },
    async begin() {
      await apps.load()
      await recover(context)
    },
    close: () => documents.close(),
  }
}
