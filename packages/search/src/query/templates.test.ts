import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FLEET_SCHEMA, type Fleet, openFleet } from '../test/fleet.ts'
import { EVERYONE } from '../test/harbour.ts'
import { containerOf, TENANT } from '../test/world.ts'

let fleet: Fleet
beforeAll(async () => {
  fleet = await openFleet()
})
afterAll(() => fleet.close())

const card = (text: string) => ({ type: 'AdaptiveCard', version: '1.3', body: [{ type: 'TextBlock', text }] })
const rule = (property: string, operation: string, values: readonly string[], valuesJoinedBy = 'or') => ({
  property,
  operation,
  values,
  valuesJoinedBy,
})
const use = (...searchResultTemplates: object[]) =>
  fleet.connectors.configure(TENANT, 'fleet', { searchSettings: { searchResultTemplates } })
const ON = { resultTemplateOptions: { enableResultTemplate: true }, sortProperties: [{ name: 'berth' }] }

async function chosen(more: object = ON) {
  const answer = await fleet.query('Maren Voss', '*', more)
  const ids = containerOf(answer).hits.map(({ resultTemplateId }: { resultTemplateId?: string }) => resultTemplateId)
  return { ids, templates: answer.body.value[0].resultTemplates }
}

/** Bindings of templates that connectors upload. */
const BINDING = ['$', '{vessel}'].join('')

describe('contract: connectors 5.8, result templates', () => {
  it('by the order of priorities, where all rules hold; hits without one have no id', async () => {
    await use(
      { id: 'low', priority: 7, layout: card(BINDING), rules: [rule('berth', 'greaterThan', ['3'])] },
      {
        id: 'high',
        priority: 2,
        layout: card('{Title}'),
        rules: [rule('tags', 'equals', ['BULK']), rule('berth', 'lessThan', ['5'])],
      },
    )
    const { ids, templates } = await chosen()
    expect(ids).toEqual([undefined, 'high', 'low', undefined])
    expect(templates).toEqual({
      high: { displayName: 'Connection fleet', body: card('{Title}') },
      low: { displayName: 'Connection fleet', body: card(BINDING) },
    })
  })

  it('only when asked for, and no key when none fits', async () => {
    expect(await chosen({})).toMatchObject({ templates: undefined })
    expect((await chosen({})).ids.filter(Boolean)).toEqual([])
    await use({ id: 'never', layout: card(''), rules: [rule('vessel', 'equals', ['nothing'])] })
    expect((await chosen()).templates).toBeUndefined()
    expect(
      (await chosen({ ...ON, resultTemplateOptions: [{ enableResultTemplate: 'true' }] })).templates,
    ).toBeUndefined()
  })

  // In the order of berths: skua 3, gannet 4, tern 12, bare none.
  const rows: readonly [object, string][] = [
    [rule('vessel', 'equals', ['tern']), '..x.'],
    [rule('ship', 'equals', ['tern', 'mv gannet']), '.xx.'],
    [rule('tags', 'equals', ['bulk', 'delayed'], 'and'), '.x..'],
    [rule('vessel', 'notEquals', ['Tern']), 'xx.x'],
    [rule('vessel', 'contains', ['gannet']), '.x.x'],
    [rule('vessel', 'contains', ['great', 'north'], 'and'), 'x...'],
    [rule('vessel', 'notContains', ['gannet']), 'x.x.'],
    [rule('vessel', 'startsWith', ['mv']), '.x..'],
    [rule('berth', 'lessThan', ['12']), 'xx..'],
    [rule('dues', 'greaterThan', ['99.5']), 'x.x.'],
    [rule('arrived', 'lessThan', ['2027-02-01']), 'x...'],
    [rule('arrived', 'greaterThan', ['2027-02-01T00:00:00Z']), '.xx.'],
    [rule('isOpen', 'equals', ['True']), '.x..'],
    [rule('berth', 'null', []), '...x'],
    [rule('vessel', 'lessThan', ['x']), '....'],
    [rule('nonsense', 'notEquals', ['x']), '....'],
    [rule('vessel', 'equals', []), '....'],
  ]
  it.each(rows)('rule %j', async (one, pattern) => {
    await use({ id: 'x', layout: card(''), rules: [one] })
    expect((await chosen()).ids.map((id: string | undefined) => id ?? '.').join('')).toBe(pattern)
  })

  it('takes the card out of the wrapping that some clients send', async () => {
    await use(
      { id: 'object', layout: { additionalProperties: card('a') }, rules: [rule('berth', 'lessThan', ['4'])] },
      { id: 'text', layout: { additionalProperties: JSON.stringify(card('b')) }, rules: [] },
    )
    const { templates } = await chosen()
    expect([templates.object.body, templates.text.body]).toEqual([card('a'), card('b')])
  })

  it('keeps templates of the same id in two connections apart', async () => {
    await use({ id: 'same', layout: card('a'), rules: [] })
    await fleet.connectors.connect(TENANT, 'yard', FLEET_SCHEMA)
    await fleet.connectors.put(TENANT, 'yard', 'y1', { acl: [EVERYONE], properties: { berth: 99 } })
    const searchResultTemplates = [{ id: 'same', layout: card('b'), rules: [] }]
    await fleet.connectors.configure(TENANT, 'yard', { searchSettings: { searchResultTemplates } })
    const { ids, templates } = await chosen()
    expect(ids).toEqual(['same', 'same', 'same', 'same_yard', 'same'])
    expect([templates.same.body, templates.same_yard.body]).toEqual([card('a'), card('b')])
  })
})
