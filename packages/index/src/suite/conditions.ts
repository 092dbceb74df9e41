import { describe, expect, it } from 'vitest'
import type { Condition, IndexedItem, ItemIndex } from '../types.ts'
import {
  and,
  equals,
  everything,
  inOrder,
  maren,
  near,
  not,
  nothing,
  or,
  PLANS,
  range,
  startsWith,
  suiteItem,
  suiteQuery,
  text,
} from './fixtures.ts'

type Rows = readonly (readonly [string, Condition, readonly string[]])[]

// Own keys that are words of the language. Contract: connectors 2, names of properties are data.
const HOSTILE = JSON.parse('{"__proto__": ["lantern"], "constructor": ["buoy"]}')

const ITEMS: readonly IndexedItem[] = [
  suiteItem('title', { title: 'Fog signal', values: { heading: ['Fog signal'], berth: [4] } }),
  suiteItem('property', {
    searchable: { notes: ['Dense FÓG', 'the pilot', 'boarded'] },
    values: { berth: [9, 12], vessel: ['MV Gannet'] },
  }),
  suiteItem('content', {
    content: 'the pilot boarded late because of fog',
    values: { vessel: ['mv gannet', 'Tern'], code: ['HL-2027-A14'], isLate: [true], berth: ['4'] },
  }),
  suiteItem('plan', {
    connectionUid: PLANS,
    content: 'delayed ferries, berth 4: a delay of the berthing',
    values: { berth: [-3], isLate: [false] },
  }),
  suiteItem('hostile', { searchable: HOSTILE, values: HOSTILE }),
  suiteItem('empty'),
]
const ALL = ITEMS.map(({ itemId }) => itemId).toSorted()

const LOGIC: Rows = [
  ['everything', everything, ALL],
  ['nothing', nothing, []],
  ['an and of nothing holds', and(), ALL],
  ['an or of nothing does not', or(), []],
  ['and', and(text('fog'), text('pilot')), ['content', 'property']],
  ['or', or(text('signal'), text('ferries')), ['plan', 'title']],
  ['not', not(text('fog')), ['empty', 'hostile', 'plan']],
  ['and with not', and(text('fog'), not(text('pilot'))), ['title']],
  ['not of not', not(not(text('signal'))), ['title']],
]

const TEXT: Rows = [
  ['title, properties and content, whatever case and diacritics', text('fog'), ['content', 'property', 'title']],
  ['by stem, in both directions', text('pilots'), ['content', 'property']],
  ['forms of one stem', text('delaying'), ['plan']],
  ['no stem for what is no English word of four letters', text('2'), []],
  ['a phrase stands side by side', text('pilot boarded'), ['content']],
  ['and never spans two values', text('fog pilot'), []],
  ['a phrase matches by stem at every place', text('pilots board lately'), ['content']],
  ['a phrase keeps its order', text('boarded pilot'), []],
  ['a beginning', text('sig*'), ['title']],
  ['is taken as it is, not as a stem', text('signals*'), []],
  ['a beginning that is a whole word', text('fog*'), ['content', 'property', 'title']],
  ['the last word of a phrase as a beginning', text('pilot boa*'), ['content']],
  ['words in the values of one property', text('fog', 'notes'), ['property']],
  ['in typed strings when the property is not searchable', text('gannet', 'vessel'), ['content', 'property']],
  ['in the title by its name', text('signals', 'heading'), ['title']],
  ['numbers hold no words', text('4', 'berth'), ['content']],
  ['typed strings are no free text', text('gannet'), []],
  ['an absent property', text('fog', 'absent'), []],
  ['names that are words of the language', text('lantern', '__proto__'), ['hostile']],
  ['and are inherited by nobody', text('object', 'constructor'), []],
  ['free text in them', and(text('lantern'), text('buoy')), ['hostile']],
]

