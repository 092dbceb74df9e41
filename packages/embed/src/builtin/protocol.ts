export interface WorkerData {
  readonly file: string
  readonly dimensions: number | undefined
}

export interface Loaded {
  readonly id: string
  readonly dimensions: number
  readonly threshold: number
}
