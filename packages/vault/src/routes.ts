import { actorOf, permitRole } from '@jumpseat/directory'
import { isJsonObject, type JsonObject } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { vaultErrors } from './errors.ts'
import type { SecretRecord, Vault } from './types.ts'

/** `/api/admin/secrets`: set, replaced, listed and removed by administrators; the keys are never answered. */
export function vaultRoutes(vault: Vault) {
  const allowed = (request: FastifyRequest) => permitRole(request, 'globalAdministrator', 'applicationAdministrator')
  return async (app: FastifyInstance) => {
    app.get('/api/admin/secrets', async (request) => {
      const { tenantId } = allowed(request)
      return { value: vault.list(tenantId).map(viewOf) }
    })

    app.put('/api/admin/secrets', async (request) => {
      const { tenantId } = allowed(request)
      const body = isJsonObject(request.body) ? request.body : {}
      const keys = Array.isArray(body.keys) ? body.keys.filter((key) => typeof key === 'string') : []
      const secret = {
        tenantId,
        app: textOf(body, 'app'),
        reference: textOf(body, 'reference'),
        name: textOf(body, 'name'),
        baseUrl: textOf(body, 'baseUrl'),
        keys,
      }
      return viewOf(await vault.set(secret, actorOf(request)))
    })

    app.delete('/api/admin/secrets', async (request, reply) => {
      const { tenantId } = allowed(request)
      const query = isJsonObject(request.query) ? request.query : {}
      await vault.remove(
        { tenantId, app: textOf(query, 'app'), reference: textOf(query, 'reference') },
        actorOf(request),
      )
      return reply.code(204).send()
    })
  }
}

function textOf(body: JsonObject, name: string): string {
  const value = body[name] ?? ''
  if (typeof value === 'string') return value
  throw vaultErrors.secretInvalid({ reason: `${name} is not a string.`, fix: 'Send a string.' }, { place: name })
}

const viewOf = ({ app, reference, name, baseUrl, keyCount, changedAt }: SecretRecord) => ({
  app,
  reference,
  name,
  baseUrl,
  keyCount,
  changedAt: new Date(changedAt).toISOString(),
})
