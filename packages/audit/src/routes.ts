import { isJsonObject, type TenantId, wireErrors } from '@jumpseat/wire'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { auditRecordOf } from './interaction-shape.ts'
import type { Audit } from './types.ts'

export interface AuditRoutesOptions {
  readonly audit: Audit
  /** The tenant whose record the caller may read; throws 401 or 403 otherwise. Contract: publishing-and-governance 4.8. */
  readonly mayRead: (request: FastifyRequest) => TenantId
}

const DEFAULT_LIMIT = 50
const LARGEST_LIMIT = 500

/**
 * `GET /api/audit`: newest first; `next` is the `after` of the next page. `GET /api/audit/chain`: whether nothing was
 * altered. The same below `/api/audit/interactions` for what people asked of assistants.
 */
export const auditRoutes =
  ({ audit, mayRead }: AuditRoutesOptions) =>
  async (app: FastifyInstance): Promise<void> => {
    app.get('/api/audit', (request) => {
      const tenantId = mayRead(request)
      const limit = Math.min(numberOf(request, 'limit', 1) ?? DEFAULT_LIMIT, LARGEST_LIMIT)
      const found = audit.list(tenantId, {
        after: numberOf(request, 'after', 0),
        limit: limit + 1,
        action: textOf(request, 'action'),
        objectType: textOf(request, 'objectType'),
      })
      const value = found.slice(0, limit)
      return { value, next: found.length > limit ? value.at(-1)?.seq : undefined }
    })

    app.get('/api/audit/chain', (request) => audit.verifyChain(mayRead(request)))

    app.get('/api/audit/interactions', (request) => {
      const tenantId = mayRead(request)
      const limit = Math.min(numberOf(request, 'limit', 1) ?? DEFAULT_LIMIT, LARGEST_LIMIT)
      const found = audit.interactions.list(tenantId, {
        after: numberOf(request, 'after', 0),
        limit: limit + 1,
        person: textOf(request, 'person'),
      })
      const value = found.slice(0, limit)
      return { value: value.map(auditRecordOf), next: found.length > limit ? value.at(-1)?.seq : undefined }
    })

    app.get('/api/audit/interactions/chain', (request) => audit.interactions.verifyChain(mayRead(request)))
  }

function textOf(request: FastifyRequest, name: string): string | undefined {
  const value = isJsonObject(request.query) ? request.query[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

function numberOf(request: FastifyRequest, name: string, least: number): number | undefined {
  const text = textOf(request, name)
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text) && Number(text) >= least) return Number(text)
  throw wireErrors.badRequest(
    { reason: `Invalid value for the query option '${name}'.`, fix: `Send a whole number of at least ${least}.` },
    { place: name },
  )
}
