import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { bm25 } from './bm25.ts'
import { collectionsIn, readCollection } from './collections.ts'
import { interval, marksOf } from './measure.ts'

const root = mkdtempSync(join(tmpdir(), 'relevance-'))
afterAll(() => rmSync(root, { recursive: true }))

function folderWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name)
  mkdirSync(join(folder, 'qrels'), { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}
const read = async (folder: string) => {
  const passedOver: string[] = []
  const collection = await readCollection(folder, (place, reason) =>
    passedOver.push(`${place.slice(folder.length + 1)} ${reason}`),
  )
  return { collection, passedOver }
}

const beir = folderWith('beir', {
  'corpus.jsonl': [
    '{"_id": "d1", "title": "Leave", "text": "Twenty weeks after a birth."}',
    '{"_id": "d2", "text": "No title."}',
    'not json',
    '{"title": "no id"}',
    '',
    '{"_id": "d1", "title": "again", "text": ""}',
    '{"_id": 3, "title": null, "text": "A number for an id."}',
  ].join('\r\n'),
  'queries.jsonl': '{"_id": "q1", "text": "weeks after birth"}\n{"_id": "q2", "text": "title"}\n{"_id": "q3"}\n',
  'qrels/train.tsv': 'q2\td2\t1\n',
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\t3\t1\nq1\td2\t0\nq2\td2\tgood\nq1\n',
})

describe('a folder as BEIR has it', () => {
  it('is read with titles missing, judgements graded, a head or none; what cannot be read is told with its place', async () => {
    const { collection, passedOver } = await read(beir)
    expect(collection).toEqual({
      name: 'beir',
      documents: [
        { id: 'd1', title: 'Leave', text: 'Twenty weeks after a birth.' },
        { id: 'd2', title: '', text: 'No title.' },
        { id: '3', title: '', text: 'A number for an id.' },
      ],
      questions: new Map([
        ['q1', 'weeks after birth'],
        ['q2', 'title'],
      ]),
      judged: new Map([
        [
          'q1',
          new Map([
            ['d1', 2],
            ['3', 1],
          ]),
        ],
      ]),
    })
    expect(passedOver).toEqual([
      'corpus.jsonl:3 no document',
      'corpus.jsonl:4 no document',
      'corpus.jsonl:6 the id d1 was there before',
      'queries.jsonl:3 no question',
      'qrels/test.tsv:5 no judgement',
      'qrels/test.tsv:6 no judgement',
    ])
  })

  it('takes judgements without a head, as TREC writes them, and other files where there is no test', async () => {
    const folder = folderWith('trec', {
      'corpus.jsonl': '{"_id": "d1", "text": "a"}\n',
      'queries.jsonl': '{"_id": "q1", "text": "a"}\n',
      'qrels/dev.tsv': 'q1\t0\td1\t3\n',
    })
    expect((await read(folder)).collection.judged).toEqual(new Map([['q1', new Map([['d1', 3]])]]))
  })
})

describe('files of SMART', () => {
  it('are read as Cranfield has them, questions by their place in the file', async () => {
    const folder = folderWith('cranfield', {
      'cran.all.1400': '.I 1\n.T\nwings in\na slipstream\n.A\nsomebody\n.W\nan experiment .\n.I 2\n.T\n.W\n',
      'cran.qry': '.I 004\n.W\nwhat of wings\n.I 009\n.W\nheat\n',
      'qrels.txt': '1 0 1 4\n2 0 2 -1\n',
    })
    expect((await read(folder)).collection).toEqual({
      name: 'cranfield',
      documents: [
        { id: '1', title: 'wings in a slipstream', text: 'an experiment .' },
        { id: '2', title: '', text: '' },
      ],
      questions: new Map([
        ['1', 'what of wings'],
        ['2', 'heat'],
      ]),
      judged: new Map([['1', new Map([['1', 4]])]]),
    })
    expect(collectionsIn(root).map((path) => path.slice(root.length + 1))).toContain('cranfield')
    expect(collectionsIn(folder)).toEqual([folder])
  })
})

describe('measures', () => {
  it('are nDCG at 10 by grade, recall at 100, and the place of the first', async () => {
    const { collection } = await read(beir)
    const { ndcg, recall, reciprocal } = await marksOf(collection, () => ['d2', '3', 'd1'])
    expect(ndcg[0]).toBeCloseTo((1 / Math.log2(3) + 2 / 2) / (2 + 1 / Math.log2(3)), 12)
    expect([recall, reciprocal]).toEqual([[1], [0.5]])
    const nothing = await marksOf(collection, () => [])
    expect([nothing.ndcg, nothing.recall, nothing.reciprocal]).toEqual([[0], [0], [0]])
  })

  it('have an interval around the mean, the same each time', () => {
    const numbers = Array.from({ length: 100 }, (_, at) => at % 2)
    const [low, high] = interval(numbers)
    expect(low).toBeGreaterThan(0.35)
    expect(low).toBeLessThan(0.5)
    expect(high).toBeGreaterThan(0.5)
    expect(interval(numbers)).toEqual([low, high])
  })

  it('have a peer that stems, leaves out stop words, and prefers what is rare and short', async () => {
    const { collection } = await read(beir)
    const rank = bm25(collection.documents)
    expect(await rank('the births of weeks', 10)).toEqual(['d1'])
    expect(await rank('a the of', 10)).toEqual([])
  })
})
