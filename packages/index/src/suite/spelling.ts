import { describe, expect, it } from 'vitest'
import type { ItemIndex } from '../types.ts'
import { FINANCE, hanna, LOGS, maren, nothing, PLANS, suiteItem, suiteQuery } from './fixtures.ts'

const ITEMS = [
  suiteItem('a', { title: 'Pilot', content: 'pilots board the ferry at the berth' }),
  suiteItem('b', { searchable: { notes: ['Pilot', 'ferry'] }, values: { notes: ['Pilot'], code: ['pilgrim'] } }),
  suiteItem('c', { content: 'pile of ropes, a fog signal', connectionUid: PLANS }),
  suiteItem('d', { content: 'pillar barth barth ferrets', acl: [FINANCE] }),
  suiteItem('e', { content: 'barth', acl: [FINANCE] }),
]

/** Words offered to the reader. Scopes say where to look; their conditions do not matter. */
export function spellingSuite(index: () => ItemIndex): void {
  const { scopes } = suiteQuery(nothing)

  describe('suggest', () => {
    const rows: readonly (readonly [string, string, number, readonly string[]])[] = [
      ['those of most items first, then in alphabetical order', 'pil', 10, ['pilot', 'pile', 'pilots']],
      ['no more than asked for', 'pil', 2, ['pilot', 'pile']],
      ['whatever case and diacritics', ' FÉR', 10, ['ferry']],
      ['a whole word begins with itself', 'signal', 10, ['signal']],
      ['nothing begins with nothing', ' ', 10, []],
      ['no such word', 'x', 10, []],
    ]
    it.each(rows)('%s', async (_name, beginning, limit, expected) => {
      await index().upsert(ITEMS)
      expect(await index().suggest(beginning, scopes, maren, limit)).toEqual(expected)
    })

    it('offers only what the reader may read, in the connections asked', async () => {
      await index().upsert(ITEMS)
      expect(await index().suggest('pil', scopes, hanna, 10)).toEqual(['pilot', 'pile', 'pillar', 'pilots'])
      const plans = scopes.filter(({ connectionUid }) => connectionUid === PLANS)
      expect(await index().suggest('pil', plans, maren, 10)).toEqual(['pile'])
      expect(await index().suggest('pil', [], maren, 10)).toEqual([])
      await index().remove([{ connectionUid: LOGS, itemId: suiteItem('a').itemId }])
      expect(await index().suggest('pil', scopes, maren, 10)).toEqual(['pile', 'pilot'])
    })
  })

  describe('correct', () => {
    const rows: readonly (readonly [string, string, string | undefined])[] = [
      ['a letter too many', 'pilott', 'pilot'],
      ['two letters off', 'pxlyt', 'pilot'],
      ['neighbours swapped count as one', 'pliot', 'pilot'],
      ['three letters off are too many', 'pxxxt', undefined],
      ['short words by one letter', 'fug', 'fog'],
      ['and not by two', 'fxx', undefined],
      ['shorter ones never', 'te', undefined],
      ['what stands there is right', 'pilot', undefined],
      ['by stem too', 'boarding', undefined],
      ['whatever case', 'PILTO', 'pilot'],
      ['the nearest first', 'pilotz', 'pilot'],
      ['then the word of most items', 'pilo', 'pilot'],
    ]
    it.each(rows)('%s', async (_name, word, expected) => {
      await index().upsert(ITEMS)
      const corrections = await index().correct([word], scopes, maren)
      expect([...corrections]).toEqual(expected === undefined ? [] : [[word, expected]])
    })

    it('takes several words and leaves out those it cannot help', async () => {
      await index().upsert(ITEMS)
      expect([...(await index().correct(['fogg', 'zzzzzz', 'singal'], scopes, maren))]).toEqual([
        ['fogg', 'fog'],
        ['singal', 'signal'],
      ])
    })

    it('knows only words that the reader may read', async () => {
      await index().upsert(ITEMS)
      expect([...(await index().correct(['barth'], scopes, maren))]).toEqual([['barth', 'berth']])
      expect([...(await index().correct(['barth'], scopes, hanna))]).toEqual([])
      expect([...(await index().correct(['birth'], scopes, hanna))]).toEqual([['birth', 'barth']])
      expect([...(await index().correct(['barth'], [], maren))]).toEqual([])
    })
  })

  describe('words of fields that are withheld', () => {
    const withholding = (title: boolean, ...properties: string[]) =>
      scopes.map((scope) => (scope.connectionUid === LOGS ? { ...scope, withheld: { title, properties } } : scope))
    const suggested = (...asked: Parameters<typeof withholding>) =>
      index().suggest('pil', withholding(...asked), maren, 10)
    const corrected = async (word: string, ...asked: Parameters<typeof withholding>) =>
      (await index().correct([word], withholding(...asked), maren)).get(word)

    it('are not suggested, unless they stand elsewhere too', async () => {
      await index().upsert(ITEMS)
      expect(await suggested(false, 'notes')).toEqual(['pile', 'pilot', 'pilots'])
      expect(await suggested(true)).toEqual(['pile', 'pilot', 'pilots'])
      expect(await suggested(true, 'notes', 'absent')).toEqual(['pile', 'pilots'])
      expect(await suggested(false, 'code')).toEqual(['pilot', 'pile', 'pilots'])
    })

    it('are counted by the properties that are told', async () => {
      await index().upsert([
        suiteItem('f', { searchable: { notes: ['pilchard pilchard'], log: ['pilchard'] } }),
        suiteItem('g', { searchable: { notes: ['pilchard'] }, connectionUid: PLANS }),
        suiteItem('h', { searchable: { notes: ['pillow pillow'] } }),
      ])
      expect(await suggested(false, 'notes')).toEqual(['pilchard'])
      expect(await suggested(false, 'notes', 'log')).toEqual(['pilchard'])
      expect(await suggested(false, 'log')).toEqual(['pilchard', 'pillow'])
    })

    it('are no corrections, and are none to be corrected either', async () => {
      await index().upsert([suiteItem('f', { title: 'quicksand', searchable: { notes: ['quagmire'] } })])
      expect(await corrected('quaqmire', false)).toBe('quagmire')
      expect(await corrected('quaqmire', false, 'notes')).toBeUndefined()
      expect(await corrected('quicksant', true)).toBeUndefined()
      await index().upsert([suiteItem('g', { content: 'quagmires' })])
      expect(await corrected('quagmire', false, 'notes')).toBeUndefined()
    })
  })
}
