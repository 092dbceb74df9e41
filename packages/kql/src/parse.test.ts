import { describe, expect, it } from 'vitest'
import { parseKql } from './parse.ts'
import { printKql } from './print.ts'
import type { KqlOptions } from './types.ts'

/** How the text is read, with everything written out. */
const reading = (text: string) => printKql(parseKql(text).tree)

/** Code and place of each problem, as `code@start-end`. */
const problems = (text: string, options?: KqlOptions) =>
  parseKql(text, options).problems.map(({ code, position }) => `${code}@${position.start}-${position.end}`)

type Row = readonly [text: string, reading: string]
const sound = (rows: readonly Row[]) =>
  it.each(rows)('%s reads %s', (text, expected) => {
    expect(reading(text)).toBe(expected)
    expect(problems(text)).toEqual([])
  })

describe('free text (5.3)', () => {
  sound([
    ['fog  delay', 'fog AND delay'],
    ['"pilot boarded" fog', '"pilot boarded" AND fog'],
    ['fog"pilot boarded"late', 'fog AND "pilot boarded" AND late'],
    ['\u201cpilot boarded\u201d \u201elate\u201c', '"pilot boarded" AND "late"'],
    ['"the \u201cbig\u201d one"', '"the \u201cbig\u201d one"'],
    ['HL-2027 12:30 a.b@c.example', 'HL-2027 AND 12:30 AND a.b@c.example'],
    ['https://harbor.example/log?x=1', 'https://harbor.example/log?x=1'],
    ['path=//a..//b', 'path=//a..//b'],
    ['fog - delay + late', 'fog AND - AND delay AND + AND late'],
    ['\u3000fog\u00a0delay\n', 'fog AND delay'],
    ['WORDS fog', 'WORDS AND fog'],
  ])
})

describe('boolean operators (5.3)', () => {
  sound([
    ['fog AND delay', 'fog AND delay'],
    ['fog or delay not late', 'fog AND or AND delay AND not AND late'],
    ['fog And delay', 'fog AND And AND delay'],
    ['"AND" fog', '"AND" AND fog'],
    ['a AND b OR c AND d', '(a AND b) OR (c AND d)'],
    ['NOT a AND b', 'NOT a AND b'],
    ['NOT a OR b', 'NOT a OR b'],
    ['NOT (a OR b)', 'NOT (a OR b)'],
    ['a OR NOT b', 'a OR NOT b'],
    ['NOT NOT a', 'a'],
    ['NOT NOT NOT a', 'NOT a'],
    ['NOT (NOT a)', 'a'],
    ['+fog -delay', 'fog AND NOT delay'],
    ['-"pilot boarded" -(a b)', 'NOT "pilot boarded" AND NOT (a AND b)'],
    ['-vessel:tern', 'NOT vessel:tern'],
    ['NOT(a)AND(b)', 'NOT a AND b'],
    // Standing side by side binds loosest: [MS-KQL] 2, [MS-SEARCH] 2.2.11.3
    ['a b OR c d', 'a AND (b OR c) AND d'],
    ['a OR b -c', '(a OR b) AND NOT c'],
  ])
})

describe('grouping (5.3)', () => {
  sound([
    ['(a OR b) c', '(a OR b) AND c'],
    ['((a))', 'a'],
    ['a(b)c', 'a AND b AND c'],
    ['( a OR (b AND (c OR d)) )', 'a OR (b AND (c OR d))'],
    ['(a b) (c d)', 'a AND b AND c AND d'],
  ])
})

