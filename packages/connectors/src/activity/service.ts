import type { Statement } from '@jumpseat/store'
import { canonicalMember, isJsonObject, type JsonValue, member } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import { isoDate } from '../item/dates.ts'
import type { ConnectionRecord } from '../types.ts'

const ACTIVITY_TYPES = ['viewed', 'modified', 'created', 'commented'] as const

interface Activity {
  readonly type: (typeof ACTIVITY_TYPES)[number]
  readonly startDateTime: string
  readonly performedBy: string
}

/** One entry of the answer. Contract: connectors 3.6, `externalActivityResult`. */
export interface ActivityResult {
  readonly type: string | null
  readonly startDateTime: string | null
  readonly error: { readonly code: string; readonly message: string; readonly target: string } | null
}

/** Keeps the activities that can be read and tells of each how it went. Errors: 400, 404. Contract: connectors 3.6. */
export async function addActivities(
  context: Context,
  connection: ConnectionRecord,
  itemId: string,
  value: JsonValue | undefined,
): Promise<readonly ActivityResult[]> {
  if (!context.reader.holds(connection.uid, itemId)) throw connectorErrors.itemNotFound()
  const outcomes = outcomesOf(context, connection, value)
  const good = outcomes.flatMap(({ activity }) => activity ?? [])
  if (good.length > 0) {
    const { tenantId, uid } = connection
    await context.store.write([
      ...inserts(connection, itemId, good),
      context.store.change(tenantId, 'activity', uid, itemId),
    ])
  }
  return outcomes.map(({ result }) => result)
}

/** The statements that keep activities sent inside an item; entries that cannot be read are ignored there. */
export function activityStatements(
  context: Context,
  connection: ConnectionRecord,
  itemId: string,
  value: JsonValue | undefined,
): readonly Statement[] {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return []
  const good = outcomesOf(context, connection, value).flatMap(({ activity }) => activity ?? [])
  return inserts(connection, itemId, good)
}

function outcomesOf(context: Context, connection: ConnectionRecord, value: JsonValue | undefined) {
  if (!Array.isArray(value) || value.length === 0) throw connectorErrors.activitiesShape({}, { place: '/activities' })
  const limit = context.settings.activitiesPerCall
  if (value.length > limit) throw connectorErrors.tooManyActivities({ limit }, { place: '/activities' })
  return value.map((entry, n) => outcomeOf(context, connection, entry, `/activities/${n}`))
}

function outcomeOf(
  { directory }: Context,
  { tenantId }: ConnectionRecord,
  entry: JsonValue,
  place: string,
): { readonly activity?: Activity; readonly result: ActivityResult } {
  const sent = (name: string) => (isJsonObject(entry) ? member(entry, name) : undefined)
  const type = canonicalMember(ACTIVITY_TYPES, String(sent('type'))) ?? null
  const started = sent('startDateTime')
  const startDateTime = (typeof started === 'string' ? isoDate(started) : undefined) ?? null
  const by = sent('performedBy')
  const id = isJsonObject(by) ? member(by, 'id') : undefined
  const user = typeof id === 'string' ? directory.user(tenantId, id) : undefined

  const failed = (code: string, message: string, target: string) => ({
    result: { type, startDateTime, error: { code, message, target: `${place}/${target}` } },
  })
  if (!type) return failed('InvalidActivityType', 'Use viewed, modified, created or commented.', 'type')
  if (!startDateTime) return failed('InvalidStartDateTime', 'Send an ISO 8601 date.', 'startDateTime')
  if (!user) return failed('UserNotFound', 'performedBy is no user of this organisation.', 'performedBy')
  return { activity: { type, startDateTime, performedBy: user.id }, result: { type, startDateTime, error: null } }
}

function inserts(
  { tenantId, uid }: ConnectionRecord,
  itemId: string,
  activities: readonly Activity[],
): readonly Statement[] {
  return activities.map(({ type, startDateTime, performedBy }) => ({
    sql: `INSERT INTO external_item_activities (uid, item_id, tenant, type, performed_by, started_at)
      SELECT ?, ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM external_items WHERE uid = ? AND item_id = ?)
      ON CONFLICT DO NOTHING`,
    parameters: [uid, itemId, tenantId, type, performedBy, Date.parse(startDateTime), uid, itemId],
  }))
}
