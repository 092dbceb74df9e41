// Takes documents apart, away from the server: they come from strangers. Whoever started this thread ends it when it takes
// too long.
import { parentPort } from 'node:worker_threads'
import { readDocx } from './docx.ts'
import { newPage, type Page } from './page.ts'
import { readPptx } from './pptx.ts'
import type { DocumentText, OfficeKind, Parts, ReadAnswer, ReadTask } from './types.ts'
import { readXlsx } from './xlsx.ts'

// A table: one reader for each kind.
const READERS: Readonly<Record<OfficeKind, (parts: Parts, page: Page) => void>> = {
  docx: readDocx,
  pptx: readPptx,
  xlsx: readXlsx,
}

parentPort?.on('message', ({ id, kind, parts }: ReadTask) => {
  parentPort?.postMessage({ id, read: read(kind, parts) } satisfies ReadAnswer)
})

function read(kind: OfficeKind, parts: Parts): DocumentText {
  const page = newPage()
  try {
    READERS[kind](parts, page)
    return { text: page.text, isCut: page.isFull }
  } catch {
    return { problem: 'damaged' }
  }
}
