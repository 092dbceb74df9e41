import { actorOf, permitRole } from '@jumpseat/directory'
import type { TenantId } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BUILT_IN } from '../builtin/model.ts'
import type { Context } from '../context.ts'
import { objectOf, textMember } from '../http/body.ts'
import { chooseModel, modelChoices } from './choice.ts'
import { isFor } from './providers.ts'

/** `/api/admin/models`: which of the operator's models answers in the organisation, and for an agent. */
export function modelRoutes({
  store,
  audit,
  settings,
  models,
}: Pick<Context, 'store' | 'audit' | 'settings' | 'models'>) {
  const allowed = (request: FastifyRequest) => permitRole(request, 'globalAdministrator', 'aiAdministrator')
  const view = (tenantId: TenantId) => ({
    value: [
      { name: BUILT_IN, kind: BUILT_IN, model: BUILT_IN, host: null, region: null },
      ...settings.models
        .filter((entry) => isFor(entry, tenantId))
        .map(({ name, kind, model, url, region }) => ({
          name,
          kind,
          model,
          host: new URL(url).host,
          region: region ?? null,
        })),
    ],
    default: settings.model,
    choices: modelChoices(store, tenantId).map(({ agentId, model }) => ({ agentId: agentId ?? null, model })),
  })

  return async (app: FastifyInstance) => {
    app.get('/api/admin/models', async (request) => view(allowed(request).tenantId))

    app.put('/api/admin/models', async (request) => {
      const { tenantId } = allowed(request)
      const body = objectOf(request.body)
      const model = textMember(body, 'model')
      // Refuses what there is not.
      if (model !== undefined) models(tenantId, model)
      await chooseModel({ store, record: audit.record }, tenantId, textMember(body, 'agentId'), model, actorOf(request))
      return view(tenantId)
    })
  }
}
