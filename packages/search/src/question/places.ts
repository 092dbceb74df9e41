import { own } from '@jumpseat/wire'
import { labelledField, namedField } from './fields.ts'
import { type Candidate, filter, isBoundary, isDenied, type Reading } from './reading.ts'
import { behind, longest, singularOf, wordsOfText } from './tokens.ts'
import { CONNECTION } from './types.ts'
import { valueAt } from './values.ts'

/** What people call files, and the endings they have. */
const FILE_TYPES: readonly (readonly [names: readonly string[], endings: readonly string[]])[] = [
  [['pdf'], ['pdf']],
  [
    ['word', 'docx'],
    ['docx', 'doc'],
  ],
  [
    ['excel', 'xlsx'],
    ['xlsx', 'xls'],
  ],
  [
    ['powerpoint', 'pptx'],
    ['pptx', 'ppt'],
  ],
  [['csv'], ['csv']],
  [['markdown'], ['md']],
  [['txt'], ['txt']],
  [['png'], ['png']],
  [
    ['jpeg', 'jpg'],
    ['jpg', 'jpeg'],
  ],
  [['zip'], ['zip']],
  [['html'], ['html', 'htm']],
  [['xml'], ['xml']],
  [['json'], ['json']],
]
const FILES = new Set(['file', 'files', 'document', 'documents', 'doc', 'docs'])
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  excel: ['workbook', 'workbooks', 'sheet', 'sheets', 'spreadsheet', 'spreadsheets'],
  powerpoint: ['presentation', 'presentations', 'deck', 'decks', 'slides'],
}

/** `pdf files`, `Word documents`, `PDFs`, `spreadsheets`. */
export function fileRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const word = tokens[at]?.word ?? ''
  const field =
    labelledField(fields, ['fileExtension']) ??
    namedField(fields, ['file', 'type']) ??
    namedField(fields, ['file', 'extension']) ??
    namedField(fields, ['extension'])
  if (field?.kind !== 'text' || isDenied(reading, at) || ['or', 'and'].includes(tokens[at - 1]?.word ?? ''))
    return undefined
  const singular = singularOf(word)
  const named = FILE_TYPES.find(
    ([names]) => names.includes(word) || names.some((name) => name === singular && name.length < 5),
  )
  const alone = named
    ? undefined
    : Object.entries(OTHERS).find(
        ([, words]) => /^(?:spreadsheets|slides|workbooks)$/.test(word) && words.includes(word),
      )
  const endings = named?.[1] ?? FILE_TYPES.find(([names]) => alone && names.includes(alone[0]))?.[1]
  if (!endings) return undefined
  const noun = tokens[at + 1]?.word ?? ''
  const isOfFiles = named !== undefined && (FILES.has(noun) || (own(OTHERS, named[0][0] ?? '') ?? []).includes(noun))
  const isPlural = named !== undefined && singular !== undefined && word !== 'docs' && isBoundary(reading, at + 1)
  if (!isOfFiles && !isPlural && !(alone && isBoundary(reading, at + 1))) return undefined
  const end = isOfFiles ? at + 2 : at + 1
  if (!isBoundary(reading, end) || tokens[end]?.word === 'or' || tokens[end]?.word === 'and') return undefined
  const known = field.values.filter((value) => endings.includes(value.toLowerCase().replace(/^\./, '')))
  if (field.values.length > 0 && known.length === 0) return undefined
  return filter(field, '=', known.length > 0 ? known : endings, at, end)
}

/** `in Harbour logs`, `from the People handbook`: a connection, or the place that its items stand in. */
export function placeRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, context, fields } = reading
  if (!['in', 'from', 'within', 'on'].includes(tokens[at]?.word ?? '') || isDenied(reading, at)) return undefined
  const place = behind(tokens, at + 1, ['the']) ?? at + 1
  const isLike = (name: string, next: number) =>
    (next - place > 1 || tokens[place]?.isCapital === true) && isBoundary(reading, next) && name !== ''
  const connection = longest(tokens, place, context.connections, ({ name }) => wordsOfText(name))
  if (connection && isLike(connection.choice.name, connection.next)) {
    const words = wordsOfText(connection.choice.name).join(' ')
    const same = context.connections.filter(({ name }) => wordsOfText(name).join(' ') === words)
    const ids = same.map(({ id }) => id)
    return ids.length === 1 ? filter({ property: CONNECTION }, '=', ids, at, connection.next) : undefined
  }
  const container = labelledField(fields, ['containerName'])
  const value = container && valueAt(reading, container, place)
  return container && value && isLike(value.value, value.next)
    ? filter(container, '=', [value.value], at, value.next)
    : undefined
}
