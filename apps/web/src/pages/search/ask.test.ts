import { describe, expect, it } from 'vitest'
import { requestOf } from './ask.ts'
import { isWhole, marked, misreadingsOf } from './misread.ts'

const question = {
  query: 'fog',
  from: 20,
  connection: undefined,
  vertical: undefined,
  filters: [],
  sort: undefined,
  kept: [],
  isExact: false,
  proposal: { filters: [], text: 'fog' },
}
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

it('what the question was understood as is searched for, and a spelling is left alone', () => {
  const filters = [{ property: 'berth', operator: '=', values: ['3'], words: [4, 11] as const }]
  const asked = { ...question, query: 'fog berth 3', proposal: { filters, text: 'fog' } }
  expect(requestOf(asked, [], NOW)).toMatchObject({
    query: { queryString: 'fog' },
    propertyFilters: filters,
    queryAlterationOptions: { enableSuggestion: false, enableModification: false },
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

  const place = (target: string, start: number, end: number) => ({
    code: 'quoteOpen',
    message: 'The quote is not closed.',
    fix: 'Close it.',
    target,
    start,
    end,
    line: 1,
    character: start + 1,
  })

  it('tells what is wrong and where', () => {
    const [query, other] = [place('query/queryString', 4, 5), place('query/queryTemplate', 0, 1)]
    expect(misreadingsOf({ ...problem(''), places: [query, other] })).toEqual([query])
  })

  it('leaves every other problem alone', () => {
    expect(misreadingsOf(problem('correct KQL: x, at character 5', 503))).toEqual([])
  })

  it('marks the mistakes in the query', () => {
    const pieces = (query: string, ...places: readonly (readonly [number, number])[]) =>
      marked(
        query,
        places.map(([start, end]) => ({ start, end })),
      ).map(({ part, isWrong }) => (isWrong ? `<${part}>` : part))
    expect(pieces('fog "delay', [4, 5])).toEqual(['fog ', '<">', 'delay'])
    expect(pieces('fog OR', [6, 6], [4, 6])).toEqual(['fog ', '<OR>'])
    expect(pieces('fog', [3, 3])).toEqual(['fog', '<>'])
    expect(pieces('(fog', [0, 1], [0, 4])).toEqual(['<(>', 'fog'])
    expect(pieces('fog')).toEqual(['fog'])
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
