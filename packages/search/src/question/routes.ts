import { permit } from '@jumpseat/directory'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { searchErrors } from '../errors.ts'
import { READ_ITEMS } from '../permissions.ts'
import type { Context } from '../types.ts'
import { proposal } from './service.ts'

/** `POST /api/search/propose`: the filters that a question names, for the search page. */
export async function questionRoutes(app: FastifyInstance, context: Context): Promise<void> {
  const place = z.number().int().nonnegative()
  const body = z.object({
    question: z.string().max(context.settings.queryLength),
    connectionId: z.string().min(1).max(128).optional(),
    /** Id of a vertical to search in. */
    vertical: z.string().min(1).max(64).optional(),
    timeZone: z.string().max(64).default('UTC'),
    /** Stretches of the question that stay text. */
    kept: z
      .array(z.tuple([place, place]))
      .max(100)
      .default([]),
  })

  app.post('/api/search/propose', async (request) => {
    const caller = permit(request, READ_ITEMS)
    const asked = body.safeParse(request.body)
    if (asked.success) return proposal(context, caller, asked.data)
    throw searchErrors.invalidSuggest(
      { reason: 'The question cannot be read.', fix: 'Send { "question": "…", "timeZone": "Europe/Paris" }.' },
      { place: `/${asked.error.issues[0]?.path.join('/') ?? ''}` },
    )
  })
}
