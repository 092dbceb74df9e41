import { permit } from '@jumpseat/directory'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { searchErrors } from '../errors.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'
import { suggestions } from './service.ts'

/** `GET /api/search/suggest?q=&limit=`: how the last word of what was typed may go on. */
export async function suggestRoutes(app: FastifyInstance, context: Context): Promise<void> {
  const most = context.settings.suggestions
  const query = z.object({
    q: z.string().max(context.settings.queryLength).default(''),
    limit: z.coerce.number().int().min(1).max(most).default(most),
  })

  app.get('/api/search/suggest', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const asked = query.safeParse(request.query)
    if (asked.success) return { value: await suggestions(context, caller, asked.data.q, asked.data.limit) }
    throw searchErrors.invalidSuggest(
      { reason: 'q or limit cannot be used.', fix: `Send q as text and limit as a whole number from 1 to ${most}.` },
      { place: asked.error.issues[0]?.path.join('/') ?? '' },
    )
  })
}
