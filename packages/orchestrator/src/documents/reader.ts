import { plainTextOf } from '@jumpseat/connectors'
import { PACKAGE_LIMITS, readPackage } from '@jumpseat/manifest'
import { readCsv } from './csv.ts'
import { decoded } from './decode.ts'
import { DOCX_PARTS } from './docx.ts'
import { newPage } from './page.ts'
import { PPTX_PARTS } from './pptx.ts'
import { createThread, type Thread } from './thread.ts'
import { type DocumentText, type OfficeKind, PROBLEMS, type Problem } from './types.ts'
import { XLSX_PARTS } from './xlsx.ts'

/** contract: plugins-and-packages 3.2 `EmbeddedKnowledge` */
const LARGEST = 1_000_000
/** Of the archive that a document is. Sheets are much the same line by line, and pack well. */
const LIMITS = { ...PACKAGE_LIMITS, packed: LARGEST, unpacked: 60_000_000, entries: 5_000, ratio: 500 }
/** Milliseconds for one document. */
const TIMEOUT = 5_000

const PARTS: Readonly<Record<OfficeKind, RegExp>> = { docx: DOCX_PARTS, pptx: PPTX_PARTS, xlsx: XLSX_PARTS }

type Reading = (bytes: Uint8Array, thread: Thread) => DocumentText | Promise<DocumentText>
const plain = (wordsOf: (text: string) => string): Reading => {
  return (bytes) => {
    const page = newPage()
    page.add(wordsOf(decoded(bytes)))
    return { text: page.text, isCut: page.isFull }
  }
}
const asItIs = plain((text) => text)
const table: Reading = (bytes) => {
  const page = newPage()
  readCsv(decoded(bytes), page)
  return { text: page.text, isCut: page.isFull }
}
const page = plain((html) => plainTextOf(html).replaceAll('\n', '\n\n'))
/** The container of older kinds, and of files that are protected by a password. */
const COMPOUND = 0xd0cf11e0
const office = (kind: OfficeKind): Reading => {
  return async (bytes, thread) => {
    if (bytes.byteLength > 4 && Buffer.from(bytes.buffer, bytes.byteOffset, 4).readUInt32BE() === COMPOUND)
      return { problem: 'locked' }
    const { files } = await readPackage(bytes, LIMITS)
    const parts = new Map([...files].filter(([name]) => PARTS[kind].test(name)))
    return parts.size === 0 ? { problem: 'damaged' } : thread.read(kind, parts)
  }
}

// A table: how each kind of file is read, by the end of its name.
const KINDS: Readonly<Record<string, Reading>> = {
  txt: asItIs,
  md: asItIs,
  csv: table,
  tsv: table,
  htm: page,
  html: page,
  docx: office('docx'),
  pptx: office('pptx'),
  xlsx: office('xlsx'),
  pdf: (bytes, thread) => thread.read('pdf', new Map([['', bytes]])),
}

const readingOf = (name: string): Reading | undefined => {
  const kind = /\.([a-z]{2,5})$/i.exec(name)?.[1]?.toLowerCase()
  return kind !== undefined && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined
}

function problemOf(name: string, bytes: Uint8Array | undefined): Problem | undefined {
  if (readingOf(name) === undefined) return 'kind'
  if (bytes === undefined) return 'absent'
  return bytes.byteLength > LARGEST ? 'large' : undefined
}

export interface DocumentReader {
  /** What the document says. Never rejects, whatever its bytes are. */
  read(name: string, bytes: Uint8Array | undefined): Promise<DocumentText>
  /** What is wrong with it at first sight, in words. */
  refusalOf(name: string, bytes: Uint8Array | undefined): string | undefined
  close(): Promise<void>
}

export function createDocumentReader({ timeout = TIMEOUT }: { readonly timeout?: number } = {}): DocumentReader {
  const thread = createThread(timeout)
  return {
    async read(name, bytes) {
      const problem = problemOf(name, bytes)
      if (problem !== undefined) return { problem }
      try {
        return (await readingOf(name)?.(bytes ?? new Uint8Array(), thread)) ?? { problem: 'kind' }
      } catch {
        return { problem: 'damaged' }
      }
    },
    refusalOf(name, bytes) {
      const problem = problemOf(name, bytes)
      return problem && PROBLEMS[problem]
    },
    close: () => thread.close(),
  }
}
