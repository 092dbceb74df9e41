import { canonicalMember, isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'
import type { ConnectorSettings } from '../settings.ts'
import { type DisplayTemplate, type PropertyRule, RULE_OPERATIONS, type SearchSettings } from '../types.ts'

const RESOLVER_TYPE = '#microsoft.graph.externalConnectors.itemIdResolver'

/** URL resolvers with checked patterns. Contract: connectors 1.5. */
export function activitySettingsOf(value: JsonObject | null, settings: ConnectorSettings): JsonObject | null {
  if (value === null) return null
  const resolvers = listOf(value, 'urlToItemResolvers', 'activitySettings')
  return {
    urlToItemResolvers: resolvers.map((entry, n) =>
      resolverOf(entry, n, `/activitySettings/urlToItemResolvers/${n}`, settings),
    ),
  }
}

function resolverOf(entry: JsonValue, n: number, place: string, { urlPatternLength }: ConnectorSettings): JsonObject {
  const type = isJsonObject(entry) ? String(member(entry, '@odata.type') ?? RESOLVER_TYPE) : typeof entry
  if (!isJsonObject(entry) || type.replace(/^#?/, '#').toLowerCase() !== RESOLVER_TYPE.toLowerCase()) {
    throw connectorErrors.resolverType({ type: type.slice(0, 100) }, { place })
  }
  const itemId = member(entry, 'itemId')
  const info = member(entry, 'urlMatchInfo')
  const baseUrls = isJsonObject(info) ? member(info, 'baseUrls') : undefined
  const urlPattern = isJsonObject(info) ? member(info, 'urlPattern') : undefined
  const isComplete =
    typeof itemId === 'string' &&
    typeof urlPattern === 'string' &&
    Array.isArray(baseUrls) &&
    baseUrls.every((url) => typeof url === 'string')
  if (!isComplete) throw connectorErrors.resolverType({ type }, { place })
  checkPattern(urlPattern, urlPatternLength, `${place}/urlMatchInfo/urlPattern`)
  const priority = Number(member(entry, 'priority') ?? n + 1)
  return {
    '@odata.type': RESOLVER_TYPE,
    priority: Number.isInteger(priority) ? priority : n + 1,
    itemId,
    urlMatchInfo: { baseUrls, urlPattern },
  }
}

/** Parsing takes time linear in the length, which is bounded; matching is what needs a time limit, and is not done here. */
function checkPattern(pattern: string, limit: number, place: string): void {
  if (pattern.length > limit) throw connectorErrors.resolverPattern({ limit, reason: 'it is too long' }, { place })
  try {
    new RegExp(pattern)
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : ''
    throw connectorErrors.resolverPattern({ limit, reason }, { place })
  }
}

/** Result templates in canonical form; layouts are never looked into. Contract: connectors 1.6. */
export function searchSettingsOf(value: JsonObject | null, settings: ConnectorSettings): SearchSettings | null {
  if (value === null) return null
  const place = '/searchSettings/searchResultTemplates'
  const entries = listOf(value, 'searchResultTemplates', 'searchSettings')
  const limit = settings.resultTemplatesPerConnection
  if (entries.length > limit) throw connectorErrors.tooManyTemplates({ limit }, { place })
  const searchResultTemplates = entries.map((entry, n) => templateOf(entry, n, `${place}/${n}`, settings))
  const ids = new Set(searchResultTemplates.map(({ id }) => id.toLowerCase()))
  if (ids.size < entries.length) throw connectorErrors.templateId({ limit: settings.resultTemplateIdLength }, { place })
  return { searchResultTemplates }
}

function templateOf(entry: JsonValue, n: number, place: string, settings: ConnectorSettings): DisplayTemplate {
  const limit = settings.resultTemplateIdLength
  const id = isJsonObject(entry) ? member(entry, 'id') : undefined
  if (!isJsonObject(entry) || typeof id !== 'string' || !/^[A-Za-z0-9]+$/.test(id) || id.length > limit) {
    throw connectorErrors.templateId({ limit }, { place: `${place}/id` })
  }
  const priority = Number(member(entry, 'priority') ?? n + 1)
  if (!Number.isInteger(priority) || priority < 1) {
    throw connectorErrors.templatePriority({}, { place: `${place}/priority` })
  }
  const rules = listOf(entry, 'rules', place).map((rule, i) => ruleOf(rule, `${place}/rules/${i}`))
  return { id, layout: member(entry, 'layout') ?? null, priority, rules }
}

function ruleOf(entry: JsonValue, place: string): PropertyRule {
  const sent = (name: string) => (isJsonObject(entry) ? member(entry, name) : undefined)
  // A JSON null stands for the member that is spelt "null".
  const operation = canonicalMember(RULE_OPERATIONS, String(sent('operation') ?? 'null'))
  if (!operation) throw unknownMember('operation', RULE_OPERATIONS, place)
  const valuesJoinedBy = canonicalMember(['or', 'and'], String(sent('valuesJoinedBy') ?? 'or'))
  if (!valuesJoinedBy) throw unknownMember('valuesJoinedBy', ['or', 'and'], place)
  const property = sent('property')
  if (typeof property !== 'string') throw unknownMember('property', ['the name of a property'], place)
  const values = sent('values') ?? []
  return {
    operation,
    property,
    values: (Array.isArray(values) ? values : [values]).map(String),
    valuesJoinedBy,
  }
}

function unknownMember(name: string, members: readonly string[], place: string) {
  return connectorErrors.templateRule({ member: name, members: members.join(', ') }, { place: `${place}/${name}` })
}

function listOf(object: JsonObject, name: string, parent: string): readonly JsonValue[] {
  const value = member(object, name)
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  throw connectorErrors.connectionMemberType({ name, type: 'a list' }, { place: `${parent}/${name}` })
}
