import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSearch, type SearchAddress, webAddress, withParams, writeSearch } from './address.ts'

describe('the address of the search page', () => {
  it('comes back from the address as it was written', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => text.isWellFormed())
    const name = fc.stringMatching(/^[A-Za-z0-9]{1,32}$/)
    const value = fc.constantFrom('"ǂǂ6c616e7465726e"', 'range(1, 2)', 'range(100, max, to="le")', 'week')
    const filter = fc.record({ field: name, value })
    const item = fc.record({ connectionId: fc.stringMatching(/^[A-Za-z0-9]{3,32}$/), itemId: word })
    fc.assert(
      fc.property(
        word,
        fc.nat({ max: 5000 }),
        fc.option(item),
        fc.boolean(),
        fc.option(word),
        fc.array(filter, { maxLength: 3 }),
        fc.option(fc.record({ name, isDescending: fc.boolean() })),
        fc.boolean(),
        fc.array(fc.tuple(fc.nat({ max: 4096 }), fc.nat({ max: 4096 })), { maxLength: 3 }),
        fc.option(name),
        (query, from, of, why, as, filters, sort, isExact, kept, vertical) => {
          const state: SearchAddress = {
            query,
            from,
            connection: undefined,
            vertical: vertical ?? undefined,
            filters,
            sort: sort ?? undefined,
            kept,
            isExact,
            item: of ?? undefined,
            panel: of ? (why ? 'why' : 'item') : why ? 'filters' : undefined,
            person: of && why ? (as ?? undefined) : undefined,
          }
          expect(readSearch(new URLSearchParams(writeSearch(state).toString()))).toEqual(state)
        },
      ),
    )
  })

  it.each([
    'from=-10',
    'from=1.5',
    'from=x',
    'item=nothing',
    'item=/x',
    'item=abc/',
    'panel=why',
    'f=tags',
    'f=tags:',
    'f=:week',
    'f=a:weak',
    'f=a b:week',
    'f=tags:"open',
    'f=tags:range(1',
    'sort=-',
    'w=3',
    'w=a-b',
    'w=1-99999',
    'sort=a b',
  ])('takes %s for absent', (malformed) => {
    expect(readSearch(new URLSearchParams(malformed))).toEqual(readSearch(new URLSearchParams()))
  })

  it('removes what is set to nothing', () => {
    expect(withParams(new URLSearchParams('a=1&b=2'), { a: undefined, b: '', c: '3' }).toString()).toBe('c=3')
  })
})

describe('links to the source', () => {
  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address', '', undefined])(
    'never links to %s',
    (link) => {
      expect(webAddress(link)).toBeUndefined()
    },
  )

  it('names the host of a link', () => {
    expect(webAddress('https://docs.lumenquay.example:8443/a b')).toEqual({
      href: 'https://docs.lumenquay.example:8443/a%20b',
      host: 'docs.lumenquay.example:8443',
    })
  })
})
