import type { DisplayTemplate } from '@jumpseat/connectors'
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn, type TenantId } from '@jumpseat/wire'
import { resultTypesOf } from '../result-type/records.ts'
import { holds } from '../result-type/rules.ts'
import type { Context, ReadableItem } from '../types.ts'
import { flagOf, objectsOf } from './read.ts'

/** Sent as one object or as a list. Contract: connectors 5.1. */
export const wantsTemplates = (request: JsonObject): boolean =>
  objectsOf(request, 'resultTemplateOptions').some((options, n) =>
    flagOf(options, 'enableResultTemplate', `resultTemplateOptions/${n}/enableResultTemplate`),
  )

interface TemplateView {
  readonly displayName: string
  readonly body: unknown
}

/** The templates of an answer under the ids by which the hits name them. Contract: connectors 5.8. */
export interface Templates {
  /** The id for a hit; undefined when no template fits. */
  idFor(found: ReadableItem): string | undefined
  /** All that were named so far. */
  readonly named: Readonly<Record<string, TemplateView>>
}

/** A layout that fits, under the name that is unique in its owner. */
interface Fitting {
  readonly id: string
  readonly owner: string
  readonly displayName: string
  readonly layout: unknown
}

export function templatesOf(context: Context, tenantId: TenantId): Templates {
  const resultTypes = resultTypesOf(context, tenantId)
  const named: Record<string, TemplateView> = {}
  const owners: Record<string, string> = {}

  /** What an administrator chose comes before what a connector brought along. Contract: connectors 1.6, 7.3. */
  function fitting(found: ReadableItem): Fitting | undefined {
    const { uid, name, searchSettings } = found.connection
    const fits = ({ rules }: Pick<DisplayTemplate, 'rules'>) => rules.every((rule) => holds(rule, found))
    const chosen = resultTypes.find((each) => each.connectionUids.includes(uid) && fits(each))
    if (chosen) return { ...chosen, owner: '', displayName: chosen.name }
    const brought = searchSettings?.searchResultTemplates.toSorted((a, b) => a.priority - b.priority).find(fits)
    return brought && { ...brought, owner: uid, displayName: name }
  }

  return {
    named,
    idFor(found) {
      const template = fitting(found)
      if (!template) return undefined
      const { owner, displayName, layout } = template
      // Ids are unique within a connection only.
      const isTaken = (own(owners, template.id) ?? owner) !== owner
      const id = isTaken ? `${template.id}_${found.connection.id}` : template.id
      setOwn(owners, id, owner)
      setOwn(named, id, { displayName, body: cardOf(layout) })
      return id
    },
  }
}

/** Shipped clients wrap the card, and some send it as text. Contract: connectors 1.6. */
function cardOf(layout: unknown): unknown {
  const wrapped = isJsonObject(layout) ? own(layout, 'additionalProperties') : undefined
  const inner: JsonValue | undefined = wrapped ?? undefined
  if (typeof inner !== 'string') return inner ?? layout
  try {
    return JSON.parse(inner)
  } catch {
    return inner
  }
}
