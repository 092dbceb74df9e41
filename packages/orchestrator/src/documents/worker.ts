// Takes documents apart, away from the server: they come from strangers. Whoever started this thread ends it when it takes
// too long.
import { parentPort } from 'node:worker_threads'
import { readDocx } from './docx.ts'
import { newPage, type Page } from './page.ts'
import { isLocked, readPdf } from './pdf.ts'
import { readPptx } from './pptx.ts'
import type { DocumentText, Parts, ReadAnswer, ReadTask, ThreadKind } from './types.ts'
import { readXlsx } from './xlsx.ts'

// A table: one reader for each kind.
const READERS: Readonly<Record<ThreadKind, (parts: Parts, page: Page) => void | Promise<void>>> = {
  docx: readDocx,
  pptx: readPptx,
  xlsx: readXlsx,
  pdf: readPdf,
}

parentPort?.on('message', async ({ id, kind, parts }: ReadTask) => {
  parentPort?.postMessage({ id, read: await read(kind, parts) } satisfies ReadAnswer)
})

async function read(kind: ThreadKind, parts: Parts): Promise<DocumentText> {
  const page = newPage()
  try {
    await READERS[kind](parts, page)
    return kind === 'pdf' && page.text === '' ? { problem: 'pictures' } : { text: page.text, isCut: page.isFull }
  } catch (error) {
    return { problem: isLocked(error) ? 'locked' : 'damaged' }
  }
}
