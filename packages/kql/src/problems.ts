import type { KqlProblem, Position } from './types.ts'

/** Codes never change. A problem never stops the reader: each message says how the place was read all the same. */
const PROBLEMS = {
  nothingAsked: [
    'The text holds nothing to look for.',
    'Write a word, a "phrase" or a restriction such as name:value.',
  ],
  tooLong: ['The text is longer than allowed.', 'Shorten it, or ask in several steps.'],
  tooDeep: ['Groups stand too deep inside each other; this bracket was passed over.', 'Use fewer brackets.'],
  quoteOpen: ['The quote is not closed; the phrase was read to the end.', 'Add the closing ".'],
  groupOpen: ['The bracket is not closed; the group was read to the end.', 'Add the closing ).'],
  groupClose: ['The bracket closes nothing; it was passed over.', 'Remove it, or add the opening (.'],
  groupEmpty: ['The brackets hold nothing; they were passed over.', 'Remove them, or write something in them.'],
  quoteEmpty: ['The quotes hold nothing.', 'Remove them, or write something in them.'],
  operandMissing: [
    'The operator has nothing to work on; it was passed over.',
    'Write something on each side, or quote the word to look for it.',
  ],
  wildcardPlace: [
    'A * counts only at the end of a word, of a phrase or of the value of :, = and <>; this one was read as a separator.',
    'Move it to the end, or remove it.',
  ],
  valueMissing: [
    'The restriction has no value; its name was read as free text.',
    'Write name:value, and repeat the name for each value: (name:a OR name:b).',
  ],
  rangeOpen: ['The range has only one end; it was read as plain text.', 'Write both ends, or use >= or <=.'],
  restrictionTooLong: ['The restriction is longer than 2,048 characters.', 'Shorten its value.'],
  nearOperand: [
    'NEAR and ONEAR work on words and phrases only; this one was read as AND.',
    'Put a word or a "phrase" on each side.',
  ],
  nearTooMany: [
    'More than 16 words and phrases are to stand near each other; from here on they were read as another chain.',
    'Ask for fewer.',
  ],
  synonymsBracket: ['WORDS holds words and phrases only; this bracket was passed over.', 'Write WORDS(a, b).'],
  rankUnsupported: [
    'XRANK is not supported; it and what it ranks by were passed over.',
    'Remove it: it never changes which items are found.',
  ],
} as const satisfies Readonly<Record<string, readonly [message: string, fix: string]>>

export type ProblemCode = keyof typeof PROBLEMS
export type Report = (code: ProblemCode, position: Position) => void

/** Enough for a person to read; hostile text makes as many as it has characters. */
const MOST = 100

export function reportTo(problems: KqlProblem[]): Report {
  return (code, { start, end }) => {
    const [message, fix] = PROBLEMS[code]
    if (problems.length < MOST) problems.push({ code, message, fix, position: { start, end } })
  }
}
