import type { DisplayTemplate, PropertyRule } from '@jumpseat/connectors'
import { isJsonObject, type JsonObject, type JsonValue, own, setOwn } from '@jumpseat/wire'
import { propertyNamed, propertyValue } from '../labels.ts'
import type { ReadableItem } from '../types.ts'
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

export function templatesOf(): Templates {
  const named: Record<string, TemplateView> = {}
  const owners: Record<string, string> = {}
  return {
    named,
    idFor(found) {
      const { connection } = found
      const template = templateFor(found)
      if (!template) return undefined
      // Ids are unique within a connection only.
      const isTaken = (own(owners, template.id) ?? connection.uid) !== connection.uid
      const id = isTaken ? `${template.id}_${connection.id}` : template.id
      setOwn(owners, id, connection.uid)
      setOwn(named, id, { displayName: connection.name, body: cardOf(template.layout) })
      return id
    },
  }
}

/** The first by priority whose rules all hold. Contract: connectors 1.6. */
function templateFor(found: ReadableItem): DisplayTemplate | undefined {
  return (found.connection.searchSettings?.searchResultTemplates ?? [])
    .toSorted((a, b) => a.priority - b.priority)
    .find(({ rules }) => rules.every((rule) => holds(rule, found)))
}

type Operation = PropertyRule['operation']

const COMPARES: Readonly<Record<Exclude<Operation, 'null'>, (held: readonly string[], value: string) => boolean>> = {
  equals: (held, value) => held.includes(value),
  notEquals: (held, value) => !held.includes(value),
  contains: (held, value) => held.some((each) => each.includes(value)),
  notContains: (held, value) => !held.some((each) => each.includes(value)),
  startsWith: (held, value) => held.some((each) => each.startsWith(value)),
  lessThan: (held, value) => held.some((each) => orderOf(each) < orderOf(value)),
  greaterThan: (held, value) => held.some((each) => orderOf(each) > orderOf(value)),
}

/** A rule on a property that is not in the schema does not hold. Texts compare without case. */
function holds({ property: name, operation, values, valuesJoinedBy }: PropertyRule, found: ReadableItem): boolean {
  const property = propertyNamed(found.schema, name)
  if (!property) return false
  const value = propertyValue(found, property)
  const held = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each) =>
    (typeof each === 'object' ? JSON.stringify(each) : String(each)).toLowerCase(),
  )
  if (operation === 'null') return held.length === 0
  const compares = (each: string) => COMPARES[operation](held, each.toLowerCase())
  return valuesJoinedBy === 'and' ? values.every(compares) : values.some(compares)
}

/** Numbers as they are, dates as moments; NaN, which is neither less nor greater, for other text. */
const orderOf = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? Date.parse(text) : Number(text))

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
