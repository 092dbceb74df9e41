import { expect, it } from 'vitest'
import { csvOf } from './csv.ts'

it('quotes what needs quotes and disarms formulas', () => {
  expect(
    csvOf([
      ['name', 'count'],
      ['a "b", c', '-12.5'],
      ['=HYPERLINK("x")', '@cmd'],
      ['two\nlines', '+1'],
    ]),
  ).toBe('name,count\r\n"a ""b"", c",-12.5\r\n"\'=HYPERLINK(""x"")",\'@cmd\r\n"two\nlines",+1')
})
