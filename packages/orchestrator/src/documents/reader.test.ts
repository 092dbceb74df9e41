// contract: plugins-and-packages 3.2, files of embedded knowledge
import { constants, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { docxOf, paragraph, pptxOf, xlsxOf } from '../test/office.ts'
import { pdfOf } from '../test/pdf.ts'
import { createDocumentReader } from './reader.ts'

const reader = createDocumentReader()
afterAll(() => reader.close())
const read = (name: string, bytes: Uint8Array | string) =>
  reader.read(name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes)
const textOf = async (name: string, bytes: Uint8Array | string) => {
  const found = await read(name, bytes)
  return 'text' in found ? found.text : found.problem
}

describe('text documents', () => {
  it('give headings above what they head, lists, and rows that name their columns', async () => {
    const cell = (text: string) => `<w:tc>${paragraph(text)}</w:tc>`
    const row = (...cells: string[]) => `<w:tr>${cells.map(cell).join('')}</w:tr>`
    const body = [
      paragraph('Mooring', 'Heading1'),
      paragraph('Tie up at quay &amp; call.'),
      '<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t xml:space="preserve">Bow </w:t></w:r><w:r><w:tab/><w:t>first</w:t></w:r></w:p>',
      `<w:tbl>${row('Berth', 'Length')}${row('4', '90 m')}${row('7', '120 m')}</w:tbl>`,
      paragraph('End'),
    ].join('')
    expect(await textOf('a.docx', docxOf(body))).toBe(
      'Mooring\nTie up at quay & call.\n\n- Bow first\nBerth: 4; Length: 90 m\nBerth: 7; Length: 120 m\n\nEnd',
    )
  })

  it('leave out what nobody sees: hidden, deleted and moved words, codes of fields, twins for older readers', async () => {
    const body = [
      '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r></w:p>',
      '<w:p><w:del><w:r><w:delText>deleted</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p>',
      '<w:p><w:r><w:instrText>PAGEREF</w:instrText></w:r></w:p>',
      '<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:p><w:r><w:t>box</w:t></w:r></w:p></w:drawing></mc:Choice><mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r></w:p>',
    ].join('')
    expect(await textOf('a.docx', docxOf(body))).toBe('shown\n\nbox')
  })

  it('have their notes at the end', async () => {
    const notes = { 'word/footnotes.xml': `<w:footnotes>${paragraph('At low tide.')}</w:footnotes>` }
    expect(await textOf('a.docx', docxOf(paragraph('Shallow.'), notes))).toBe('Shallow.\n\nAt low tide.')
  })
})

describe('presentations and workbooks', () => {
  it('give slides in their order, without hidden ones', async () => {
    const slides = Array.from({ length: 11 }, (_, n) => ({ lines: [`Slide ${n + 1}`, 'more'], isHidden: n === 1 }))
    const text = await textOf('a.pptx', pptxOf(slides))
    expect(text.split('\n\n').map((slide) => slide.split('\n')[0])).toEqual(
      [1, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((n) => `Slide ${n}`),
    )
  })

  it('give rows with the names of their columns, and days as days', async () => {
    const rows = [
      '<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Share</t></is></c></row>',
      '<row><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>45689</v></c><c r="D2"><v>0.30000000000000004</v></c></row>',
      '<row><c r="A3" t="b"><v>1</v></c><c r="B3" s="2"><v>45689.5</v></c><c r="D3" t="e"><v>#N/A</v></c></row>',
    ].join('')
    const book = xlsxOf(
      [
        { name: 'Visits', rows },
        { name: 'Secret', state: 'hidden', rows },
      ],
      ['Light', 'Day', 'HL-0518'],
    )
    expect(await textOf('a.xlsx', book)).toBe(
      'Visits\nLight: HL-0518; Day: 2025-02-01; Share: 0.3\nLight: yes; Day: 2025-02-01 12:00; Share: #N/A',
    )
  })
})

describe('documents in the portable form', () => {
  it('give their lines, page by page', async () => {
    const document = pdfOf([['Mooring (at night)', 'Tie up at quay 4.'], ['Call the pilot.']])
    expect(await textOf('Rules.PDF', document)).toBe('Mooring (at night)\nTie up at quay 4.\n\nCall the pilot.')
  })

  it('of pictures alone say so, and those with a password, too', async () => {
    expect(await textOf('scan.pdf', pdfOf([[]]))).toBe('pictures')
    const key = '0'.repeat(64)
    const trailer = `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${key}> /U <${key}> >> /ID [<00> <00>]`
    expect(await textOf('a.pdf', pdfOf([['secret']], trailer))).toBe('locked')
  })
})

describe('plain files', () => {
  it('are read as what they are', async () => {
    expect(await textOf('a.csv', 'Name;Age\n"Ro;se";7\r\n"a ""b""";8')).toBe('Name: Ro;se; Age: 7\nName: a "b"; Age: 8')
    expect(await textOf('a.HTML', '<h1>Fog</h1><script>x</script><p>Slow <b>down</b>')).toBe('Fog\n\nSlow down')
    expect(await textOf('a.md', Buffer.from([0xff, 0xfe, 0x61, 0, 0x62, 0]))).toBe('ab')
    expect(await textOf('a.txt', Buffer.from([0x63, 0x61, 0x66, 0xe9]))).toBe('café')
  })
})

describe('what cannot be read says why', () => {
  it.each([
    ['a.doc', Buffer.from('x'), 'kind'],
    ['a.pdf', Buffer.from('%PDF-1.7'), 'damaged'],
    ['a.__proto__', Buffer.from('x'), 'kind'],
    ['a.constructor', Buffer.from('x'), 'kind'],
    ['a.txt', Buffer.alloc(1_000_001, 'a'), 'large'],
    ['a.docx', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'locked'],
    ['a.docx', Buffer.from('not a zip'), 'damaged'],
    ['a.docx', pptxOf([{ lines: ['x'] }]), 'damaged'],
  ] as const)('%s: %#', async (name, bytes, problem) => {
    expect(await read(name, bytes)).toEqual({ problem })
  })

  it('a file that is not there', async () => {
    expect(await reader.read('a.txt', undefined)).toEqual({ problem: 'absent' })
  })
})

describe('security 19 to 21: hostile documents', () => {
  it('a bomb is refused by its directory', async () => {
    const bomb = docxOf(`<w:p><w:r><w:t>${'0'.repeat(3_000_000)}</w:t></w:r></w:p>`)
    expect(bomb.byteLength).toBeLessThan(10_000)
    expect(await textOf('a.docx', bomb)).toHaveLength('damaged'.length)
  })

  it('entities that grow are not expanded, and nothing is fetched', async () => {
    const laughs = Array.from({ length: 20 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')
    const document = `<!DOCTYPE x [<!ENTITY l0 "ha"><!ENTITY f SYSTEM "file:///etc/passwd">${laughs}]><w:document><w:body>${paragraph('&l20;&f;')}</w:body></w:document>`
    expect(await textOf('a.docx', docxOf('', { 'word/document.xml': document }))).toBe('&l20;&f;')
  })

  it('one that would take too long or too much memory is ended, and the next is read', async () => {
    const small = createDocumentReader({ timeout: 300 })
    const long = 'word '.repeat(190_000)
    const cells = '<c t="s"><v>0</v></c>'.repeat(60)
    const book = xlsxOf([{ name: 'x', rows: `<row>${cells}</row>`.repeat(2_000) }], [long])
    // The thread is there first: only then the short time holds.
    expect(await small.read('a.docx', docxOf(paragraph('first')))).toMatchObject({ text: 'first' })
    expect(await small.read('a.xlsx', book)).toMatchObject({ problem: expect.stringMatching(/slow|damaged/) })
    expect(await small.read('a.docx', docxOf(paragraph('still here')))).toMatchObject({ text: 'still here' })
    await small.close()
  }, 30_000)

  it('a stream that unpacks to gigabytes is ended before it does', async () => {
    const mebibyte = deflateRawSync(Buffer.alloc(1 << 20, ' '), { finishFlush: constants.Z_FULL_FLUSH })
    const stream = Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: 800 }, () => mebibyte)])
    const before = process.memoryUsage().rss
    let most = 0
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss - before)
    }, 20)
    const found = await read('a.pdf', pdfOf([stream]))
    clearInterval(watch)
    expect(found).toEqual({ problem: 'heavy' })
    expect(most).toBeLessThan(1_000_000_000)
    expect(await textOf('a.pdf', pdfOf([['still here']]))).toBe('still here')
  }, 30_000)

  it('tags that never end are read as far as they go', async () => {
    const deep = docxOf(`${'<w:p><w:r>'.repeat(10_000)}<w:t>deep</w:t>`)
    expect('problem' in (await read('a.docx', deep))).toBe(false)
  })

  it('never crashes, whatever the bytes are', async () => {
    const table = docxOf(`${paragraph('a')}<w:tbl><w:tr><w:tc>${paragraph('b')}</w:tc></w:tr></w:tbl>`)
    const name = fc.constantFrom('a.docx', 'a.xlsx', 'a.pptx', 'a.pdf', 'a.csv', 'a.html', 'a.md')
    const damaged = fc
      .tuple(
        fc.constantFrom(table, pdfOf([['a', 'b'], ['c']])),
        fc.array(fc.tuple(fc.nat(5_000), fc.nat(255)), { maxLength: 20 }),
      )
      .map(([whole, changes]) => {
        const bytes = Uint8Array.from(whole)
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte
        return bytes
      })
    const xml = fc
      .array(
        fc.constantFrom(
          '<w:p>',
          '</w:p>',
          '<w:r>',
          '</w:tbl>',
          '<w:tr>',
          '</w:tc>',
          '<w:t>',
          'x',
          '&#x0;',
          '<![CDATA[',
          '<c r="ZZZ9">',
          '</row>',
        ),
        {
          maxLength: 40,
        },
      )
      .map((parts) => docxOf(parts.join('')))
    await fc.assert(
      fc.asyncProperty(name, fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged, xml), async (file, bytes) => {
        const found = await read(file, bytes)
        expect('text' in found || 'problem' in found).toBe(true)
      }),
      { numRuns: 100 },
    )
  }, 30_000)
})
