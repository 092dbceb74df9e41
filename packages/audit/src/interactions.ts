import { type Store, storeErrors } from '@jumpseat/store'
import { CodedError } from '@jumpseat/wire'
import { verifyLinks } from './chain.ts'
import {
  canonicalPart,
  newestInteractions,
  oldestParts,
  type PartRow,
  partStatement,
  partsOf,
} from './interaction-records.ts'
import type { Interaction, InteractionPart, Interactions } from './types.ts'

/** Names are content, so all of it but the ids is sealed. */
type Sealed = Omit<InteractionPart, 'tenantId' | 'interactionId' | 'part' | 'conversationId'>

const sealContext = (interaction: string, part: number) => `audit_interactions:${interaction}:${part}`

/** What people asked, as a hash chain per tenant that only grows. Contract: publishing-and-governance 6.8. */
export function createInteractions(store: Store, now: () => number): Interactions {
  const opened = (row: PartRow): Sealed | undefined => {
    try {
      return JSON.parse(store.sealer.openText(row.tenant, sealContext(row.interaction, row.part), row.sealed))
    } catch (error) {
      if (error instanceof CodedError && error.spec === storeErrors.specs.sealBroken) return undefined
      throw error
    }
  }

  const whole = (first: PartRow): Interaction => {
    const parts = partsOf(store, first.tenant, first.interaction).flatMap((row) => opened(row) ?? [])
    const last = <K extends keyof Sealed>(key: K) => parts.findLast((part) => part[key] !== undefined)?.[key]
    return {
      seq: first.seq,
      at: first.at,
      tenantId: first.tenant,
      interactionId: first.interaction,
      conversationId: first.conversation,
      person: last('person') ?? { id: first.person, name: '' },
      surface: last('surface') ?? '',
      address: last('address'),
      agent: last('agent'),
      model: last('model'),
      messages: parts.flatMap(({ messages }) => messages ?? []),
      resources: parts.flatMap(({ resources }) => resources ?? []),
      functions: parts.flatMap(({ functions }) => functions ?? []),
      outcome: last('outcome'),
    }
  }

  return {
    record({ tenantId, interactionId, part, conversationId, ...rest }) {
      const sealed = store.sealer.seal(
        tenantId,
        sealContext(interactionId, part),
        JSON.stringify(rest satisfies Sealed),
      )
      const row = { tenant: tenantId, interaction: interactionId, part, at: now(), person: rest.person.id, sealed }
      return [partStatement({ ...row, conversation: conversationId })]
    },
    list: (tenantId, { after, limit, person }) =>
      newestInteractions(store, tenantId, { before: after, limit, person }).map(whole),
    verifyChain: (tenantId) =>
      verifyLinks<PartRow>(
        (after, limit) => oldestParts(store, tenantId, after, limit),
        canonicalPart,
        ({ interaction, part }) => `${interaction}/${part}`,
      ),
  }
}
