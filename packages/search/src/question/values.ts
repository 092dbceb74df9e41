import { own } from '@jumpseat/wire'
import { type Field, isNamed, labelledField, namedField } from './fields.ts'
import { isQualifying, nameBehind } from './flags.ts'
import { isPersonal } from './people.ts'
import { type Candidate, filter, isBoundary, isDenied, isNoun, type Reading } from './reading.ts'
import { behind, longest, singularOf, type Token, wordsOfText } from './tokens.ts'
import { CONNECTION } from './types.ts'

/** Values that one tells apart by, rather than texts: few words, and not too many of them. */
const MOST_WORDS = 4
const MOST_VALUES = 500

const isEnumerated = (field: Field) =>
  field.kind === 'text' && !field.labels.some((label) => TEXTS.includes(label)) && field.values.length <= MOST_VALUES
const TEXTS = [
  'title',
  'url',
  'iconUrl',
  'fileName',
  'containerUrl',
  'itemPath',
  'parentUrl',
  'itemParentId',
  'secondaryId',
]

/** Properties whose values stand before what they qualify, without a name: `critical bugs`. */
const QUALIFIERS = ['state', 'priority', 'priorityNormalized', 'severity']
const QUALIFIER = /^(?:status|state|stage|phase|priority|severity|urgency|risk|risk level)$/

const isQualifier = (field: Field) =>
  field.labels.some((label) => QUALIFIERS.includes(label)) || isNamed(field, QUALIFIER)

/** Whether the values of the property can matter to a question of these words: looking them up takes time. */
export function isAskedFor(tokens: readonly Token[], field: Field): boolean {
  const has = (...words: readonly string[]) => tokens.some(({ word }) => words.includes(word))
  const isKind = field.labels.some((label) => ['itemType', 'fileExtension'].includes(label))
  if (isQualifier(field) || isKind || isNamed(field, /^(?:item )?type$|^(?:file )?(?:type|extension)$/)) return true
  if (isTags(field) && has(...TAGGED)) return true
  if (field.labels.includes('containerName') && has('in', 'from', 'within', 'on')) return true
  if (isPersonal(field) && has('by', 'to')) return true
  return field.names.some((words) => tokens.some((_token, at) => behind(tokens, at, words) !== undefined))
}

const TAGGED = ['tagged', 'labelled', 'labeled']
const isTags = (field: Field) => field.labels.includes('tags') || isNamed(field, /^(?:tags?|labels?|keywords?)$/)

const PREFIXES = new Set(['is', 'are', 'was', '=', 'of', 'as'])

/** `status delayed`, `priority is high`, `high priority`, `tagged bulk`, `in the Finance department`. */
export function valueRule(reading: Reading, at: number): Candidate | undefined {
  const { fields } = reading
  const found = fields
    .filter(isEnumerated)
    .flatMap(
      (field) => namedValue(reading, field, at) ?? valueNamed(reading, field, at) ?? tagged(reading, field, at) ?? [],
    )
  const longestEnd = Math.max(...found.map(({ end }) => end))
  const best = found.filter(({ end }) => end === longestEnd)
  return best.length === 1 ? best[0] : undefined
}

/** The name, then the value. */
function namedValue(reading: Reading, field: Field, at: number): Candidate | undefined {
  const { tokens } = reading
  const next = nameBehind(reading, field, at)
  if (next === undefined || isDenied(reading, at) || isPersonal(field)) return undefined
  const place = PREFIXES.has(tokens[next]?.word ?? '') ? next + 1 : next
  const isNot = tokens[place]?.word === 'not'
  const values = valuesAt(reading, field, isNot ? place + 1 : place)
  return values && isBoundary(reading, values.next)
    ? filter(field, isNot ? '<>' : '=', values.values, at, values.next)
    : undefined
}

/** The value, then the name. */
function valueNamed(reading: Reading, field: Field, at: number): Candidate | undefined {
  const value = valueAt(reading, field, at)
  const end = value && nameBehind(reading, field, value.next)
  if (!value || end === undefined || isPersonal(field)) return undefined
  if (isDenied(reading, at) || ['or', 'and'].includes(reading.tokens[at - 1]?.word ?? '')) return undefined
  const noun = reading.tokens[end]
  const isOfNoun = noun !== undefined && isNoun(reading, noun)
  return isBoundary(reading, end) || isOfNoun ? filter(field, '=', [value.value], at, end) : undefined
}

/** `tagged bulk`, `labelled as urgent`. */
function tagged(reading: Reading, field: Field, at: number): Candidate | undefined {
  const { tokens } = reading
  if (!isTags(field) || !TAGGED.includes(tokens[at]?.word ?? '') || isDenied(reading, at)) return undefined
  const place = ['as', 'with'].includes(tokens[at + 1]?.word ?? '') ? at + 2 : at + 1
  const values = valuesAt(reading, field, place)
  return values && isBoundary(reading, values.next) ? filter(field, '=', values.values, at, values.next) : undefined
}

/** One value, or several with `or` between them. */
function valuesAt(reading: Reading, field: Field, at: number) {
  const values: string[] = []
  for (let place = at; ; ) {
    const one = valueAt(reading, field, place)
    if (!one) return undefined
    values.push(one.value)
    const link = reading.tokens[one.next]?.word
    if (link === 'and' && valueAt(reading, field, one.next + 1)) return undefined
    if (link !== 'or') return { values, next: one.next }
    place = one.next + 1
  }
}