describe('property restrictions (5.3)', () => {
  sound([
    ['vessel:gannet', 'vessel:gannet'],
    ['vessel:"MV Gannet"', 'vessel:"MV Gannet"'],
    ['vessel:\u201cMV Gannet\u201d', 'vessel:"MV Gannet"'],
    ['vessel="MV Gannet"', 'vessel="MV Gannet"'],
    ['berth<3 berth>4', 'berth<3 OR berth>4'],
    ['a<=1 b>=2 c<>3', 'a<=1 AND b>=2 AND c<>3'],
    ['Label_Title:"log book"', 'Label_Title:"log book"'],
    ['berth:-3', 'berth:-3'],
    ['berth:3..9', 'berth:3..9'],
    ['berth=3..9', 'berth:3..9'],
    ['berth:-9..-3', 'berth:-9..-3'],
    ['arrived:"2027-02-01".."2027-02-28"', 'arrived:"2027-02-01".."2027-02-28"'],
    ['arrived:2027-02-01.."today"', 'arrived:2027-02-01.."today"'],
    ['arrived:"this week"', 'arrived:"this week"'],
    ['arrived:2027-02-01T04:10:00.5Z', 'arrived:2027-02-01T04:10:00.5Z'],
    ['path:"../logs"', 'path:"../logs"'],
    ['vessel: gannet', 'vessel: AND gannet'],
    ['vessel :gannet', 'vessel AND :gannet'],
    ['vessel: "MV Gannet"', 'vessel: AND "MV Gannet"'],
    ['(vessel:gannet)', 'vessel:gannet'],
  ])

  it('keeps the name, the operator, the value and where each stands', () => {
    expect(parseKql('fog Vessel<>"MV Gan*"').tree).toMatchObject({
      kind: 'and',
      of: [
        { kind: 'text', text: 'fog', isQuoted: false, isPrefix: false, position: { start: 0, end: 3 } },
        {
          kind: 'restriction',
          name: 'Vessel',
          namePosition: { start: 4, end: 10 },
          operator: '<>',
          value: { text: 'MV Gan', isQuoted: true, isPrefix: true, position: { start: 12, end: 21 } },
          position: { start: 4, end: 21 },
        },
      ],
      position: { start: 0, end: 21 },
    })
  })

  it('keeps where each end of a range stands', () => {
    expect(parseKql('berth:3..9').tree).toMatchObject({
      operator: '..',
      from: { text: '3', position: { start: 6, end: 7 } },
      to: { text: '9', position: { start: 9, end: 10 } },
    })
  })

  it('takes any key as a name', () => {
    expect(reading('__proto__:x constructor:y')).toBe('__proto__:x AND constructor:y')
    expect(parseKql('constructor:y toString:z').tree).toMatchObject({ kind: 'and' })
  })
})

describe('implicit joining (5.3)', () => {
  sound([
    ['vessel:a vessel:b', 'vessel:a OR vessel:b'],
    ['vessel:a VESSEL:b', 'vessel:a OR VESSEL:b'],
    ['vessel:a tags:b', 'vessel:a AND tags:b'],
    ['vessel:a tags:x fog vessel:b tags:y', '(vessel:a OR vessel:b) AND (tags:x OR tags:y) AND fog'],
    ['vessel:a AND vessel:b', 'vessel:a AND vessel:b'],
    ['vessel:a +vessel:b', 'vessel:a AND vessel:b'],
    ['vessel:a -vessel:b', 'vessel:a AND NOT vessel:b'],
    ['vessel:a (vessel:b)', 'vessel:a AND vessel:b'],
    ['(vessel:a vessel:b) tags:x', '(vessel:a OR vessel:b) AND tags:x'],
    ['NOT (vessel:a vessel:b)', 'NOT (vessel:a OR vessel:b)'],
  ])
})

