import type { ConnectorSettings } from '../settings.ts'
import type { Registration } from './records.ts'

/** How a receiver is treated for the pace of its answers. */
export type Treatment = 'prompt' | 'delayed' | 'dropped'

/** The share of slow answers above which a receiver is treated so; the first that holds counts. Contract: connectors 1.8. */
const RULES: readonly { readonly above: number; readonly treatment: Treatment }[] = [
  { above: 0.2, treatment: 'dropped' },
  { above: 0.1, treatment: 'delayed' },
]

export type PaceSettings = Pick<
  ConnectorSettings,
  'notificationSlowAfter' | 'notificationPaceWindow' | 'notificationPaceAnswers'
>

/** How promptly the receivers of notifications answer. */
export interface Pace {
  /** An attempt ended, with an answer or without, after `ms`. */
  note(receiver: string, ms: number): void
  of(receiver: string): Treatment
}

/** Receivers remembered; those that were not heard of for longest are forgotten first. */
const KEPT = 1_000

/** Kept in memory: a restart forgets it, which only lets more through. */
export function createPace(settings: PaceSettings, now: () => number): Pace {
  const answers = new Map<string, { readonly at: number; readonly isSlow: boolean }[]>()
  const recent = (receiver: string) => {
    const since = now() - settings.notificationPaceWindow
    return (answers.get(receiver) ?? []).filter(({ at }) => at > since)
  }
  return {
    note(receiver, ms) {
      const kept = [...recent(receiver), { at: now(), isSlow: ms > settings.notificationSlowAfter }]
      answers.delete(receiver)
      answers.set(receiver, kept)
      const [oldest] = answers.keys()
      if (answers.size > KEPT && oldest !== undefined) answers.delete(oldest)
    },
    of: (receiver) => treatmentOf(recent(receiver), settings.notificationPaceAnswers),
  }
}

/** Too few answers say nothing about a receiver. */
function treatmentOf(answers: readonly { readonly isSlow: boolean }[], fewest: number): Treatment {
  if (answers.length === 0 || answers.length < fewest) return 'prompt'
  const share = answers.filter(({ isSlow }) => isSlow).length / answers.length
  return RULES.find(({ above }) => share > above)?.treatment ?? 'prompt'
}

/** Notifications of one tenant to one host share a pace. */
export function receiverOf({ tenantId, notificationUrl }: Registration): string {
  return `${tenantId} ${new URL(notificationUrl).host}`
}
