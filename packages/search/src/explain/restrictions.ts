import type { ConnectionRecord, Schema } from '@jumpseat/connectors'
import type { Caller } from '@jumpseat/directory'
import type { Condition } from '@jumpseat/index'
import { isJsonObject, type JsonObject, member } from '@jumpseat/wire'
import { propertyNamed } from '../labels.ts'
import { filterCondition, filtersOf } from '../query/filters.ts'
import { propertyCondition, propertyFiltersOf } from '../query/property-filters.ts'
import { NOTHING } from '../scope/parts.ts'
import { queryOf } from '../scope/query.ts'
import type { Context, QueryExplanation } from '../types.ts'
import { verticalOf } from '../vertical/records.ts'
import { verticalScope } from '../vertical/scope.ts'

/** What narrows a search beside its query. */
export interface Restriction extends Pick<NonNullable<QueryExplanation['excludedBy']>, 'part'> {
  /** As it was sent, or as it is called. */
  readonly text: string
  readonly condition: (schema: Schema, connection: ConnectionRecord) => Condition
  readonly reason: (schema: Schema) => string
}

/** Those that a request of `/api/explain` names, as a search would take them. Errors: 400. */
export function restrictionsOf(
  context: Context,
  body: unknown,
  person: Pick<Caller, 'tenantId' | 'objectId'>,
  query: string | undefined,
): readonly Restriction[] {
  const request: JsonObject = isJsonObject(body) ? body : {}
  const now = context.now()
  const refined = filtersOf(request).map((filter, n): Restriction => {
    const text = String([member(request, 'aggregationFilters')].flat()[n])
    return {
      part: 'filter',
      text,
      condition: (schema) => filterCondition(filter, schema, now),
      reason: (schema) => noValueOf(schema, filter.field),
    }
  })
  const proposed = propertyFiltersOf(request).map((filter): Restriction => {
    const { property, operator, values } = filter
    return {
      part: 'filter',
      text: `${property} ${operator} ${values.join(' or ')}`,
      condition: (schema, connection) => propertyCondition(filter, schema, connection, now),
      reason: (schema) => noValueOf(schema, property),
    }
  })
  return [...refined, ...proposed, ...verticalsOf(context, request, person, query)]
}

function verticalsOf(
  context: Context,
  request: JsonObject,
  person: Pick<Caller, 'tenantId' | 'objectId'>,
  query: string | undefined,
): readonly Restriction[] {
  const id = member(request, 'vertical')
  if (typeof id !== 'string') return []
  const { connectionIds, condition } = verticalScope(context, person, id)
  const asked = query === undefined ? undefined : queryOf(query, context.settings.queryLength)
  return [
    {
      part: 'vertical',
      text: verticalOf(context, person.tenantId, id)?.name ?? id,
      condition: (schema, connection) => (connectionIds.includes(connection.id) ? condition(schema, asked) : NOTHING),
      reason: () => 'The vertical does not let it through, or is switched off.',
    },
  ]
}

const noValueOf = (schema: Schema, name: string): string =>
  propertyNamed(schema, name)
    ? `No value of '${name}' fits.`
    : `This connection has no property '${name}' that can be filtered by.`
