import { createReadStream, existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'

export interface Document {
  readonly id: string
  readonly title: string
  readonly text: string
}

/** Documents, questions, and how well which document answers which question; only grades above 0 are kept. */
export interface Collection {
  readonly name: string
  readonly documents: readonly Document[]
  readonly questions: ReadonlyMap<string, string>
  readonly judged: ReadonlyMap<string, ReadonlyMap<string, number>>
}

/** Says what is passed over, and where it stands. */
export type Report = (place: string, reason: string) => void

/** The form of a collection, by a file that only it has. */
const FORMS = [
  { has: 'cran.qry', read: readCranfield },
  { has: 'CISI.QRY', read: readCisi },
  { has: 'corpus.jsonl', read: readBeir },
] as const

/** The folder itself when it is a collection, else those of its folders that are, by name. */
export function collectionsIn(folder: string): string[] {
  if (formOf(folder)) return [folder]
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map((entry) => join(folder, entry.name))
    .filter(formOf)
    .sort()
}

export async function readCollection(folder: string, report: Report): Promise<Collection> {
  const { documents, questions, judged } = (await formOf(folder)?.read(folder, report)) ?? NOTHING
  return { name: basename(folder), documents, questions, judged }
}

type Parts = Omit<Collection, 'name'>
type Judgements = Map<string, Map<string, number>>

const NOTHING: Parts = { documents: [], questions: new Map(), judged: new Map() }
const formOf = (folder: string) => FORMS.find(({ has }) => existsSync(join(folder, has)))

/** Judgements name questions by their place in the file, not by their number there. */
async function readCranfield(folder: string, report: Report): Promise<Parts> {
  const questions = await smartRecords(join(folder, 'cran.qry'))
  const judged: Judgements = new Map()
  await eachLine(join(folder, 'qrels.txt'), report, (line) => {
    const [question, , document, grade] = line.trim().split(/\s+/)
    return judge(judged, question, document, grade)
  })
  return {
    documents: documentsOf(await smartRecords(join(folder, 'cran.all.1400'))),
    questions: new Map(questions.map(({ W = '' }, at) => [String(at + 1), W])),
    judged,
  }
}

async function readCisi(folder: string, report: Report): Promise<Parts> {
  const questions = await smartRecords(join(folder, 'CISI.QRY'))
  const judged: Judgements = new Map()
  await eachLine(join(folder, 'CISI.REL'), report, (line) => {
    const [question, document] = line.trim().split(/\s+/)
    return judge(judged, question, document, '1')
  })
  return {
    documents: documentsOf(await smartRecords(join(folder, 'CISI.ALL'))),
    questions: new Map(questions.map(({ I = '', W = '' }) => [I, W])),
    judged,
  }
}

/** The test judgements, or whichever there are. */
async function readBeir(folder: string, report: Report): Promise<Parts> {
  const documents: Document[] = []
  const known = new Set<string>()
  await eachLine(join(folder, 'corpus.jsonl'), report, (line) => {
    const row = recordOf(line)
    const id = textOf(row?._id)
    if (id === undefined || known.has(id)) return id === undefined ? 'no document' : `the id ${id} was there before`
    known.add(id)
    documents.push({ id, title: textOf(row?.title) ?? '', text: textOf(row?.text) ?? '' })
    return undefined
  })
  const questions = new Map<string, string>()
  await eachLine(join(folder, 'queries.jsonl'), report, (line) => {
    const row = recordOf(line)
    const id = textOf(row?._id)
    const text = textOf(row?.text)
    if (id === undefined || text === undefined) return 'no question'
    questions.set(id, text)
    return undefined
  })
  const judged: Judgements = new Map()
  const qrels = join(folder, 'qrels')
  const files = existsSync(qrels) ? readdirSync(qrels).filter((file) => file.endsWith('.tsv')) : []
  for (const file of files.includes('test.tsv') ? ['test.tsv'] : files.sort()) {
    let isFirst = true
    await eachLine(join(qrels, file), report, (line) => {
      const parts = line.split('\t')
      const isHead = isFirst && !/^-?\d+(\.\d+)?$/.test(parts.at(-1)?.trim() ?? '')
      isFirst = false
      if (isHead) return undefined
      // As in BEIR, or as TREC writes them: with an iteration in between.
      const [question, document, grade] = parts.length === 4 ? [parts[0], parts[2], parts[3]] : parts
      return judge(judged, question, document, grade?.trim())
    })
  }
  return { documents, questions, judged }
}

/** Why the judgement cannot be read; undefined when it can. */
function judge(judged: Judgements, question?: string, document?: string, grade?: string): string | undefined {
  const value = Number(grade)
  if (!question || !document || grade === undefined || grade === '' || Number.isNaN(value)) return 'no judgement'
  if (value <= 0) return undefined
  const grades = judged.get(question) ?? new Map<string, number>()
  grades.set(document, value)
  judged.set(question, grades)
  return undefined
}

type SmartRecord = Readonly<Record<string, string>>

const documentsOf = (records: readonly SmartRecord[]) =>
  records.map(({ I = '', T = '', W = '' }) => ({ id: I, title: T, text: W }))

/** Records of the form of SMART: `.I` and a number, then fields `.T`, `.A`, `.B`, `.W`, `.X` on lines of their own. */
async function smartRecords(file: string): Promise<SmartRecord[]> {
  const records: Record<string, string>[] = []
  let field = ''
  for await (const line of createInterface({ input: createReadStream(file, 'latin1') })) {
    const record = records.at(-1)
    if (line.startsWith('.I')) {
      records.push({ I: line.slice(2).trim() })
      field = ''
    } else if (/^\.[A-Z]\s*$/.test(line)) field = line.charAt(1)
    else if (record && field !== '') record[field] = `${record[field] ?? ''} ${line.trim()}`.trim()
  }
  return records
}

/** Runs over the lines that are not empty; what the work says of a line is reported with its place. */
async function eachLine(file: string, report: Report, work: (line: string) => string | undefined): Promise<void> {
  let number = 0
  for await (const line of createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    if (line.trim() === '') continue
    const problem = work(line)
    if (problem !== undefined) report(`${file}:${number}`, problem)
  }
}

function recordOf(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

const textOf = (value: unknown) =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
