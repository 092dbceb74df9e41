import type { FastifyReply, FastifyRequest } from 'fastify'
import { showsNewerMembers, type Version, versionOf } from '../graph.ts'
import type { ConnectorSettings } from '../settings.ts'
import type { Schema, SchemaProperty } from '../types.ts'
import { isNewerLabel } from './labels.ts'

/** The schema as clients read it, every default filled in. Contract: connectors 2.1, 2.2 and 2.7. */
export function schemaEntity(
  schema: Schema,
  request: FastifyRequest,
  reply: FastifyReply,
  settings: ConnectorSettings,
): object {
  const isOpen = showsNewerMembers(request, reply, settings)
  const version = versionOf(request)
  return {
    baseType: 'microsoft.graph.externalItem',
    properties: schema.properties.map((property) => propertyEntity(property, version, isOpen)),
  }
}

const HIDDEN = 'unknownFutureValue'

function propertyEntity(property: SchemaProperty, version: Version, isOpen: boolean): object {
  const { name, isSearchable, isRetrievable, isQueryable, isRefinable, isExactMatchRequired, aliases } = property
  const isNewerType = property.type === 'principal' || property.type === 'principalCollection'
  const labels = isOpen ? property.labels : property.labels.map((label) => (isNewerLabel(label) ? HIDDEN : label))
  return {
    name,
    type: isNewerType && !isOpen ? HIDDEN : property.type,
    isSearchable,
    isRetrievable,
    isQueryable,
    isRefinable,
    labels: [...new Set(labels)],
    aliases,
    ...(version === 'beta' || isExactMatchRequired ? { isExactMatchRequired } : {}),
    ...(version === 'beta' || property.description !== null ? { description: property.description } : {}),
    ...(version === 'beta' ? { rankingHint: rankingHintOf(property) } : {}),
  }
}

function rankingHintOf({ importanceScore }: SchemaProperty): object | null {
  return importanceScore === null ? null : { importanceScore }
}
