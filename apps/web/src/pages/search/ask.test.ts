import { describe, expect, it } from 'vitest'
import { requestOf } from './ask.ts'
import { isWhole, misreadingOf } from './misread.ts'

const question = { query: 'fog', from: 20, connection: undefined, filters: [], sort: undefined, isExact: false }
const NOW = new Date(2027, 1, 24)

describe('connectors 5.1, the request', () => {
  it('is small where nothing was chosen', () => {
    expect(requestOf(question, [], NOW)).toEqual({
      entityTypes: ['externalItem'],
      query: { queryString: 'fog' },
      from: 20,
      size: 10,
      queryAlterationOptions: { enableSuggestion: true, enableModification: true },
      resultTemplateOptions: { enableResultTemplate: true },
    })
  })

  it('holds connection, order, filters and what to count', () => {
    const chosen = {
      ...question,
      connection: 'berthcalls',
      sort: { name: 'berth', isDescending: true },
      filters: [{ field: 'berth', value: 'range(3, 3, to="le")' }],
      isExact: true,
    }
    expect(requestOf(chosen, [{ name: 'berth', type: 'int64', title: 'Berth' }], NOW)).toMatchObject({
      contentSources: ['/external/connections/berthcalls'],
      sortProperties: [{ name: 'berth', isDescending: true }],
      aggregationFilters: ['berth:range(3, 3, to="le")'],
      aggregations: [{ field: 'berth' }],
      queryAlterationOptions: { enableSuggestion: false, enableModification: false },
    })
  })
})

describe('a refused query', () => {
  const problem = (message: string, status = 400) => ({
    status,
    message,
    code: 'BadRequest',
    fix: undefined,
    requestId: undefined,
    request: '',
  })

  it('tells what is wrong and where', () => {
    const message =
      'SearchRequest Invalid (the query is no correct KQL: The quote is not closed; the phrase was read to the end, at character 5)'
    expect(misreadingOf(problem(message))).toEqual({ reason: 'The quote is not closed.', at: 4 })
  })

  it('leaves every other problem alone', () => {
    expect(misreadingOf(problem('SearchRequest Invalid (the query has no queryString)'))).toBeUndefined()
    expect(misreadingOf(problem('correct KQL: x, at character 5', 503))).toBeUndefined()
  })
})

it.each([
  ['lantern', true],
  ['"lens heater"', true],
  ['"lens heater', false],
  ['(fog OR mist', false],
])('a suggestion %s can be searched for at once: %s', (suggestion, isClosed) => {
  expect(isWhole(suggestion)).toBe(isClosed)
})
