import type { TenantId } from '@jumpseat/wire'
import type { Context } from '../context.ts'
import type { DeliveryRow } from '../tables.ts'
import { receiverOf } from './pace.ts'
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
  const { registration } = registrationReader(context)
  const waiting = waitingDeliveries(context).map((delivery) => {
    const to = registration(delivery.tenant as TenantId, delivery.connector_id)
    return { delivery, to, dueAt: delivery.next_at + delayOf(context, to) }
  })
  const due = waiting.filter(({ dueAt }) => dueAt <= context.now())
  await Promise.all(due.map(({ delivery, to }) => attempt(context, to, delivery)))
  if (due.length > 0) return context.now()
  return waiting.length === 0 ? undefined : Math.min(...waiting.map(({ dueAt }) => dueAt))
}

/** Contract: connectors 1.8, slow receivers. */
function delayOf({ pace, settings }: Context, to: Registration | undefined): number {
  return to && pace.of(receiverOf(to)) === 'delayed' ? settings.notificationSlowDelay : 0
}

async function attempt(context: Context, to: Registration | undefined, delivery: DeliveryRow): Promise<void> {
  const outcome = await outcomeFor(context, to, delivery)
  if (context.stopping.aborted) return
  await context.store.write([settleDelivery(delivery.id, outcome)])
}

async function outcomeFor(context: Context, to: Registration | undefined, delivery: DeliveryRow): Promise<Outcome> {
  if (!to) return outcomeOf(context, delivery, 'the connector is not registered any more')
  const { attempts, next_at: nextAt } = delivery
  const receiver = receiverOf(to)
  if (context.pace.of(receiver) === 'dropped')
    return { status: 'abandoned', attempts, nextAt, problem: 'dropped: the receiver answers too slowly' }
  const started = context.now()
  const problem = await send(context, to, delivery)
  context.pace.note(receiver, context.now() - started)
  return outcomeOf(context, delivery, problem)
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
