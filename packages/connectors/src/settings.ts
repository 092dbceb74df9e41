// Table of settings: the server reads them from its configuration and writes the reference from `describe`.
import { atLeastOne, count, type SettingsOf, setting, settingsReader } from '@jumpseat/wire'
import { z } from 'zod'

export const connectorSettingsTable = {
  connectionsPerTenant: setting(count, '1.10', 30, 'Connections that a tenant may hold; 0 means no limit.'),
  connectionNameLength: setting(atLeastOne, '1.1', 128, 'Longest name of a connection, in characters.'),
  resultTemplatesPerConnection: setting(count, '1.6', 2, 'Result templates of a connection.'),
  resultTemplateIdLength: setting(atLeastOne, '1.6', 16, 'Longest id of a result template, in characters.'),
  urlPatternLength: setting(
    atLeastOne,
    '1.5',
    2_000,
    'Longest `urlPattern` of a URL resolver, in characters; it bounds the time to compile it.',
  ),
  propertiesPerSchema: setting(atLeastOne, '1.10', 128, 'Properties of a schema.'),
  propertyNameLength: setting(atLeastOne, '1.10', 32, 'Longest property name or alias, in characters.'),
  propertyDescriptionLength: setting(atLeastOne, '1.10', 200, 'Longest description of a property, in characters.'),
  itemBytes: setting(
    atLeastOne,
    '1.10',
    4_000_000,
    'Largest item: bytes of the request body, which bounds its text too. A larger one is answered with 413.',
  ),
  itemIdLength: setting(atLeastOne, '3.1', 128, 'Longest item id, in characters.'),
  itemsPerConnection: setting(
    count,
    '1.10',
    5_000_000,
    'Items of a connection; at the limit its state is `limitExceeded`. 0 means no limit.',
  ),
  itemsPerTenant: setting(
    count,
    '1.10',
    50_000_000,
    'Items of a tenant; at the limit the state of its connections is `limitExceeded`. 0 means no limit.',
  ),
  aclEntriesPerItem: setting(atLeastOne, '1.10', 10_000, 'Entries of an access list.'),
  unknownProperties: setting(
    z.enum(['refuse', 'ignore']),
    '3.4',
    'refuse',
    'What happens to an item with a property that the schema does not have: `refuse` answers 400, `ignore` drops the property.',
  ),
  putKeepsContent: setting(
    z.boolean(),
    '3.2',
    false,
    'Whether a PUT that sends no `content` keeps the stored content instead of clearing it.',
  ),
  activitiesPerCall: setting(atLeastOne, '1.10', 20, 'Activities of one `addActivities` call.'),
  externalGroupsPerTenant: setting(count, '1.10', 100_000, 'External groups of a tenant; 0 means no limit.'),
  membersPerExternalGroup: setting(
    count,
    'publishing-and-governance 4.6',
    50_000,
    'Direct members of an external group; 0 means no limit.',
  ),
  groupIdLength: setting(atLeastOne, '4', 128, 'Longest id of an external group, in characters.'),
  pageSize: setting(atLeastOne, '8.7', 100, 'Entries of one page of a collection.'),
  evolvableEnums: setting(
    z.enum(['strict', 'open']),
    '2.7',
    'strict',
    'Whether newer enum members are shown as `unknownFutureValue` to clients that do not ask for them (`strict`), or always by name (`open`).',
  ),
  foreignConnectionStatus: setting(
    z.union([z.literal(403), z.literal(404)]),
    '1.7',
    403,
    'Answer to an app with `OwnedBy` rights that addresses a connection of another app.',
  ),
  deleteConnectionStatus: setting(
    z.union([z.literal(202), z.literal(204)]),
    '1.3',
    202,
    'Success status of DELETE on a connection.',
  ),
  addCreatorToAuthorizedApps: setting(
    z.boolean(),
    '1.3',
    true,
    'Whether `configuration.authorizedAppIds` lists the app that created the connection.',
  ),
  provisioningDelay: setting(
    count,
    '2.1',
    250,
    'Milliseconds that a schema operation stays `inprogress` before the schema is in force.',
  ),
  region: setting(
    z.string().regex(/^[a-z][a-z0-9-]{0,15}$/),
    '1.9',
    'local',
    'The region part of operation ids, `1.<region>.<32 hex>.<32 hex>`.',
  ),
  purgeSlice: setting(atLeastOne, '1.3', 500, 'Items that the purge of a deleted connection removes in one commit.'),
  refusalsKept: setting(atLeastOne, '3.4', 1_000, 'Refused item writes kept per connection for the pages.'),
  concurrentOperations: setting(
    count,
    '1.10',
    25,
    'Requests of one app on one connection that may run at once; more are answered with 429. 0 means no limit.',
  ),
  groupCallsPerSecond: setting(
    count,
    '1.10',
    1_000,
    'Requests per second of one app for external groups and members; 0 means no limit.',
  ),
  itemsPerSecond: setting(
    count,
    '1.10',
    0,
    'Item writes per second of one app, with bursts of ten seconds; 0 (the default) means no limit. The reference once suggested 25.',
  ),
  requestsPerTenSeconds: setting(count, '1.10', 130_000, 'Requests of one app in ten seconds; 0 means no limit.'),
  unmatchedTicket: setting(
    z.enum(['accept', 'refuse']),
    '1.8',
    'accept',
    'What happens when a connection with a `connectorId` is created without a valid ticket: `accept` logs it, `refuse` answers 403. A ticket of another tenant or app is always refused.',
  ),
  ticketLifetime: setting(
    atLeastOne,
    'publishing-and-governance ISO-05',
    24 * 60 * 60 * 1000,
    'Milliseconds for which the ticket of a toggle notification may be used.',
  ),
  notificationAppId: setting(
    z.string(),
    '1.8',
    '0bf30f3b-4a52-48df-9a82-234910c4a086',
    'The `azp` of validation tokens in toggle notifications; shipped connectors compare it with this default.',
  ),
  notificationTimeout: setting(
    atLeastOne,
    '1.8',
    30_000,
    'Milliseconds in which the receiver of a toggle notification must answer with 2xx.',
  ),
  notificationRetryFor: setting(
    atLeastOne,
    '1.8',
    4 * 60 * 60 * 1000,
    'Milliseconds after which an undelivered toggle notification is given up.',
  ),
  notificationFirstDelay: setting(
    atLeastOne,
    '1.8',
    10_000,
    'Milliseconds before a toggle notification is sent again; each further wait is twice as long, at most 30 minutes.',
  ),
  notificationSlowAfter: setting(
    atLeastOne,
    '1.8',
    10_000,
    'Milliseconds after which the answer of a receiver counts as slow. Where more than 10 % are, its notifications are delayed; where more than 20 % are, they are dropped.',
  ),
  notificationPaceWindow: setting(
    atLeastOne,
    '1.8',
    10 * 60 * 1000,
    'Milliseconds for which the answer of a receiver counts for its pace.',
  ),
  notificationPaceAnswers: setting(
    atLeastOne,
    '1.8',
    10,
    'Fewest answers of a receiver in that time from which its pace is told.',
  ),
  notificationSlowDelay: setting(
    atLeastOne,
    '1.8',
    10_000,
    'Milliseconds by which each notification to a slow receiver is delayed.',
  ),
} as const

export type ConnectorSettings = SettingsOf<typeof connectorSettingsTable>

/** The settings with their defaults; throws a `ZodError` that names each wrong or unknown key. */
export const connectorSettings = settingsReader(connectorSettingsTable)