const NEAR: Rows = [
  ['neighbours are at distance 0', near(0, 'pilot', 'boarded'), ['content']],
  ['in any order', near(0, 'boarded', 'pilot'), ['content']],
  ['words between are counted', near(2, 'late', 'fog'), ['content']],
  ['and are too many', near(1, 'late', 'fog'), []],
  ['phrases count as one', near(1, 'boarded late', 'of fog'), ['content']],
  ['distance is the sum over all parts', near(3, 'pilot', 'late', 'fog'), ['content']],
  ['of which none may be exceeded', near(2, 'pilot', 'late', 'fog'), []],
  ['one field', near(50, 'signal', 'pilot'), []],
  ['one value', near(50, 'dense', 'pilot'), []],
  ['by stem and beginning', near(0, 'pilots', 'boa*'), ['content']],
  ['a part twice must stand there twice', near(9, 'delay', 'delay'), ['plan']],
  ['and places do not overlap', near(9, 'berth 4', '4'), []],
  ['in order', inOrder(2, 'late', 'fog'), ['content']],
  ['not in order', inOrder(2, 'fog', 'late'), []],
  ['in order, the nearest place counts', inOrder(0, 'delay', 'of', 'the'), ['plan']],
]

const VALUES: Rows = [
  ['a string whole, by its normal form', equals('vessel', 'Mv GANNET'), ['content', 'property']],
  ['not a part of one', equals('vessel', 'gannet'), []],
  ['one of several', equals('vessel', 'tern'), ['content']],
  ['a number is not its digits', equals('berth', 4), ['title']],
  ['nor the other way', equals('berth', '4'), ['content']],
  ['true', equals('isLate', true), ['content']],
  ['false', equals('isLate', false), ['plan']],
  ['not equal holds for items without the property', not(equals('isLate', true)), ALL.filter((id) => id !== 'content')],
  ['whole codes', equals('code', 'HL-20'), []],
  ['beginnings of codes', startsWith('code', 'hl-20'), ['content']],
  ['beginnings of numbers are none', startsWith('berth', '9'), []],
  ['inclusive bounds', range('berth', 4, 9), ['property', 'title']],
  ['exclusive lower bound', range('berth', 4, 9, { includesFrom: false }), ['property']],
  ['exclusive upper bound', range('berth', -3, 4, { includesTo: false }), ['plan']],
  ['open downwards', range('berth', undefined, 4), ['plan', 'title']],
  ['open upwards', range('berth', 12), ['property']],
  ['one value must lie in it, not two around it', range('berth', 10, 11), []],
  ['open on both sides: any number', range('berth'), ['plan', 'property', 'title']],
  ['own keys only', equals('toString', 'x'), []],
  ['keys that are words of the language', equals('__proto__', 'Lantern'), ['hostile']],
]

export function conditionSuite(index: () => ItemIndex): void {
  describe.each([
    ['logic', LOGIC],
    ['text', TEXT],
    ['near', NEAR],
    ['values', VALUES],
  ])('condition: %s', (_kind, rows) => {
    it.each(rows)('%s', async (_name, condition, expected) => {
      await index().upsert(ITEMS)
      const { hits, total } = await index().search(suiteQuery(condition), maren)
      expect(hits.map(({ itemId }) => itemId).toSorted()).toEqual(expected)
      expect(total).toBe(expected.length)
    })
  })

  describe('scopes', () => {
    it('read each connection by its own condition; those not named are not looked into', async () => {
      await index().upsert(ITEMS)
      const idsOf = async (...scopes: { connectionUid: string; condition: Condition }[]) =>
        (await index().search(suiteQuery(nothing, { scopes }), maren)).hits.map(({ itemId }) => itemId).toSorted()
      const logs = suiteItem('').connectionUid
      expect(await idsOf()).toEqual([])
      expect(await idsOf({ connectionUid: PLANS, condition: everything })).toEqual(['plan'])
      expect(
        await idsOf(
          { connectionUid: PLANS, condition: text('ferries') },
          { connectionUid: logs, condition: text('signal') },
        ),
      ).toEqual(['plan', 'title'])
    })
  })
}
