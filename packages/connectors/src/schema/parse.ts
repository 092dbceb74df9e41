import { canonicalMember, isJsonObject, type JsonObject, type JsonValue, lenientBoolean, member } from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'
import type { ConnectorSettings } from '../settings.ts'
import { IMPORTANCE_SCORES, type ImportanceScore, PROPERTY_TYPES, type Schema, type SchemaProperty } from '../types.ts'
import { labelOf } from './labels.ts'

const BASE_TYPES = ['microsoft.graph.externalItem', 'microsoft.graph.externalConnector.externalItem']

/** Reads the body of a schema write into canonical form. Throws 400 for what cannot be read. Contract: connectors 2.1 and 2.2. */
export function schemaOf(body: JsonObject, settings: ConnectorSettings): Schema {
  const baseType = member(body, 'baseType') ?? BASE_TYPES[0]
  if (!canonicalMember(BASE_TYPES, String(baseType).replace(/^#/, ''))) {
    throw connectorErrors.baseType({ value: String(baseType).slice(0, 100) }, { place: '/baseType' })
  }
  const entries = member(body, 'properties')
  const count = Array.isArray(entries) ? entries.length : 0
  const limit = settings.propertiesPerSchema
  if (!Array.isArray(entries) || count < 1 || count > limit) {
    throw connectorErrors.propertyCount({ limit, count }, { place: '/properties' })
  }
  return { properties: entries.map((entry, n) => propertyOf(entry, `/properties/${n}`, settings)) }
}

function propertyOf(entry: JsonValue, place: string, settings: ConnectorSettings): SchemaProperty {
  if (!isJsonObject(entry)) throw connectorErrors.propertyShape({}, { place })
  const sent = (attribute: string) => member(entry, attribute) ?? undefined
  const name = nameOf(sent('name'), `${place}/name`, settings)
  const type = canonicalMember(PROPERTY_TYPES, String(sent('type') ?? ''))
  if (!type)
    throw connectorErrors.propertyType({ name, members: PROPERTY_TYPES.join(', ') }, { place: `${place}/type` })

  const unusable = (attribute: string, expected: string) =>
    connectorErrors.propertyFlag({ name, attribute, expected }, { place: `${place}/${attribute}` })
  const flag = (attribute: string): boolean => {
    const value = sent(attribute)
    const read = value === undefined ? false : lenientBoolean(value)
    if (read === undefined) throw unusable(attribute, 'true or false')
    return read
  }
  const texts = (attribute: string): readonly string[] => {
    const value = sent(attribute) ?? []
    const list = Array.isArray(value) ? value : [value]
    if (!list.every((one) => typeof one === 'string' || typeof one === 'number'))
      throw unusable(attribute, 'a list of strings')
    return list.map(String)
  }
  return {
    name,
    type,
    isSearchable: flag('isSearchable'),
    isQueryable: flag('isQueryable'),
    isRetrievable: flag('isRetrievable'),
    isRefinable: flag('isRefinable'),
    isExactMatchRequired: flag('isExactMatchRequired'),
    labels: [...new Set(texts('labels').map((text) => labelName(text, name, `${place}/labels`)))],
    aliases: texts('aliases').map((alias) => nameOf(alias, `${place}/aliases`, settings)),
    importanceScore: scoreOf(sent('rankingHint'), name, `${place}/rankingHint`),
    description: descriptionOf(sent('description'), name, place, settings),
  }
}

/** Letters, digits and underscores; `__proto__` is a name like any other. Contract: connectors 2.2. */
function nameOf(value: JsonValue | undefined, place: string, { propertyNameLength }: ConnectorSettings): string {
  const text = typeof value === 'string' ? value : ''
  const name = text.slice(0, 60)
  if (text.length < 1 || text.length > propertyNameLength) {
    throw connectorErrors.propertyNameLength({ name, limit: propertyNameLength }, { place })
  }
  if (!/^[A-Za-z0-9_]+$/.test(text)) throw connectorErrors.propertyNameCharacters({ name }, { place })
  return text
}

function labelName(text: string, name: string, place: string): string {
  const label = labelOf(text)
  if (label) return label.name
  throw connectorErrors.labelUnknown({ name, label: text.slice(0, 60) }, { place })
}

function scoreOf(value: JsonValue | undefined, name: string, place: string): ImportanceScore | null {
  if (value === undefined) return null
  const text = isJsonObject(value) ? (member(value, 'importanceScore') ?? null) : value
  if (text === null) return null
  const score = canonicalMember(IMPORTANCE_SCORES, String(text))
  if (score) return score
  throw connectorErrors.importanceScore({ name }, { place })
}

function descriptionOf(
  value: JsonValue | undefined,
  name: string,
  place: string,
  { propertyDescriptionLength: limit }: ConnectorSettings,
): string | null {
  if (value === undefined) return null
  if (typeof value === 'string' && value.length <= limit) return value
  throw connectorErrors.propertyDescriptionLength({ name, limit }, { place: `${place}/description` })
}
