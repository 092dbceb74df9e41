import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../api/types.ts'
import { wordsOf } from './words.ts'

const base: Explanation = {
  userId: 'u1',
  received: true,
  indexed: true,
  served: true,
  isGuest: false,
  permitted: true,
  findable: true,
  because: null,
  entries: [],
}
const NAMES = new Map([['g3', 'Sales']])
const words = (explanation: Explanation) => wordsOf({ explanation, person: 'Noor Haddad', item: 'A14', names: NAMES })
const noor = { type: 'user', id: 'u1', displayName: 'Noor Haddad' }
const group = (value: string, accessType: 'grant' | 'deny' = 'grant') => ({ type: 'group', value, accessType })

describe('an explanation in words', () => {
  it('tells the way through groups to the grant', () => {
    const path = [
      noor,
      { type: 'group', id: 'g1', displayName: 'Firmware' },
      { type: 'group', id: 'g3', displayName: 'Sales' },
    ]
    expect(words({ ...base, because: { entry: group('G3'), path } })).toEqual([
      'Noor Haddad belongs to Firmware.',
      'Firmware belongs to Sales.',
      'The access list grants reading to Sales.',
    ])
  })

  it('says that a denial wins', () => {
    const entry = { type: 'user', value: 'u1', accessType: 'deny' as const }
    expect(words({ ...base, permitted: false, because: { entry, path: [noor] } })).toEqual([
      'The access list names Noor Haddad and denies reading. A denial wins over every grant.',
    ])
  })

  it('says when no entry applies', () => {
    const entries = [{ entry: group('g9'), matches: false, path: [] }]
    expect(words({ ...base, permitted: false, entries })).toEqual([
      'The only entry of the access list names neither Noor Haddad nor a group that Noor Haddad belongs to.',
    ])
    expect(words({ ...base, permitted: false })[0]).toMatch(/empty/)
  })

  it('says what else stands in the way', () => {
    const granted = {
      ...base,
      because: { entry: { type: 'everyone', value: 'x', accessType: 'grant' as const }, path: [noor] },
    }
    expect(
      words({ ...granted, indexed: false, indexProblem: 'The seal is broken.', served: false, isGuest: true }),
    ).toEqual([
      'The access list grants reading to everyone in the organisation.',
      'The index does not hold the item: The seal is broken.',
      'The connection is switched off.',
      'Noor Haddad is a guest. Guests find no items, whatever the access list says.',
    ])
    expect(words({ ...base, received: false, indexed: false })).toEqual([
      'The server has no such item. Its connector has not sent it, or has deleted it.',
    ])
  })
})
