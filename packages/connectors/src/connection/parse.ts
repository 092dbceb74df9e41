import { type AppId, canonicalMember, isJsonObject, type JsonObject, type JsonValue, member } from '@jumpseat/wire'
import { connectorErrors } from '../errors.ts'
import type { ConnectorSettings } from '../settings.ts'
import { CONTENT_CATEGORIES, type ConnectionDetails, type ContentCategory } from '../types.ts'
import { activitySettingsOf, searchSettingsOf } from './settings-parse.ts'

/** What a client may send, each member only when it was sent. */
export interface ConnectionInput {
  readonly details: Partial<ConnectionDetails>
  readonly authorizedAppIds: readonly AppId[] | undefined
  readonly contentCategory: ContentCategory | undefined
  readonly connectorId: string | null | undefined
}

const RESERVED_IDS = new Set(
  [
    'None',
    'Directory',
    'Exchange',
    'ExchangeArchive',
    'LinkedIn',
    'Mailbox',
    'OneDriveBusiness',
    'SharePoint',
    'Teams',
    'Yammer',
    'Connectors',
    'TaskFabric',
    'PowerBI',
    'Assistant',
    'TopicEngine',
    'MSFT_All_Connectors',
  ].map((id) => id.toLowerCase()),
)

/** A valid id for a new connection. Contract: connectors 1.2. */
export function newConnectionId(body: JsonObject): string {
  const id = member(body, 'id')
  if (typeof id !== 'string' || id.length < 3 || id.length > 32) {
    throw connectorErrors.connectionIdLength({}, { place: '/id' })
  }
  // Before the characters: one of the reserved ids has an underscore.
  if (RESERVED_IDS.has(id.toLowerCase())) throw connectorErrors.connectionIdReserved({ id }, { place: '/id' })
  if (!/^[A-Za-z0-9]+$/.test(id)) throw connectorErrors.connectionIdCharacters({}, { place: '/id' })
  if (id.toLowerCase().startsWith('microsoft')) throw connectorErrors.connectionIdPrefix({}, { place: '/id' })
  return id
}

/** Reads the body of POST and PATCH; `id`, `state` and what is not known are ignored. Contract: connectors 1.1 and 1.3. */
export function connectionInput(body: JsonObject, settings: ConnectorSettings): ConnectionInput {
  const sent = (name: string) => member(body, name)
  const configuration = objectOrNull(sent('configuration'), 'configuration')
  const name = sent('name')
  const description = sent('description')
  const activitySettings = objectOrNull(sent('activitySettings'), 'activitySettings')
  const searchSettings = objectOrNull(sent('searchSettings'), 'searchSettings')
  const complianceSettings = objectOrNull(sent('complianceSettings'), 'complianceSettings')
  const experiences = sent('enabledContentExperiences')
  return {
    details: {
      ...(name === undefined ? {} : { name: connectionName(name, settings) }),
      ...(description === undefined ? {} : { description: textOrNull(description, 'description') }),
      ...(configuration === undefined ? {} : { configuration: withoutApps(configuration) }),
      ...(activitySettings === undefined ? {} : { activitySettings: activitySettingsOf(activitySettings, settings) }),
      ...(searchSettings === undefined ? {} : { searchSettings: searchSettingsOf(searchSettings, settings) }),
      ...(complianceSettings === undefined ? {} : { complianceSettings }),
      ...(experiences === undefined ? {} : { enabledContentExperiences: experiencesOf(experiences) }),
    },
    authorizedAppIds: configuration === undefined ? undefined : appIdsOf(configuration),
    contentCategory: categoryOf(sent('contentCategory')),
    connectorId: connectorIdOf(sent('connectorId')),
  }
}

export function connectionName(value: JsonValue | undefined, { connectionNameLength }: ConnectorSettings): string {
  if (typeof value !== 'string' || value.trim() === '')
    throw connectorErrors.connectionNameMissing({}, { place: '/name' })
  if (value.length > connectionNameLength) {
    throw connectorErrors.connectionNameLength({ limit: connectionNameLength }, { place: '/name' })
  }
  return value
}

function appIdsOf(configuration: JsonObject | null): readonly AppId[] {
  const ids = configuration ? member(configuration, 'authorizedAppIds') : undefined
  if (ids === undefined || ids === null) return []
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    throw wrongType('configuration/authorizedAppIds', 'a list of client ids')
  }
  return [...new Set(ids.map((id) => id.toLowerCase()))] as AppId[]
}

function withoutApps(configuration: JsonObject | null): JsonObject {
  return Object.fromEntries(
    Object.entries(configuration ?? {}).filter(
      ([key]) => key.toLowerCase() !== 'authorizedappids' && !key.includes('@odata.'),
    ),
  )
}

function categoryOf(value: JsonValue | undefined): ContentCategory | undefined {
  if (value === undefined || value === null) return undefined
  const category = canonicalMember(CONTENT_CATEGORIES, String(value))
  if (category) return category
  const members = CONTENT_CATEGORIES.join(', ')
  throw connectorErrors.contentCategory({ value: String(value).slice(0, 60), members }, { place: '/contentCategory' })
}

/** Flags as one string with commas; very old clients say `MicrosoftSearch`. Contract: connectors 1.1. */
function experiencesOf(value: JsonValue): string | null {
  if (value === null) return null
  const words = String(value)
    .split(',')
    .map((word) => word.trim())
  const flags = words.map((word) => {
    const flag = canonicalMember(['search', 'compliance'], word.toLowerCase() === 'microsoftsearch' ? 'search' : word)
    if (flag) return flag
    throw connectorErrors.contentExperience({ value: word.slice(0, 60) }, { place: '/enabledContentExperiences' })
  })
  return [...new Set(flags)].join(', ')
}

function connectorIdOf(value: JsonValue | undefined): string | null | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value
  throw wrongType('connectorId', 'a string')
}

function textOrNull(value: JsonValue, name: string): string | null {
  if (value === null || typeof value === 'string') return value
  throw wrongType(name, 'a string')
}

function objectOrNull(value: JsonValue | undefined, name: string): JsonObject | null | undefined {
  if (value === undefined || value === null || isJsonObject(value)) return value
  throw wrongType(name, 'an object')
}

export function wrongType(name: string, type: string) {
  return connectorErrors.connectionMemberType({ name, type }, { place: `/${name}` })
}
