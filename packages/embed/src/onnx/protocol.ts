import type { WordPieces } from './wordpiece.ts'

export interface WorkerData {
  /** URL of the runtime. */
  readonly runtime: string
  /** File of the model. */
  readonly path: string
  readonly pieces: WordPieces
  readonly isFirstToken: boolean
  /** Processors that the runtime may use at a time. */
  readonly threads: number
}

export interface Loaded {
  readonly dimensions: number
}

export interface Refused {
  readonly refused: 'onnxAbsent' | 'onnxFolder'
  readonly reason: string
}
