import type { Recorder } from '@jumpseat/audit'
import { type Actor, authorOf } from '@jumpseat/directory'
import type { Store } from '@jumpseat/store'
import type { TenantId } from '@jumpseat/wire'

/** Which model answers: for an agent, or, without one, for all else of the tenant. */
export interface ModelChoice {
  readonly agentId: string | undefined
  readonly model: string
}

export function modelChoices(store: Pick<Store, 'read'>, tenantId: TenantId): ModelChoice[] {
  const rows = store.read<{ agent: string; model: string }>({
    sql: 'SELECT agent, model FROM chat_models WHERE tenant = ? ORDER BY agent',
    parameters: [tenantId],
  })
  return rows.map(({ agent, model }) => ({ agentId: agent === '' ? undefined : agent, model }))
}

/** The choice for the agent, else the tenant's, else the operator's default. */
export function chosenModel(choices: readonly ModelChoice[], agentId: string | undefined, fallback: string): string {
  const own = choices.find((choice) => choice.agentId !== undefined && choice.agentId === agentId)
  return (own ?? choices.find((choice) => choice.agentId === undefined))?.model ?? fallback
}

interface Keeping {
  readonly store: Pick<Store, 'read' | 'write'>
  readonly record: Recorder
}

/** Undefined goes back to what holds without a choice. */
export async function chooseModel(
  { store, record }: Keeping,
  tenantId: TenantId,
  agentId: string | undefined,
  model: string | undefined,
  actor: Actor,
): Promise<void> {
  const before = modelChoices(store, tenantId).find((choice) => choice.agentId === agentId)?.model
  const parameters = [tenantId, agentId ?? '']
  await store.write([
    model === undefined
      ? { sql: 'DELETE FROM chat_models WHERE tenant = ? AND agent = ?', parameters }
      : {
          sql: `INSERT INTO chat_models (tenant, agent, model) VALUES (?, ?, ?)
            ON CONFLICT (tenant, agent) DO UPDATE SET model = excluded.model`,
          parameters: [...parameters, model],
        },
    ...record({
      ...authorOf(actor),
      tenantId,
      action: 'model.choose',
      object: { type: 'model', id: agentId ?? 'default' },
      before: { model: before ?? null },
      after: { model: model ?? null },
    }),
  ])
}
