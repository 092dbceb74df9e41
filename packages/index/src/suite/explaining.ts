import { describe, expect, it } from 'vitest'
import { liftOf } from '../lift.ts'
import type { Condition, ItemIndex } from '../types.ts'
import {
  and,
  equals,
  everything,
  FINANCE,
  hanna,
  LOGS,
  maren,
  NOW,
  near,
  not,
  nothing,
  OTHER_TENANT,
  or,
  PLANS,
  range,
  suiteItem,
  suiteQuery,
  suiteReader,
  text,
} from './fixtures.ts'

const ITEM = suiteItem('a', {
  title: 'Fog signal',
  content: 'pilots boarded late because of fog',
  searchable: { notes: ['fog'] },
  values: { berth: [4], vessel: ['Tern'] },
  modifiedAt: NOW,
  interest: 0.5,
})

export function explainSuite(index: () => ItemIndex): void {
  describe('explain', () => {
    const absent = text('absent')
    const either = or(absent, equals('berth', 5))
    const rows: readonly (readonly [string, Condition, Condition | undefined])[] = [
      ['a match', and(text('fog'), range('berth', 4)), undefined],
      ['nothing', nothing, nothing],
      ['a word', absent, absent],
      ['the first part of an and, at any depth', and(text('fog'), and(everything, absent, nothing)), absent],
      ['an or as a whole', and(text('fog'), either), either],
      ['a not as a whole', not(text('fog')), not(text('fog'))],
      ['a near', near(0, 'fog', 'late'), near(0, 'fog', 'late')],
      ['a value', equals('vessel', 'gull'), equals('vessel', 'gull')],
    ]
    it.each(rows)('names what excludes: %s', async (_name, condition, excludedBy) => {
      await index().upsert([ITEM])
      const explained = await index().explain(suiteQuery(condition), ITEM, maren)
      expect(explained).toMatchObject({ isMatch: excludedBy === undefined, isPermitted: true })
      expect(explained?.excludedBy).toEqual(excludedBy)
    })

    it('names the words and the fields they stand in', async () => {
      await index().upsert([ITEM])
      const condition = or(text('fog'), text('pilot'), text('tern', 'vessel'), not(text('late')))
      expect((await index().explain(suiteQuery(condition), ITEM, maren))?.matched).toEqual([
        { term: 'fog', fields: ['content', 'notes', 'title'] },
        { term: 'pilots', fields: ['content'] },
        { term: 'tern', fields: ['vessel'] },
      ])
    })

    it('gives the parts of the score that the search gives', async () => {
      await index().upsert([ITEM, suiteItem('b', { content: 'fog' })])
      const query = suiteQuery(or(text('fog'), text('late')))
      const { hits } = await index().search(query, maren)
      const explained = await index().explain(query, ITEM, maren)
      expect(explained?.score.lift).toBe(liftOf(ITEM, NOW))
      expect((explained?.score.text ?? 0) * (explained?.score.lift ?? 0)).toBe(hits[0]?.score)
    })

    it('tells apart what does not match and what is not permitted; neither has a text score', async () => {
      await index().upsert([{ ...ITEM, acl: [FINANCE] }])
      const ask = (condition: Condition, reader = maren) => index().explain(suiteQuery(condition), ITEM, reader)
      expect(await ask(text('fog'))).toMatchObject({ isMatch: true, isPermitted: false, score: { text: 0 } })
      expect(await ask(text('x'), hanna)).toMatchObject({ isMatch: false, isPermitted: true, score: { text: 0 } })
      expect((await ask(text('fog'), hanna))?.score.text).toBeGreaterThan(0)
    })

    it('says nothing for a connection that was not asked', async () => {
      await index().upsert([ITEM])
      const { scopes } = suiteQuery(everything)
      const query = suiteQuery(everything, { scopes: scopes.filter(({ connectionUid }) => connectionUid === PLANS) })
      expect(await index().explain(query, ITEM, maren)).toMatchObject({ isMatch: false, excludedBy: nothing })
    })

    it('knows no item that it does not hold, nor one of another tenant', async () => {
      await index().upsert([ITEM])
      const stranger = suiteReader('maren', { tenantId: OTHER_TENANT })
      expect(await index().explain(suiteQuery(everything), ITEM, stranger)).toBeUndefined()
      expect(await index().explain(suiteQuery(everything), suiteItem('b'), maren)).toBeUndefined()
      await index().removeConnection(LOGS)
      expect(await index().explain(suiteQuery(everything), ITEM, maren)).toBeUndefined()
    })
  })
}
