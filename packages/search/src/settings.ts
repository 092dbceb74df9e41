// Table of settings: the server reads them from its configuration and writes the reference from `describe`.
import { atLeastOne, count, type SettingsOf, setting, settingsReader } from '@jumpseat/wire'
import { z } from 'zod'

export const searchSettingsTable = {
  catchUpTimeout: setting(
    atLeastOne,
    '3.7',
    10_000,
    'Milliseconds that a search waits for the index to reflect what was acknowledged before; then it answers 503, never from an older state.',
  ),
  queryLength: setting(atLeastOne, '5.3', 4_096, 'Longest query text of a search, in characters.'),
  largestPage: setting(atLeastOne, '5.1', 1_000, 'Largest `size` of a search.'),
  strictQueries: setting(
    z.boolean(),
    '5.3',
    false,
    'Refuse a query that is no correct KQL with 400 instead of reading it as well as possible. Our own pages always ask for this.',
  ),
  strictFilters: setting(
    z.boolean(),
    '6.1',
    false,
    'Refuse a retrieval whose `filterExpression` is no correct KQL with 400. Otherwise it runs without the filter and says so in the header `Warning`.',
  ),
  sortProperties: setting(atLeastOne, '5.1', 5, 'Most entries of `sortProperties`.'),
  aggregations: setting(atLeastOne, '5.5', 50, 'Most `aggregations` of one search.'),
  aggregationBuckets: setting(atLeastOne, '5.5', 100, 'Most buckets of one aggregation.'),
  suggestions: setting(atLeastOne, '7.3', 10, 'Most suggestions while a query is typed.'),
  verticals: setting(atLeastOne, '7.3', 50, 'Most verticals of an organisation.'),
  resultTypes: setting(atLeastOne, '7.3', 50, 'Most result types of an organisation.'),
  resultTypeLength: setting(atLeastOne, '7.3', 65_536, 'Longest layout of a result type, in characters of JSON.'),
  rolloutUsers: setting(atLeastOne, '7.4', 100, 'Most people that a staged connection is open to.'),
  rolloutGroups: setting(atLeastOne, '7.4', 15, 'Most groups that a staged connection is open to.'),
  externalGroupsPerPerson: setting(
    count,
    '5.9',
    10_000,
    'External groups that a person may be in and still search; 0 means no limit.',
  ),
  retrievalQueryLength: setting(atLeastOne, '6.1', 1_500, 'Longest `queryString` of a retrieval, in characters.'),
  retrievalResults: setting(atLeastOne, '6.1', 25, 'Largest and default `maximumNumberOfResults` of a retrieval.'),
  retrievalsPerHour: setting(
    count,
    '6.1',
    200,
    'Retrievals of one person in an hour; more are answered with 429. 0 means no limit.',
  ),
} as const

export type SearchSettings = SettingsOf<typeof searchSettingsTable>

/** The settings with their defaults; throws a `ZodError` that names each wrong or unknown key. */
export const searchSettings = settingsReader(searchSettingsTable)
