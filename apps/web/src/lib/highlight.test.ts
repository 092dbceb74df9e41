import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Piece, piecesOf } from './highlight.ts'

const textOf = (pieces: readonly Piece[]) => pieces.map((piece) => (piece.kind === 'gap' ? '' : piece.text)).join('')

describe('connectors 5.4, summary', () => {
  it('marks matches and gaps', () => {
    expect(piecesOf('late because of <c0>fog</c0> <ddd/>')).toEqual([
      { kind: 'text', text: 'late because of ' },
      { kind: 'match', text: 'fog' },
      { kind: 'text', text: ' ' },
      { kind: 'gap' },
    ])
  })

  it('shows escaped source text as it was written, once', () => {
    expect(piecesOf('&lt;b&gt;&amp;lt; &quot;x&quot; &#39;y&#39;')).toEqual([
      { kind: 'text', text: '<b>&lt; "x" \'y\'' },
    ])
  })

  it('leaves unknown entities alone', () => {
    expect(piecesOf('R&D &copy; &constructor; &toString;')).toEqual([
      { kind: 'text', text: 'R&D &copy; &constructor; &toString;' },
    ])
  })

  it.each([
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['<C0>no</C0>', '<C0>no</C0>'],
    ['<c0 onclick=x>no</c0>', '<c0 onclick=x>no'],
    ['<c<c0>0>', '<c0>'],
    ['<<ddd/>ddd/>', '<ddd/>'],
    ['&lt;c0&gt;not a mark&lt;/c0&gt;', '<c0>not a mark</c0>'],
  ])('keeps hostile text as text: %s', (summary, shown) => {
    expect(textOf(piecesOf(summary))).toBe(shown)
  })

  it('survives marks that are not closed, not opened or nested', () => {
    expect(piecesOf('</c0>a<c0><c0>b</c0>c</c0>d<c0>e')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'match', text: 'b' },
      { kind: 'text', text: 'c' },
      { kind: 'text', text: 'd' },
      { kind: 'match', text: 'e' },
    ])
  })

  it('gives back every escaped text whole, wherever marks fall', () => {
    const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '&', 'c0', '/', 'ddd/', ';', 'lt', 'amp', '#39', 'a', ' '),
    })
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('', '<c0>', '</c0>', '<ddd/>'), hostile)), (runs) => {
        const summary = runs.map(([mark, text]) => mark + escaped(text)).join('')
        expect(textOf(piecesOf(summary))).toBe(runs.map(([, text]) => text).join(''))
      }),
    )
  })
})