describe('wildcard (5.3)', () => {
  sound([
    ['fog*', 'fog*'],
    ['fog**', 'fog*'],
    ['"pilot boar*"', '"pilot boar"*'],
    ['"pilot boar"*', '"pilot boar"*'],
    ['vessel:"MV Gan*"', 'vessel:"MV Gan"*'],
    ['vessel=gan*', 'vessel=gan*'],
    ['vessel:*', 'vessel:*'],
    ['* fog', '* AND fog'],
  ])
  it.each([
    ['*fog', 'wildcardPlace@0-4'],
    ['f*g', 'wildcardPlace@0-3'],
    ['f*g*', 'wildcardPlace@0-4'],
    ['"pil* boarded"', 'wildcardPlace@0-14'],
    ['"pilot *"', 'wildcardPlace@0-9'],
    ['berth>3*', 'wildcardPlace@6-8'],
    ['berth:3*..9', 'wildcardPlace@6-8'],
    ['WORDS(*, a)', 'wildcardPlace@6-7'],
  ])('%s: reported, and read as a separator', (text, problem) => {
    expect(problems(text)).toEqual([problem])
  })
  it('tells beginnings from whole words', () => {
    expect(parseKql('fog*').tree).toMatchObject({ kind: 'text', text: 'fog', isPrefix: true })
    expect(parseKql('f*g').tree).toMatchObject({ kind: 'text', text: 'f*g', isPrefix: false })
    expect(parseKql('"pilot *"').tree).toMatchObject({ kind: 'text', text: 'pilot *', isPrefix: false })
  })
})

describe('proximity (5.3)', () => {
  sound([
    ['fog NEAR delay', 'fog NEAR(n=8) delay'],
    ['fog ONEAR delay', 'fog ONEAR(n=8) delay'],
    ['fog NEAR(3) delay', 'fog NEAR(n=3) delay'],
    ['fog NEAR(N = 0) delay', 'fog NEAR(n=0) delay'],
    ['"pilot boat" NEAR(n=2) fo*', '"pilot boat" NEAR(n=2) fo*'],
    ['a NEAR b NEAR c', 'a NEAR(n=8) b NEAR(n=8) c'],
    ['a NEAR(2) b ONEAR(2) c', 'a NEAR(n=2) b AND b ONEAR(n=2) c'],
    ['NOT a NEAR b', 'NOT a NEAR(n=8) b'],
    ['a NEAR b OR c', 'a NEAR(n=8) b OR c'],
    ['(a) NEAR (b)', 'a NEAR(n=8) b'],
    ['near fog', 'near AND fog'],
    ['a NEAR(99999999999999999999) b', 'a NEAR(n=10000000) b'],
  ])
  it.each([
    ['fog NEAR vessel:tern', 'fog AND vessel:tern', 'nearOperand@4-8'],
    ['(a OR b) NEAR c', '(a OR b) AND c', 'nearOperand@9-13'],
    ['fog NEAR WORDS(a, b)', 'fog AND WORDS(a, b)', 'nearOperand@4-8'],
    ['fog NEAR', 'fog', 'operandMissing@4-8'],
    ['NEAR fog', 'fog', 'operandMissing@0-4'],
    [`${'a NEAR '.repeat(16)}b`, `${'a NEAR(n=8) '.repeat(15)}a AND a NEAR(n=8) b`, 'nearTooMany@107-111'],
    ['a NEAR(x) b', 'a NEAR(n=8) x AND b', undefined],
  ])('%s: free text only, else AND', (text, expected, problem) => {
    expect(reading(text)).toBe(expected)
    expect(problems(text)).toEqual(problem === undefined ? [] : [problem])
  })
})

describe('synonyms (5.3)', () => {
  sound([
    ['WORDS(fog, mist)', 'WORDS(fog, mist)'],
    ['WORDS( fog ,"sea mist", haz* )', 'WORDS(fog, "sea mist", haz*)'],
    ['WORDS(fog mist)', 'WORDS(fog, mist)'],
    ['delay WORDS(fog,mist)', 'delay AND WORDS(fog, mist)'],
    ['-WORDS(AND, OR)', 'NOT WORDS(AND, OR)'],
  ])
  it.each([
    ['WORDS()', '*', ['groupEmpty@0-7', 'nothingAsked@0-7']],
    ['WORDS()-fog', 'NOT fog', ['groupEmpty@0-7']],
    ['WORDS(fog, mist', 'WORDS(fog, mist)', ['groupOpen@0-15']],
    ['WORDS(fog, (mist))', 'WORDS(fog, mist)', ['synonymsBracket@11-12', 'groupClose@17-18']],
  ])('%s: read leniently', (text, expected, codes) => {
    expect(reading(text)).toBe(expected)
    expect(problems(text)).toEqual(codes)
  })
})

