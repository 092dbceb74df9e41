/** What a document says, or why it is not read. */
export type DocumentText = { readonly text: string; readonly isCut: boolean } | { readonly problem: Problem }

/** Each with the words that people read. */
export const PROBLEMS = {
  kind: 'this kind of file is not read here',
  many: 'an agent has no more than ten files',
  large: 'it is larger than 1 MB',
  absent: 'it is not in the package',
  locked: 'it is protected by a password, or of an older kind',
  damaged: 'it cannot be read',
  slow: 'reading it took too long',
  heavy: 'reading it took too much memory',
  pictures: 'there is no text in it: pages that were scanned, perhaps',
} as const
export type Problem = keyof typeof PROBLEMS

/** Archives of the Open XML kind. */
export type OfficeKind = 'docx' | 'pptx' | 'xlsx'

/** What is taken apart on the thread. */
export type ThreadKind = OfficeKind | 'pdf'

/** The files of an archive that say something, or the one file that a document is. */
export type Parts = ReadonlyMap<string, Uint8Array>

export interface ReadTask {
  readonly id: number
  readonly kind: ThreadKind
  readonly parts: Parts
}

export interface ReadAnswer {
  readonly id: number
  readonly read: DocumentText
}
