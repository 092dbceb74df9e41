import type { ErrorSpec } from '@jumpseat/wire'

/** A 400 of the connectors surface: the useful text stands in `innerError`, where clients look. Contract: connectors 2.6. */
export const invalidRequest = (code: string, message: string, fix: string) =>
  ({
    status: 400,
    code: 'InvalidRequest',
    message: 'The request is malformed or incorrect.',
    fix,
    inner: { code, message },
  }) as const satisfies ErrorSpec

const notFound = (source: string) =>
  ({
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    fix: 'Check the id in the path; what was deleted, or belongs to another organisation, does not exist for you.',
    inner: { code: 'ResourceNotFound', source, message: `'${source}' was not found.` },
  }) as const satisfies ErrorSpec

const nameAlreadyExists = (fix: string) =>
  ({ status: 409, code: 'NameAlreadyExists', message: 'The specified resource name already exists', fix }) as const

export const sharedErrors = {
  connectionNotFound: notFound('Connection'),
  schemaNotFound: notFound('Schema'),
  operationNotFound: notFound('Operation'),
  itemNotFound: notFound('Item'),
  activityNotFound: notFound('Activity'),
  groupNotFound: notFound('Group'),
  memberNotFound: notFound('Member'),
  registrationNotFound: notFound('Connector'),
  profileSourceNotFound: notFound('ProfileSource'),
  createItemByPost: {
    ...notFound('Item'),
    fix: 'Create items with PUT /external/connections/{id}/items/{itemId}.',
  },

  notOwned: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    fix: 'With OwnedBy permissions an app manages the connections that it created or whose authorizedAppIds name it.',
  },
  groupsAreKept: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    fix: 'External groups are read by the app that keeps them, or as an administrator of search.',
  },
  foreignTicket: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    fix: 'The ticket in GraphConnectors-Ticket was issued to another app or organisation. Send the one of your own notification.',
  },
  invalidTicket: {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    fix: 'A connection with a connectorId needs an unused ticket of a toggle notification (setting unmatchedTicket).',
  },

  connectionExists: nameAlreadyExists('Choose another id, or wait until the deletion of the old connection has ended.'),
  operationRunning: nameAlreadyExists(
    'A schema operation of this connection is running. Poll it, then send the schema again.',
  ),
  groupExists: nameAlreadyExists('Choose another id, or change the group with PATCH.'),
  memberExists: nameAlreadyExists('The member is in the group already.'),
  profileSourceExists: nameAlreadyExists('Change it with PATCH.'),
  connectorExists: nameAlreadyExists('The connector is registered already.'),

  unknownApp: invalidRequest(
    'UnknownApp',
    "There is no app with the client id '{appId}' in this organisation.",
    'Register the app first.',
  ),
  invalidBody: invalidRequest(
    'InvalidBody',
    'The body {reason}.',
    'Send one JSON object with Content-Type: application/json.',
  ),

  connectionQuota: {
    status: 403,
    code: 'QuotaExceeded',
    message: 'The organisation has {limit} connections, as many as it may.',
    fix: 'Delete a connection, or raise the setting connectors.connectionsPerTenant.',
  },
  itemQuota: {
    status: 403,
    code: 'QuotaExceeded',
    message: 'The connection may take no more items: its state is limitExceeded.',
    fix: 'Items that exist can be changed and deleted. Delete some, or raise connectors.itemsPerConnection or connectors.itemsPerTenant.',
  },
  groupQuota: {
    status: 403,
    code: 'QuotaExceeded',
    message: 'The organisation has {limit} external groups, as many as it may.',
    fix: 'Delete groups, or raise the setting connectors.externalGroupsPerTenant.',
  },
  memberQuota: {
    status: 403,
    code: 'QuotaExceeded',
    message: 'The external group has {limit} members, as many as it may.',
    fix: 'Split the group and nest the parts, or raise the setting connectors.membersPerExternalGroup.',
  },
  connectionIsDraft: invalidRequest(
    'ConnectionNotReady',
    'The connection has no schema in force yet; its state is draft.',
    'Send the schema, then poll the operation in Location until its status is completed.',
  ),
  connectionIsObsolete: invalidRequest(
    'ConnectionObsolete',
    'The connection is obsolete: it can be read and deleted only.',
    'Create a new connection.',
  ),
  writeConflict: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The resource was being changed by other requests at the same time.',
    fix: 'Nothing of this request was kept. Send it again.',
  },
} as const satisfies Record<string, ErrorSpec>
