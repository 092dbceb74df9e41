import { describe, expect, it } from 'vitest'
import type { Explanation } from '../../api/types.ts'
import { wordsOf } from './words.ts'

const base: Explanation = {
  received: true,
  indexed: true,
  served: true,
  permitted: true,
  entries: [],
  person: { id: 'u1', displayName: 'Noor Haddad' },
}

describe('an explanation in words', () => {
  it('tells the way through groups to the grant', () => {
    const path = [
      { type: 'user', id: 'u1', displayName: 'Noor Haddad' },
      { type: 'group', id: 'g1', displayName: 'Firmware' },
      { type: 'group', id: 'g2', displayName: 'Engineering' },
    ]
    const entry = { type: 'group', value: 'g2', displayName: 'Engineering', accessType: 'grant' as const }
    expect(wordsOf({ ...base, because: { entry, path } })).toEqual([
      'Noor Haddad belongs to Firmware.',
      'Firmware belongs to Engineering.',
      'The access list grants reading to Engineering.',
    ])
  })

  it('says that a denial wins', () => {
    const entry = { type: 'user', value: 'u1', accessType: 'deny' as const }
    expect(wordsOf({ ...base, permitted: false, because: { entry, path: [] } })).toEqual([
      'The access list names Noor Haddad and denies reading. A denial wins over every grant.',
    ])
  })

  it('says when nothing applies, and when the item waits for the index', () => {
    const entry = { type: 'group', value: 'g9', accessType: 'grant' as const }
    const nobody = { ...base, permitted: false, served: false, entries: [{ entry, matches: false }] }
    expect(wordsOf(nobody)).toEqual([
      'The only entry of the access list names neither Noor Haddad nor a group that Noor Haddad belongs to.',
      'The item has not reached the index yet, so searches do not find it.',
    ])
    expect(wordsOf({ ...base, permitted: false })[0]).toMatch(/empty/)
  })
})