/** The longest known value at a place. */
function valueAt({ tokens }: Pick<Reading, 'tokens'>, field: Field, at: number) {
  if (tokens[at]?.isApart) return undefined
  const few = field.values.filter((value) => wordsOfText(value).length <= MOST_WORDS)
  const found = longest(tokens, at, few, wordsOfText)
  return found && { value: found.choice, next: found.next }
}

const CLOSED = ['closed', 'done', 'resolved', 'completed', 'complete', 'fixed', 'finished']

/** `critical bugs`, `tickets that are delayed`, `open tasks`, `not closed`. */
export function stateRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const holders = fields
    .filter((field) => isEnumerated(field) && isQualifier(field))
    .flatMap((field) => {
      const value = valueAt({ tokens: unapart(tokens, at) }, field, at)
      return value ? [{ field, ...value }] : []
    })
  const next = Math.max(...holders.map((holder) => holder.next))
  const best = holders.filter((holder) => holder.next === next)
  const [only] = best
  if (isSaidTwice(reading, at, Math.max(next, at + 1))) return undefined
  const isNot = tokens[at - 1]?.word === 'not' || /n['’]t$/.test(tokens[at - 1]?.word ?? '')
  const made = (field: Field, values: readonly string[], end: number, isOther = false) => {
    if (!isQualifying(reading, at, end) || (isDenied(reading, at) && !isNot)) return undefined
    return filter(field, isNot !== isOther ? '<>' : '=', values, isNot ? at - 1 : at, end)
  }
  if (best.length === 1 && only) {
    const isElsewhere = fields.some(
      (field) => field !== only.field && isEnumerated(field) && valueAt(reading, field, at)?.next === next,
    )
    return isElsewhere ? undefined : made(only.field, [only.value], next)
  }
  if (best.length > 1) return undefined

  const word = tokens[at]?.word
  if (word !== 'open' && word !== 'closed') return undefined
  const state = labelledField(fields, ['state']) ?? namedField(fields, ['status']) ?? namedField(fields, ['state'])
  if (state?.kind !== 'text') return flagOfState(reading, word, (field, value) => made(field, [value], at + 1))
  if (state.values.length === 0) return made(state, [word], at + 1)
  const closed = state.values.filter((value) => CLOSED.includes(value.toLowerCase()))
  if (word === 'open' && closed.length > 0) return made(state, closed, at + 1, true)
  return word === 'closed' && closed.length === 1 ? made(state, closed, at + 1) : undefined
}

/** Whether another state is told elsewhere: of `open bugs and closed tasks` neither holds for all. */
function isSaidTwice(reading: Reading, at: number, next: number): boolean {
  const { tokens, fields } = reading
  const states = fields.filter((field) => isEnumerated(field) && isQualifier(field))
  const here = states.filter((field) => valueAt(reading, field, at))
  return tokens.some(({ word }, place) => {
    if (place >= at && place < next) return false
    const isLinked = ['and', 'or'].includes(tokens[place - 1]?.word ?? '') && isNounNear(reading, place)
    return isLinked && (word === 'open' || word === 'closed' || here.some((field) => valueAt(reading, field, place)))
  })
}

const isNounNear = (reading: Reading, at: number) =>
  reading.tokens.slice(at + 1, at + 3).some((token) => isNoun(reading, token))

/** A sign before the first word of a value is no matter where the value is all there is. */
const unapart = (tokens: Reading['tokens'], at: number) =>
  tokens.map((token, place) => (place === at ? { ...token, isApart: false } : token))

/** A boolean that tells: `isOpen` of `closed`, `isClosed` of `open`. */
function flagOfState(
  { fields }: Reading,
  word: 'open' | 'closed',
  made: (field: Field, value: string) => Candidate | undefined,
): Candidate | undefined {
  const other = word === 'open' ? 'closed' : 'open'
  const flags = fields.filter(({ kind }) => kind === 'boolean')
  const found = flags.filter((field) => isNamed(field, new RegExp(`^(?:is )?${other}$`)))
  return found.length === 1 && found[0] ? made(found[0], 'false') : undefined
}

/** `bugs`, where items have a kind that is called `Bug`. */
export function kindRule(reading: Reading, at: number): Candidate | undefined {
  const { tokens, fields } = reading
  const word = tokens[at]?.word ?? ''
  const singular = singularOf(word)
  const kind =
    labelledField(fields, ['itemType']) ?? namedField(fields, ['type']) ?? namedField(fields, ['item', 'type'])
  if (!kind || singular === undefined || kind.kind !== 'text' || isDenied(reading, at)) return undefined
  const kindsOf = (one: string) => kind.values.filter((value) => [one, singularOf(one)].includes(value.toLowerCase()))
  const found = kindsOf(word)
  // `open bugs and closed tasks` are two questions.
  if (tokens.some((token, place) => place !== at && kindsOf(token.word).length > 0)) return undefined
  const isAbout = tokens
    .slice(0, at)
    .some((token) => ['of', 'about', 'for', 'on', 'to', 'or', 'and', 'how'].includes(token.word))
  const isHead = isBoundary(reading, at + 1)
  if (found.length !== 1 || isAbout || !isHead || tokens[at + 1]?.word === 'or') return undefined
  return filter(kind, '=', found, at, at + 1)
}

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
