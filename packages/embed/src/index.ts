export type { Embedder, Purpose } from './types.ts'
