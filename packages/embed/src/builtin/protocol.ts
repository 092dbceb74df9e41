import type { Unread } from './weights.ts'

export interface WorkerData {
  readonly file: string
  readonly dimensions: number | undefined
}

export interface Loaded {
  readonly id: string
  readonly dimensions: number
  readonly threshold: number
}

/** What the thread says first. */
export type Ready = Loaded | Unread

export interface Asked {
  readonly number: number
  readonly texts: readonly string[]
}

export interface Answered {
  readonly number: number
  /** One vector after the other. */
  readonly vectors: Float32Array<ArrayBuffer>
}
