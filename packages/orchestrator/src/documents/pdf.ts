// Documents in the portable form, ISO 32000: whatever text they hold, page by page.
import { getDocumentProxy } from 'unpdf'
import type { Page } from './page.ts'
import type { Parts } from './types.ts'

/** Neither prints nor draws anything, and runs nothing that a document brings along. */
const QUIET = {
  verbosity: 0,
  isEvalSupported: false,
  disableFontFace: true,
  useSystemFonts: false,
  stopAtErrors: false,
}

export async function readPdf(parts: Parts, page: Page): Promise<void> {
  for (const bytes of parts.values()) {
    const document = await getDocumentProxy(bytes, QUIET)
    for (let number = 1; number <= document.numPages && !page.isFull; number++) {
      const { items } = await (await document.getPage(number)).getTextContent()
      for (const item of items) if ('str' in item) page.add(item.hasEOL ? `${item.str}\n` : item.str)
      page.add('\n\n')
    }
  }
}

/** Raised by documents that a password protects. */
export const isLocked = (error: unknown): boolean => error instanceof Error && error.name === 'PasswordException'
