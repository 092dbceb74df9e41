import { randomUUID } from 'node:crypto'
import { type Actor, authorOf } from '@jumpseat/directory'
import type { AppId, TenantId } from '@jumpseat/wire'
import { applied, type Context } from '../context.ts'
import { connectorErrors } from '../errors.ts'
import {
  changeState,
  insertRegistration,
  queueDelivery,
  type Registration,
  registrationReader,
  type ToggleState,
} from './records.ts'
import { issueTicket } from './tickets.ts'

export interface NewConnector {
  readonly connectorId: string
  readonly appId: AppId
  readonly notificationUrl: string
}

/** Makes a packaged connector known; it is off until an administrator switches it on. Errors: 400, 409. */
export async function registerConnector(
  context: Context,
  tenantId: TenantId,
  connector: NewConnector,
  actor: Actor,
): Promise<Registration> {
  const { appId } = connector
  if (!context.directory.app(tenantId, appId)) throw connectorErrors.unknownApp({ appId }, { place: '/appId' })
  const registration: Registration = {
    tenantId,
    connectorId: connector.connectorId.toLowerCase(),
    appId,
    subscriptionId: randomUUID(),
    notificationUrl: connector.notificationUrl,
    state: 'disabled',
    changedAt: context.now(),
  }
  const isApplied = await applied(context, [
    insertRegistration(context, registration),
    ...context.record({
      tenantId,
      ...authorOf(actor),
      action: 'connector.register',
      object: { type: 'connector', id: registration.connectorId },
      after: { appId },
    }),
  ])
  if (!isApplied) throw connectorErrors.connectorExists()
  return registration
}

/**
 * Switches a packaged connector. Its results are served or not from the next query on, whether or not the app answers
 * the notification. Errors: 404. Contract: connectors 1.8, publishing-and-governance ST-60 to ST-63.
 */
export async function setToggle(
  context: Context,
  tenantId: TenantId,
  connectorId: string,
  state: ToggleState,
  actor: Actor,
): Promise<Registration> {
  const registration = registrationReader(context).registration(tenantId, connectorId)
  if (!registration) throw connectorErrors.registrationNotFound()
  const at = context.now()
  const { ticket, statement } = issueTicket(context, tenantId, registration.appId, registration.connectorId)
  const affected = context.reader
    .connections(tenantId)
    .filter((one) => one.connectorId?.toLowerCase() === registration.connectorId)
  const isApplied = await applied(context, [
    changeState(registration, state, at),
    statement,
    ...queueDelivery(context, registration, { id: randomUUID(), state, ticket, at }),
    ...affected.map(({ uid }) => context.store.change(tenantId, 'connection', '', uid)),
    ...context.record({
      tenantId,
      ...authorOf(actor),
      action: `connector.${state === 'enabled' ? 'enable' : 'disable'}`,
      object: { type: 'connector', id: registration.connectorId },
      before: { state: registration.state },
      after: { state },
    }),
  ])
  if (!isApplied) throw connectorErrors.registrationNotFound()
  context.wake()
  return { ...registration, state, changedAt: at }
}
