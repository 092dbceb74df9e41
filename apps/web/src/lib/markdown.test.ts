import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Block, blocksOf, type Inline, inlinesOf } from './markdown.ts'

const said = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => (inline.kind === 'citation' ? `[^${inline.n}^]` : 'of' in inline ? said(inline.of) : inline.text))
    .join('')
const kinds = (blocks: readonly Block[]) => blocks.map(({ kind }) => kind)

describe('the markdown of an answer', () => {
  it('knows emphasis, code and citations', () => {
    expect(inlinesOf('**Bold**, *soft*, `x*y*` and a fact[^2^].')).toEqual([
      { kind: 'strong', of: [{ kind: 'text', text: 'Bold' }] },
      { kind: 'text', text: ', ' },
      { kind: 'emphasis', of: [{ kind: 'text', text: 'soft' }] },
      { kind: 'text', text: ', ' },
      { kind: 'code', text: 'x*y*' },
      { kind: 'text', text: ' and a fact' },
      { kind: 'citation', n: 2 },
      { kind: 'text', text: '.' },
    ])
    expect(inlinesOf('snake_case_name and 2 * 3 * 4')).toEqual([
      { kind: 'text', text: 'snake_case_name and 2 * 3 * 4' },
    ])
  })

  it('knows headings, lists, tables and code', () => {
    const text =
      '# Leave\nFirst line\nsecond line\n\n- one\n- two\n1. first\n\n| a | b |\n|---|---|\n| 1 | x \\| y |\n\n```js\nlet a\n```\nend'
    const blocks = blocksOf(text)
    expect(kinds(blocks)).toEqual(['heading', 'paragraph', 'list', 'list', 'table', 'code', 'paragraph'])
    const table = blocks[4]
    if (table?.kind !== 'table') expect.unreachable()
    expect(table.rows.map((row) => row.map(said))).toEqual([['1', 'x | y']])
  })

  it.each(['[text](https://a.example)', '![](https://a.example/p.png)', '<img src=x>', '<https://a.example>'])(
    'leaves %s as letters',
    (text) => {
      expect(blocksOf(text)).toEqual([{ kind: 'paragraph', of: [{ kind: 'text', text }] }])
    },
  )

  it('ends for any text, also one that is cut anywhere', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31)
    console.info(`markdown: SEED=${seed}`)
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '`',
      '```\n',
      '| a |\n',
      '|--|\n',
      '- ',
      '1. ',
      '\n',
      'word',
      '[^1^]',
      '# ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(Array.isArray(blocksOf(pieces.join('')))).toBe(true)
      }),
      { seed, numRuns: 500 },
    )
  })
})
