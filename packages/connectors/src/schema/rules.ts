// Table of the rules that a schema must keep. Contract: connectors 2.4, 2.5, 2.8 and 2.9.
import type { CodedError } from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'
import type { PropertyType, Schema, SchemaProperty } from '../types.ts'
import { labelOf } from './labels.ts'

/** What the schema is for. */
interface Setting {
  readonly isPeople: boolean
  /** The schema in force, when there is one. */
  readonly present: Schema | undefined
}

type PropertyRule = (property: SchemaProperty, place: string, setting: Setting) => CodedError | undefined
type SchemaRule = (schema: Schema, setting: Setting) => CodedError | undefined

const isText = ({ type }: SchemaProperty) => type === 'string' || type === 'stringCollection'
const isPrincipal = ({ type }: SchemaProperty) => type === 'principal' || type === 'principalCollection'

/** `Boolean`, `StringCollection`: types as error texts of the reference spell them. */
const spelt = (type: PropertyType) => type.charAt(0).toUpperCase() + type.slice(1)

const PROPERTY_RULES: readonly PropertyRule[] = [
  // For people connections isSearchable, isQueryable and the like are ignored. Contract: connectors 2.9.
  (property, place, { isPeople }) =>
    !isPeople && property.isSearchable && !isText(property)
      ? connectorErrors.searchableType(
          { name: property.name, type: spelt(property.type) },
          { place: `${place}/isSearchable` },
        )
      : undefined,
  (property, place, { isPeople }) =>
    !isPeople && property.isRefinable && (property.type === 'boolean' || isPrincipal(property))
      ? connectorErrors.refinerType(
          { name: property.name, type: spelt(property.type) },
          { place: `${place}/isRefinable` },
        )
      : undefined,
  (property, place, { isPeople }) =>
    !isPeople && property.isSearchable && property.isRefinable
      ? connectorErrors.searchableAndRefinable({ name: property.name }, { place: `${place}/isRefinable` })
      : undefined,
  (property, place, { isPeople }) =>
    !isPeople && property.isExactMatchRequired && (!isText(property) || property.isSearchable)
      ? connectorErrors.exactMatchType({ name: property.name }, { place: `${place}/isExactMatchRequired` })
      : undefined,
  (property, place) =>
    property.importanceScore !== null && (!property.isSearchable || !isText(property) || property.labels.length > 0)
      ? connectorErrors.rankingHint({ name: property.name }, { place: `${place}/rankingHint` })
      : undefined,
  ({ name, type, labels }, place) => {
    for (const text of labels) {
      const label = labelOf(text)
      if (!label || label.types.includes(type)) continue
      const params = { label: label.name, name, type: spelt(type), expected: label.types.join(' or ') }
      return connectorErrors.labelType(params, { place: `${place}/labels` })
    }
    return undefined
  },
  ({ labels }, place, { isPeople }) => {
    for (const text of labels) {
      const label = labelOf(text)
      if (!label?.people) continue
      if (!isPeople) return connectorErrors.labelNeedsPeople({ label: label.name }, { place: `${place}/labels` })
      if (label.people === 'unsupported') {
        return connectorErrors.labelUnsupported({ label: label.name }, { place: `${place}/labels` })
      }
    }
    return undefined
  },
  (property, place, { isPeople }) =>
    isPeople && isPrincipal(property)
      ? connectorErrors.peopleType({ name: property.name, type: spelt(property.type) }, { place: `${place}/type` })
      : undefined,
  (property, place, { present }) => {
    const before = present && named(present, property.name)
    if (!before) return undefined
    const { name } = property
    if (before.type !== property.type) {
      return connectorErrors.typeChanged({ name, from: before.type, type: property.type }, { place: `${place}/type` })
    }
    return property.isRefinable && !before.isRefinable
      ? connectorErrors.refinableTurnedOn({ name }, { place: `${place}/isRefinable` })
      : undefined
  },
]

const SCHEMA_RULES: readonly SchemaRule[] = [
  ({ properties }) => {
    const name = repeated(properties.flatMap((one) => [one.name, ...one.aliases].map((text) => text.toLowerCase())))
    return name === undefined ? undefined : connectorErrors.propertyNameTwice({ name }, { place: '/properties' })
  },
  ({ properties }) => {
    const label = repeated(properties.flatMap(({ labels }) => labels))
    return label === undefined ? undefined : connectorErrors.labelTwice({ label }, { place: '/properties' })
  },
  ({ properties }, { isPeople }) =>
    isPeople && !properties.some(({ labels }) => labels.includes('personAccount'))
      ? connectorErrors.peopleAccount({}, { place: '/properties' })
      : undefined,
  (schema, { present }) => {
    const missing = present?.properties.find(({ name }) => !named(schema, name))
    return missing && connectorErrors.propertyRemoved({ name: missing.name }, { place: '/properties' })
  },
]

/** Every rule that the schema breaks, property by property, then as a whole. */
export function faultsOf(schema: Schema, setting: Setting): readonly CodedError[] {
  const ofProperties = schema.properties.flatMap((property, n) =>
    PROPERTY_RULES.flatMap((rule) => rule(property, `/properties/${n}`, setting) ?? []),
  )
  return [...ofProperties, ...SCHEMA_RULES.flatMap((rule) => rule(schema, setting) ?? [])]
}

/** Labels without which Copilot may not show or cite an item. Contract: connectors 7.2. */
const WANTED_LABELS = ['title', 'url', 'iconUrl']

/** What is allowed and yet likely a mistake. Contract: connectors 2.4 and 2.5. */
export function warningsOf({ properties }: Schema, isPeople: boolean): readonly string[] {
  const hidden = properties
    .filter(({ labels, isRetrievable }) => labels.length > 0 && !isRetrievable && !isPeople)
    .map(({ name }) => `Property '${name}' carries a label and is not retrievable.`)
  const held = new Set(properties.flatMap(({ labels }) => labels))
  const missing = isPeople ? [] : WANTED_LABELS.filter((label) => !held.has(label))
  return missing.length === 0 ? hidden : [...hidden, `No property carries the label ${missing.join(', ')}.`]
}

/** Names are compared without regard to case. Contract: connectors 2.2. */
function named(schema: Schema, name: string): SchemaProperty | undefined {
  const lower = name.toLowerCase()
  return schema.properties.find((property) => property.name.toLowerCase() === lower)
}

function repeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}