describe('XRANK (5.3, not supported)', () => {
  it.each([
    ['fog XRANK(cb=100, nb=1.5) delay', 'fog', ['rankUnsupported@4-31']],
    ['fog XRANK (cb=1) (a OR b) late', 'fog AND late', ['rankUnsupported@4-25']],
    ['(fog XRANK(cb=1) a) XRANK(cb=2) b', 'fog', ['rankUnsupported@5-18', 'rankUnsupported@20-33']],
    ['fog XRANK', 'fog', ['rankUnsupported@4-9']],
  ])('%s keeps what must match', (text, expected, codes) => {
    expect(reading(text)).toBe(expected)
    expect(problems(text)).toEqual(codes)
  })
})

describe('leniency (5.3, errors)', () => {
  it.each([
    ['"pilot boarded', '"pilot boarded"', ['quoteOpen@0-1']],
    ['vessel:"MV Gannet', 'vessel:"MV Gannet"', ['quoteOpen@7-8']],
    ['(a OR b', 'a OR b', ['groupOpen@0-1']],
    ['a) OR (b', 'a OR b', ['groupClose@1-2', 'groupOpen@6-7']],
    ['a () b', 'a AND b', ['groupEmpty@2-4']],
    ['fog ""', 'fog', ['quoteEmpty@4-6']],
    ['fog AND', 'fog', ['operandMissing@4-7']],
    ['OR fog', 'fog', ['operandMissing@0-2']],
    ['fog NOT', 'fog', ['operandMissing@4-7']],
    ['a AND OR b', 'a OR b', ['operandMissing@2-5']],
    ['berth:3..', 'berth:3..', ['rangeOpen@6-9']],
    ['berth:..9', 'berth:..9', ['rangeOpen@6-9']],
    ['arrived:"today"..', 'arrived:"today"', ['rangeOpen@8-17']],
    ['vessel:(a OR b)', 'vessel: AND (a OR b)', ['valueMissing@0-7']],
    ['', '*', ['nothingAsked@0-0']],
    ['  ', '*', ['nothingAsked@0-2']],
    ['NOT ""', '*', ['quoteEmpty@4-6', 'operandMissing@0-3', 'nothingAsked@0-6']],
  ])('%s reads %s and says why', (text, expected, codes) => {
    expect(reading(text)).toBe(expected)
    expect(problems(text)).toEqual(codes)
  })

  it('gives each problem a message and a fix', () => {
    for (const { message, fix } of parseKql('(a OR "b*c').problems) {
      expect(message).toMatch(/^[A-Z].*\.$/)
      expect(fix).toMatch(/^[A-Z].*\.$/)
    }
  })
})

describe('length (5.3)', () => {
  it('reports a text above the limit and reads all of it, so that its meaning does not change', () => {
    const text = `${'fog '.repeat(1023)}NOT late`
    expect(problems(text)).toEqual(['tooLong@0-4100'])
    expect(problems(text, { maxLength: 4100 })).toEqual([])
    expect(reading(text).endsWith('NOT late')).toBe(true)
  })
  it('reports a restriction above 2,048 characters', () => {
    expect(problems(`vessel:${'a'.repeat(2041)}`)).toEqual([])
    expect(problems(`vessel:${'a'.repeat(2042)}`)).toEqual(['restrictionTooLong@0-2049'])
  })
  it('passes over the brackets of groups that stand too deep', () => {
    expect(problems('(a (b))', { maxDepth: 2 })).toEqual([])
    expect(problems('(a (b (c OR d)))', { maxDepth: 2 })).toEqual(['tooDeep@6-7'])
    expect(printKql(parseKql('(a (b (c OR d)))', { maxDepth: 2 }).tree)).toBe('a AND b AND (c OR d)')
  })
})
