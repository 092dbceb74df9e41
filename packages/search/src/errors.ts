import { defineErrors } from '@jumpseat/wire'

/** `inner.code` of the search errors is the `code` of their detail. Contract: connectors 5.9. */
export const searchErrors = defineErrors({
  invalidSearch: {
    status: 400,
    code: 'BadRequest',
    message: 'SearchRequest Invalid ({reason})',
    fix: '{fix}',
    inner: { code: 'Microsoft.SubstrateSearch.Api.ErrorReporting.ResourceBasedExceptions.BadRequestException' },
  },
  missingQuery: {
    status: 400,
    code: 'BadRequest',
    message: 'SearchRequest Invalid (the query has no queryString)',
    fix: 'Send "query": { "queryString": "…" }; "*" matches everything.',
    inner: { code: 'System.AggregateException' },
  },
  tooManyGroups: {
    status: 400,
    code: 'BadRequest',
    message: 'SearchRequest Invalid (you are in more than {limit} external groups)',
    fix: 'Ask the owner of the connection to grant access through fewer groups.',
    inner: { code: 'Microsoft.SubstrateSearch.Api.ErrorReporting.ResourceBasedExceptions.BadRequestException' },
  },
  invalidRetrieval: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  tooManyRetrievals: {
    status: 429,
    code: 'TooManyRequests',
    message: 'Too many requests: {limit} retrievals of one person in an hour.',
    fix: 'Wait for the number of seconds in Retry-After, then send the request again.',
  },
  /** One answer for an item that is not there and an item that the caller may not read. */
  itemNotFound: {
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    fix: 'Check the ids of connection and item. An item that you may not read is answered in the same way.',
    inner: { code: 'ResourceNotFound', source: 'Item', message: "'Item' was not found." },
  },
  personNotFound: {
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    fix: 'Check the user id: an object id or a user principal name of this organisation.',
    inner: { code: 'ResourceNotFound', source: 'User', message: "'User' was not found." },
  },
  connectionNotFound: {
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    fix: 'Check the id of the connection.',
    inner: { code: 'ResourceNotFound', source: 'Connection', message: "'Connection' was not found." },
  },
  invalidSuggest: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  invalidRollout: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  invalidPresentation: {
    status: 400,
    code: 'BadRequest',
    message: 'The body cannot be read.',
    fix: 'Send { "inAll": true or false, "inCopilot": true or false }, or one of them.',
  },
  rolloutOfPeople: {
    status: 400,
    code: 'BadRequest',
    message: 'A connection of people data cannot be staged.',
    fix: 'Limit who may read its items by their access lists.',
  },
  verticalNotFound: {
    status: 404,
    code: 'ItemNotFound',
    message: 'The requested resource does not exist.',
    fix: 'Check the id of the vertical.',
    inner: { code: 'ResourceNotFound', source: 'Vertical', message: "'Vertical' was not found." },
  },
  invalidVertical: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  tooManyVerticals: {
    status: 400,
    code: 'BadRequest',
    message: 'There are {limit} verticals already.',
    fix: 'Delete one that is no longer used.',
  },
  verticalTaken: {
    status: 409,
    code: 'NameAlreadyExists',
    message: 'A connection belongs to another vertical.',
    fix: 'Take the connection out of the other vertical first.',
  },
  invalidExplain: { status: 400, code: 'BadRequest', message: '{reason}', fix: '{fix}' },
  behind: {
    status: 503,
    code: 'ServiceUnavailable',
    message: 'The index is catching up with recent changes.',
    fix: 'Send the request again after the number of seconds in Retry-After.',
  },
})
