import type { ConnectionRecord, Schema, SchemaProperty } from '@jumpseat/connectors'
import type { Caller, User } from '@jumpseat/directory'
import { kindOf } from '../kinds.ts'
import { reachOf, readableOnes, schemaOf } from '../reach.ts'
import { EVERYTHING } from '../scope/parts.ts'
import type { Context } from '../types.ts'
import { verticalScope } from '../vertical/scope.ts'
import { type Field, fieldsOf } from './fields.ts'
import { isPersonal } from './people.ts'
import { proposeFilters } from './propose.ts'
import { isNameable } from './reading.ts'
import { type Token, tokensOf } from './tokens.ts'
import type { Proposal, QuestionConnection, QuestionContext, QuestionProperty } from './types.ts'
import { isAskedFor } from './values.ts'

export interface AskedProposal extends Pick<QuestionContext, 'question' | 'timeZone' | 'kept'> {
  /** Connection to search in; all that appear without being named when absent. */
  readonly connectionId?: string | undefined
  /** Id of a vertical to search in; one that is not there or not enabled knows no connection. */
  readonly vertical?: string | undefined
}

/** Properties of one connection whose values are looked up, and values of each: more would be texts, not kinds. */
const MOST_PROPERTIES = 16
const MOST_VALUES = 100
/** People with one of the names in the question; of more, nobody is meant. */
const MOST_PEOPLE = 200
const MOST_WORDS = 16

/**
 * The filters that a question names, by the schemas of the connections in which the person reads something, the values
 * that stand there in what he may read, and the directory. Nothing else is looked at.
 */
export async function proposal(context: Context, caller: Caller, asked: AskedProposal): Promise<Proposal> {
  const { question, timeZone, kept, connectionId, vertical } = asked
  const tokens = tokensOf(question)
  const named = connectionId === undefined ? undefined : [connectionId]
  const ids = vertical === undefined ? named : verticalScope(context, caller, vertical).connectionIds
  const connections = await known(context, caller, tokens, ids)
  const isAboutPeople = connections.flatMap(fieldsOf).some((field) => isPersonal(field) && isAboutDeeds(tokens, field))
  const people = isAboutPeople ? peopleNamed(context, caller, tokens) : []
  const me = context.directory.user(caller.tenantId, caller.objectId)
  return proposeFilters({
    question,
    connections,
    people: me ? [...people.filter(({ id }) => id !== me.id), me] : people,
    ...(me ? { me } : {}),
    now: context.now(),
    timeZone,
    ...(kept ? { kept } : {}),
  })
}

async function known(
  context: Context,
  caller: Caller,
  tokens: readonly Token[],
  connectionIds: readonly string[] | undefined,
): Promise<QuestionConnection[]> {
  const reach = await reachOf(context, caller, { connectionIds })
  const connections = reach ? await readableOnes(context, reach) : []
  return Promise.all(
    connections.map(async (connection) => {
      const schema = schemaOf(context, connection)
      const values = reach
        ? await valuesOf(context, connection, schema, tokens, reach.reader)
        : new Map<string, readonly string[]>()
      const properties = schema.properties.map((property): QuestionProperty => {
        const held = values.get(property.name.toLowerCase())
        return held ? { ...property, values: held } : property
      })
      return { id: connection.id, name: connection.name, properties }
    }),
  )
}

/** Values by property, as often as they stand in what the person may read; none of a property with very many. */
async function valuesOf(
  context: Context,
  { uid }: ConnectionRecord,
  schema: Schema,
  tokens: readonly Token[],
  reader: Parameters<Context['index']['search']>[1],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const properties = schema.properties
    .filter((property) => isTold(property) && isMentioned(property, tokens))
    .slice(0, MOST_PROPERTIES)
  if (properties.length === 0) return new Map()
  const refiners = properties.map(({ name }) => ({
    property: name.toLowerCase(),
    size: MOST_VALUES + 1,
    sortBy: 'count' as const,
    isDescending: true,
    minimumCount: 1,
    prefix: undefined,
    ranges: undefined,
  }))
  const scopes = [{ connectionUid: uid, condition: EVERYTHING }]
  const query = { scopes, refiners, from: 0, size: 0, sort: [], collapse: [], now: context.now() }
  const { refiners: counted } = await context.index.search(query, reader)
  return new Map(
    properties.flatMap(({ name }, n) => {
      const buckets = counted[n] ?? []
      const values = buckets.flatMap(({ key }) => (typeof key === 'string' ? [key] : []))
      return buckets.length > MOST_VALUES ? [] : [[name.toLowerCase(), values] as const]
    }),
  )
}

const UNIQUE = ['title', 'url', 'iconUrl', 'fileName', 'containerUrl', 'itemPath', 'parentUrl', 'secondaryId']

/** Texts whose values the person is shown in results or in refiners anyway, and that are no names of single items. */
const isTold = ({ type, labels, isQueryable, isRefinable, isRetrievable }: SchemaProperty) =>
  kindOf(type) === 'text' &&
  (isRefinable || (isQueryable && isRetrievable)) &&
  !labels.some((label) => UNIQUE.includes(label))

type PeopleFilter = NonNullable<Parameters<Context['directory']['users']>[1]['filter']>

/** Also `that Ana opened`. */
const isAboutDeeds = (tokens: readonly Token[], field: Field) =>
  isAskedFor(tokens, field) || tokens.some(({ word }) => word === 'that' || word === 'which')

const isMentioned = (property: SchemaProperty, tokens: readonly Token[]) =>
  fieldsOf({ id: '', name: '', properties: [property] }).some((field) => isAskedFor(tokens, field))

/** People of the directory with a word of the question in their names, or called by their address in it. */
function peopleNamed({ directory }: Context, { tenantId }: Caller, tokens: readonly Token[]): readonly User[] {
  const words = new Set(tokens.filter(isNameable).map(({ text }) => text.replace(/['’]s?$/u, '')))
  const named = [...words].slice(0, MOST_WORDS)
  const terms = named.flatMap((value): PeopleFilter[] =>
    value.includes('@')
      ? ['userPrincipalName', 'mail'].map((property) => ({ kind: 'equals', property, values: [value] }))
      : [{ kind: 'hasWord', property: 'displayName', value }],
  )
  if (terms.length === 0) return []
  const found = directory.users(tenantId, { filter: { kind: 'or', terms }, limit: MOST_PEOPLE + 1 })
  return found.length > MOST_PEOPLE ? [] : found
}
