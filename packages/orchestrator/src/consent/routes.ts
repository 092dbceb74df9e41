import type { FastifyInstance } from 'fastify'
import type { Context } from '../context.ts'
import { askerOf } from '../http/asker.ts'
import { consentsOf, takeConsent } from './records.ts'

/** `/api/chat/allowed`: functions that the person always allows, and the way to take that back. Contract: plugins-and-packages 7.4. */
export function consentRoutes({ store }: Pick<Context, 'store'>) {
  return async (app: FastifyInstance) => {
    app.get('/api/chat/allowed', async (request) => {
      const { caller } = askerOf(request)
      const value = consentsOf(store, caller, 'function').map(({ subject, at, name, app: appName }) => ({
        skill: subject,
        name,
        app: appName,
        since: new Date(at).toISOString(),
      }))
      return { value }
    })

    app.delete<{ Params: { skill: string } }>('/api/chat/allowed/:skill', async (request, reply) => {
      const { caller } = askerOf(request)
      await store.write([takeConsent(caller, 'function', request.params.skill)])
      return reply.code(204).send()
    })
  }
}
