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
} as const
export type Problem = keyof typeof PROBLEMS

export type OfficeKind = 'docx' | 'pptx' | 'xlsx'

/** The files of an archive that say something. */
export type Parts = ReadonlyMap<string, Uint8Array>

export interface ReadTask {
  readonly id: number
  readonly kind: OfficeKind
  readonly parts: Parts
}

export interface ReadAnswer {
  readonly id: number
  readonly read: DocumentText
}
