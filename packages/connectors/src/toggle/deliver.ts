import type { TenantId } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import type { DeliveryRow } from '../tables.ts'
import {
  type Outcome,
  type Registration,
  registrationReader,
  settleDelivery,
  ticketOf,
  waitingDeliveries,
} from './records.ts'

const LONGEST_WAIT = 30 * 60 * 1000
const SUBSCRIPTION_LIFE = 365 * 24 * 60 * 60 * 1000

/** Sends the notifications that are due; gives the time of the next one. What a stop interrupts is sent at the next start. */
export async function deliver(context: Context): Promise<number | undefined> {
  const waiting = waitingDeliveries(context)
  const due = waiting.filter(({ next_at }) => next_at <= context.now())
  await Promise.all(due.map((delivery) => attempt(context, delivery)))
  if (due.length > 0) return context.now()
  return waiting[0]?.next_at
}

async function attempt(context: Context, delivery: DeliveryRow): Promise<void> {
  const registration = registrationReader(context).registration(delivery.tenant as TenantId, delivery.connector_id)
  const problem = registration
    ? await send(context, registration, delivery)
    : 'the connector is not registered any more'
  if (context.stopping.aborted) return
  await context.store.write([settleDelivery(delivery.id, outcomeOf(context, delivery, problem))])
}

/** Undefined when the receiver took it, else why not. Contract: connectors 1.8: 2xx within 30 s. */
async function send(context: Context, registration: Registration, delivery: DeliveryRow): Promise<string | undefined> {
  const { settings, egress, signNotification } = context
  try {
    const token = await signNotification(registration.tenantId, registration.appId, settings.notificationAppId)
    const answer = await egress.fetch(registration.notificationUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(notification(context, registration, delivery, token)),
      timeout: settings.notificationTimeout,
      signal: context.stopping,
    })
    await answer.body?.cancel()
    return answer.ok ? undefined : `the receiver answered with ${answer.status}`
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 300) : 'the receiver could not be reached'
  }
}

function notification(context: Context, registration: Registration, delivery: DeliveryRow, token: string): object {
  const { tenantId, connectorId, subscriptionId } = registration
  return {
    value: [
      {
        changeType: 'updated',
        subscriptionId,
        resource: 'external',
        clientState: null,
        resourceData: {
          '@odata.type': '#Microsoft.Graph.connector',
          '@odata.id': 'external',
          id: connectorId,
          state: delivery.state,
          connectorsTicket: ticketOf(context, delivery),
        },
        subscriptionExpirationDateTime: new Date(context.now() + SUBSCRIPTION_LIFE).toISOString(),
        tenantId,
      },
    ],
    validationTokens: [token],
  }
}

/** Each wait is twice as long as the one before, up to the end of the retries. */
function outcomeOf({ settings, now }: Context, delivery: DeliveryRow, problem: string | undefined): Outcome {
  const attempts = delivery.attempts + 1
  if (problem === undefined) return { status: 'delivered', attempts, nextAt: delivery.next_at, problem: null }
  const wait = Math.min(LONGEST_WAIT, settings.notificationFirstDelay * 2 ** delivery.attempts)
  const nextAt = now() + wait
  const isTooLate = nextAt > delivery.created_at + settings.notificationRetryFor
  return { status: isTooLate ? 'abandoned' : 'waiting', attempts, nextAt, problem }
}
